"""The folder in which docgen keeps what it computed for its next run, beside that of the site."""

import sys
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path  # noqa: TID251 - part of the readers
from typing import Final

from docgen.load.files import Folder
from docgen.load.git import is_tracked
from docgen.load.site import site_settings
from docgen.records import RecordCache, digest, unpack

FOLDER: Final = ".docgen-cache"
PAGES: Final = "pages"
CHECKS: Final = "checks.json"
_SOURCES: Final = ("changelog", "redirects")


def cache_folder(root: Path, settings: Mapping[str, object]) -> Path | None:
    """The folder beside that of the site, as the `settings` of mkdocs.yml in `root` name it; None among the pages."""
    site = (root / str(settings.get("site_dir", "site"))).resolve().parent
    docs = (root / str(settings.get("docs_dir", "docs"))).resolve()
    return None if site.is_relative_to(docs) else site / FOLDER


def checks_file(root: Path) -> Path | None:
    """The file for what was checked; None where its folder is out of the project, or in a folder of sources."""
    try:
        folder, project = cache_folder(root, site_settings(Folder(root))), root.resolve()
        is_among_sources = folder and any(folder.is_relative_to(project / name) for name in _SOURCES)
        return folder / CHECKS if folder and folder.is_relative_to(project) and not is_among_sources else None
    except (OSError, RuntimeError, ValueError):  # a link to itself, or a NUL; a build says what is wrong
        return None


def read_records(file: Path) -> RecordCache:
    """The records in a file of the cache; none where it is missing, or cannot be read.

    Nor where git tracks it: whoever commits one would decide what is found, and what pages show.
    """
    try:
        return RecordCache({} if is_tracked(file) else unpack(file.read_bytes()))
    except OSError:
        return RecordCache({})


@cache
def code_digest() -> str:
    """A digest of docgen's code, of the Python that runs it, and of all that is installed: any other may find more."""
    return digest(sys.version, *installed(), *_sources(files("docgen")))


def installed() -> list[str]:
    """The folder of each installed distribution, whose name has its version."""
    infos: list[Path] = []
    for folder in sys.path:
        infos += Path(folder).glob("*-info")
    return sorted(path.name for path in infos)


def _sources(folder: Traversable) -> Iterator[bytes]:
    """The code in a folder, then that below it."""
    entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    for entry in entries:
        if entry.name.endswith((".py", ".yaml", ".j2", ".html")):
            yield entry.read_bytes()
    for entry in entries:
        if entry.is_dir():
            yield from _sources(entry)
