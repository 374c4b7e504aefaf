"""A folder that docgen makes as a whole: built beside its place, exchanged for the old one, and never for another's."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path  # noqa: TID251 - part of the writer
from typing import Final

import msgspec

from docgen.errors import UNCHANGED, OutputError, UsageError
from docgen.model.files import Files
from docgen.signals import uninterrupted
from docgen.write.exchange import exchange
from docgen.write.lock import locked

_NAME: Final = ".docgen-built"
MARK: Final[Files] = {_NAME: "docgen made this folder, and replaces what is in it when it builds again.\n"}
"""The file by which docgen knows a folder that it made."""
_BESIDE: Final = ".docgen-site-"
_EXPECTED: Final = "expected a new or empty folder, or one that docgen made: choose another, or empty it yourself"


def refuse_foreign(folder: Path, root: Path, sources: Iterable[Path], name: str) -> None:
    """Raise UsageError (exit code 2) where a folder may not be replaced: docgen did not make it, or it holds a source.

    `name` says which setting or argument named the folder, `root` is the project's. Made by docgen is a folder with its
    mark, or, for once, one with its versions.json; an empty one and one that is not there may be taken.
    """
    for source in (root, *sources):
        if _within(source, folder):
            raise UsageError(f"{name}: {folder} contains {source}, which would be deleted; {_EXPECTED}")
        if source != root and _within(folder, source):
            raise UsageError(f"{name}: {folder} is inside {source}, which the site is made from; {_EXPECTED}")
    if folder.is_dir() and any(folder.iterdir()) and not _made_by_docgen(folder):
        raise UsageError(
            f"{name}: {folder} contains files that docgen did not make, which would be deleted; {_EXPECTED}"
        )


def _within(path: Path, folder: Path) -> bool:
    """Whether a path is a folder or below it, whatever links or upper and lower case they are written with."""
    with suppress(OSError):
        here = path.resolve()
        return any(above.exists() and folder.exists() and above.samefile(folder) for above in (here, *here.parents))
    return False


def _made_by_docgen(folder: Path) -> bool:
    if (folder / _NAME).is_file():
        return True
    return any(_is_ours(folder / name) for name in ("versions.json", "docs/versions.json"))


def _is_ours(versions: Path) -> bool:
    with suppress(OSError, msgspec.DecodeError):
        known = msgspec.json.decode(versions.read_bytes())
        return isinstance(known, dict) and known.get("version") == 1 and "pins" in known
    return False


@contextmanager
def beside(destination: Path) -> Iterator[Path]:
    """A new folder on the file system of the destination, gone afterwards; first what killed runs left is mended.

    OutputError (exit code 6) where it cannot be made.
    """
    place = Path(os.path.realpath(destination))
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        _mend(place)
        holder = tempfile.mkdtemp(prefix=_BESIDE, dir=place.parent)
        handle = os.open(holder, os.O_RDONLY)
    except OSError as error:
        raise OutputError(f"{destination}: cannot be written: {error.strerror}; {UNCHANGED}") from error
    try:
        locked(handle)
        yield Path(holder) / "site"
    finally:
        with uninterrupted():
            os.close(handle)
            shutil.rmtree(holder, ignore_errors=True)


def _mend(place: Path) -> None:
    """Put back the site that a killed run had moved aside, and remove the folders of runs that are gone."""
    old = _aside(place)
    if old.is_dir() and not place.exists():
        old.replace(place)
    shutil.rmtree(old, ignore_errors=True)
    for left in place.parent.glob(f"{_BESIDE}*"):
        with suppress(OSError):
            handle = os.open(left, os.O_RDONLY)
            try:
                if locked(handle):
                    shutil.rmtree(left, ignore_errors=True)
            finally:
                os.close(handle)


def _aside(place: Path) -> Path:
    return place.with_name(f".{place.name}.docgen-old")


def swap(built: Path, destination: Path, then: Callable[[], None] = lambda: None) -> None:
    """Put a folder that was built beside the destination in its place, and do what belongs to it.

    The old one is there until the new one is: they are exchanged in one step where the system can. A destination that
    is a symbolic link stays one. OutputError (exit code 6) where the folder cannot be replaced.
    """
    place = Path(os.path.realpath(destination))
    with uninterrupted("the site is built and all files are written"):
        try:
            _put(built, place)
        except OSError as error:
            raise OutputError(f"{destination}: cannot be replaced: {error.strerror}; {UNCHANGED}") from error
        then()


def _put(built: Path, place: Path) -> None:
    """Exchange the two folders; where the system cannot, move the old one aside for a moment."""
    if not place.exists():
        built.replace(place)
    elif not exchange(built, place):
        old = _aside(place)
        shutil.rmtree(old, ignore_errors=True)
        place.replace(old)
        try:
            built.replace(place)
        except OSError:
            old.replace(place)
            raise
        shutil.rmtree(old, ignore_errors=True)
