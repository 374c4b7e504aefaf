"""The configuration files that a server reads: its own one, and those that it includes."""

import re
from glob import glob
from pathlib import Path  # noqa: TID251 - part of the readers
from typing import Final

from docgen.redirects.edges.server_configuration import Loading

_MAX_FILES: Final = 1_000
_MAX_BYTES: Final = 16_000_000


def read_acting(folder: Path, loading: Loading) -> str | None:
    """The configuration of a server in a folder: its own file with the files that it includes in place of the includes.

    It has no comments. Generated files stay includes, each by its resolved path. None where the server's own file is
    not in the folder, or cannot be read. An absolute path in the server's usual folder is taken in `folder`, which may
    be a copy.
    """
    left = iter(range(_MAX_FILES))

    def included(match: re.Match[str]) -> str:
        paths = _paths(folder, match[1].strip(), loading)
        # the number of files ends what files that include each other begin
        return "\n".join(_part(path, loading) for path, _ in zip(paths, left, strict=False)) if paths else match[0]

    before, text = "", _text(folder / loading.main, loading)
    while text and text != before:
        before, text = text, re.sub(loading.include, included, text)
    return text


def _part(path: Path, loading: Loading) -> str:
    if path.name.startswith("docgen-"):
        return loading.line.format(path=path.resolve())
    return _text(path, loading) or ""


def _text(path: Path, loading: Loading) -> str | None:
    try:
        text = path.read_bytes()[:_MAX_BYTES].decode("utf-8", "replace")
    except OSError:  # what ops cannot read as who they are is not known to act
        return None
    return re.sub(loading.comment, "", text, flags=re.MULTILINE)


def _paths(folder: Path, pattern: str, loading: Loading) -> list[Path]:
    """The files that an include names; nothing outside the folder."""
    for root in (loading.folder, folder, folder.resolve()):
        pattern = pattern.removeprefix(f"{root}/")
    names = sorted(glob(pattern, root_dir=folder))  # noqa: PTH207 - Path.glob raises for odd patterns and long names
    inside = (folder / name for name in names if not name.startswith("/") and ".." not in name.split("/"))
    return [path for path in inside if path.is_file()]
