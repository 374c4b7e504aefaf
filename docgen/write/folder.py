"""A folder that docgen makes as a whole: built beside its place, exchanged for the old one, and never for another's."""

import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path  # noqa: TID251 - part of the writer
from typing import Final

import msgspec

from docgen.errors import UNCHANGED, OutputError, UsageError
from docgen.model.files import Files
from docgen.write.lock import locked
from docgen.write.signals import uninterrupted
from docgen.write.swap import exchange

_NAME: Final = ".docgen-built"
MARK: Final[Files] = {_NAME: "docgen made this folder, and replaces what is in it when it builds again.\n"}
"""The file by which docgen knows a folder that it made."""
_BESIDE: Final = ".docgen-site-"
_REPOSITORIES: Final = (".git", ".hg", ".svn")
_EXPECTED: Final = "expected a new or empty folder, or one that docgen made: choose another, or empty it yourself"


def refuse_foreign(folder: Path, root: Path, sources: Iterable[Path], name: str) -> None:
    """Raise UsageError (exit code 2) where a folder may not be replaced: docgen did not make it, or it holds a source.

    `name` says which setting or argument named the folder, `root` is the project's. Made by docgen is a folder with its
    mark, or, for once, one with its versions.json; an empty one and one that is not there may be taken.
    """
    place = Path(os.path.realpath(folder))
    if place.exists() and not place.is_dir():
        raise UsageError(f"{name}: {folder} is not a folder; {_EXPECTED}")
    for source in (root, *sources):
        if _within(source, folder):
            raise UsageError(f"{name}: {folder} contains {source}, which would be deleted; {_EXPECTED}")
        if source != root and _within(folder, source):
            raise UsageError(f"{name}: {folder} is inside {source}, which the site is made from; {_EXPECTED}")
    for kept in (*(place / repository for repository in _REPOSITORIES), *_mounted_below(place)):
        if kept.exists():
            raise UsageError(f"{name}: {folder} contains {kept}, which would be deleted; {_EXPECTED}")
    if folder.is_dir() and any(folder.iterdir()) and not _made_by_docgen(folder):
        raise UsageError(
            f"{name}: {folder} contains files that docgen did not make, which would be deleted; {_EXPECTED}"
        )


def _within(path: Path, folder: Path) -> bool:
    """Whether a path is a folder or below it, whatever links or upper and lower case they are written with."""
    with suppress(OSError, RuntimeError):  # the latter is what a circle of links is before Python 3.13
        here = path.resolve()
        return any(above.exists() and folder.exists() and above.samefile(folder) for above in (here, *here.parents))
    return False


def _mounted_below(folder: Path) -> tuple[Path, ...]:
    """What is mounted below a folder, where the system says so (proc(5)): its content is no part of the folder."""
    try:
        lines = Path("/proc/self/mountinfo").read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return ()
    points = (re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), line.split(" ")[4]) for line in lines)
    return tuple(Path(point) for point in points if Path(point) != folder and Path(point).is_relative_to(folder))


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
        # held until the folder is gone, by which other runs know that it is in use
        locked(handle)
        (Path(holder) / _NAME).touch()  # by which the next run knows it, where this one is killed
    except OSError as error:
        raise OutputError(f"{destination}: cannot be written: {error.strerror}; {UNCHANGED}") from error
    try:
        yield Path(holder) / "site"
    finally:
        with uninterrupted():
            os.close(handle)
            shutil.rmtree(holder, ignore_errors=True)


def _mend(place: Path) -> None:
    """Put back the site that a killed run had moved aside, and remove the folders of runs that are gone."""
    old = _aside(place)
    if old.is_dir() and _made_by_docgen(old):
        shutil.rmtree(old, ignore_errors=True) if place.exists() else old.replace(place)
    for left in place.parent.glob(f"{_BESIDE}*"):
        with suppress(OSError):
            handle = os.open(left, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0))
            try:
                if (left / _NAME).is_file() and locked(handle):
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
            undo, old = _put(built, place)
        except OSError as error:
            raise OutputError(f"{destination}: cannot be replaced: {error.strerror}; {UNCHANGED}") from error
        try:
            then()
        except BaseException:  # the site must not announce what its files could not take in
            undo()
            raise
        shutil.rmtree(old, ignore_errors=True)


def _put(built: Path, place: Path) -> tuple[Callable[[], object], Path]:
    """Exchange the two folders; where the system cannot, move the old one aside.

    Returned are what takes that back, and where the old one is.
    """
    if not place.exists():
        built.replace(place)
        return lambda: place.replace(built), built
    # the old site is at `built` then, where the caller removes it
    if exchange(built, place):
        return lambda: exchange(built, place), built
    old = _aside(place)
    place.replace(old)
    try:
        built.replace(place)
    except OSError:
        old.replace(place)
        raise
    return lambda: (place.replace(built), old.replace(place)), old
