"""The configuration files that a server reads: its own one, and those that it includes."""

import re
from collections.abc import Iterator
from glob import glob
from pathlib import Path  # noqa: TID251 - part of the readers
from typing import Final

from docgen.redirects.edges.loading import Loading

_MAX_FILES: Final = 1_000
_MAX_BYTES: Final = 16_000_000


def read_acting(folder: Path, loading: Loading) -> dict[str, str] | None:
    """The texts of the files in a server's folder that it reads, by resolved path and without comments.

    None where its own file is not in the folder, or cannot be read. An absolute path in the server's usual folder is
    taken in `folder`, which may be a copy.
    """
    pending, found = [folder / loading.main], dict[str, str]()
    while pending and len(found) < _MAX_FILES:
        path = pending.pop()
        text = _text(path)
        if text is None or (key := str(path.resolve())) in found:
            continue
        found[key] = re.sub(loading.comment, "", text, flags=re.MULTILINE)
        pending += [
            one for match in re.findall(loading.include, found[key]) for one in _paths(folder, match.strip(), loading)
        ]
    return found or None


def _text(path: Path) -> str | None:
    try:
        return path.read_bytes()[:_MAX_BYTES].decode("utf-8", "replace") if path.is_file() else None
    except OSError:  # what ops cannot read as who they are is not known to act
        return None


def _paths(folder: Path, pattern: str, loading: Loading) -> Iterator[Path]:
    """The files that an include names; nothing outside the folder."""
    roots = (f"{root}/" for root in (loading.folder, folder, folder.resolve()))
    relative = next((pattern.removeprefix(root) for root in roots if pattern.startswith(root)), pattern)
    names = glob(relative, root_dir=folder)  # noqa: PTH207 - Path.glob raises for odd patterns and long names
    for name in sorted(names):
        if not name.startswith("/") and ".." not in name.split("/") and (folder / name).is_file():
            yield folder / name
