"""The folder in which docgen keeps what it computed for its next run, beside that of the site."""

from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path  # noqa: TID251 - part of the readers
from typing import Final

from docgen.load.files import read
from docgen.records import RecordCache, digest, unpack

FOLDER: Final = ".docgen-cache"
PAGES: Final = "pages.json"
CONTRACTS: Final = "contracts.json"
_PACKAGES: Final = ("jsonschema-rs", "openapi-spec-validator", "openapi-schema-validator")


def cache_folder(root: Path, settings: Mapping[str, object]) -> Path | None:
    """The folder beside that of the site, as the `settings` of mkdocs.yml in `root` name it; None among the pages."""
    site = (root / str(settings.get("site_dir", "site"))).resolve().parent
    docs = (root / str(settings.get("docs_dir", "docs"))).resolve()
    return None if site.is_relative_to(docs) else site / FOLDER


def site_settings(root: Path) -> Mapping[str, object]:
    """The plain settings of mkdocs.yml; none where there is no such file, or YAML cannot read it."""
    import yaml  # slow to import

    if not (root / "mkdocs.yml").is_file():
        return {}
    try:
        # composed and not loaded: MkDocs allows tags that name code
        node = yaml.compose(read(root, root / "mkdocs.yml")[0].text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError:
        return {}
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    scalars = (pair for pair in pairs if all(isinstance(node, yaml.ScalarNode) for node in pair))
    return {key.value: value.value for key, value in scalars}


def contracts_file(root: Path) -> Path | None:
    """The file of the cache for contracts; None where the folder is not in the project: there, only a build writes."""
    try:
        folder = cache_folder(root, site_settings(root))
        return folder / CONTRACTS if folder and folder.is_relative_to(root.resolve()) else None
    except (OSError, RuntimeError, ValueError):  # a link to itself, or a NUL; a build says what is wrong
        return None


def read_records(file: Path) -> RecordCache:
    """The records in a file of the cache; none where it is missing, or cannot be read."""
    try:
        return RecordCache(unpack(file.read_bytes()))
    except OSError:
        return RecordCache({})


@cache
def validator_digest() -> str:
    """A digest of the code that reads and validates contracts, with its packages: any other may find something else."""
    words = files("docgen").joinpath("wording.py").read_bytes()
    folders = map(files, ("docgen.load", "docgen.openapi"))
    return digest(*map(version, _PACKAGES), words, *(source for folder in folders for source in _sources(folder)))


def _sources(folder: Traversable) -> list[bytes]:
    entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    own = [entry.read_bytes() for entry in entries if entry.name.endswith(".py")]
    return own + [source for entry in entries if entry.is_dir() for source in _sources(entry)]
