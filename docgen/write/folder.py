"""A folder that docgen generates as a whole: built beside its destination, then swapped with the old one.

A folder that docgen did not make is never replaced.
"""

import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path  # noqa: TID251 - part of the writer
from typing import Final

from docgen.errors import UNCHANGED, OutputError, UsageError
from docgen.model.files import Files
from docgen.signals import uninterrupted
from docgen.write.plan import Owned, all_owned
from docgen.write.system import exchange, try_lock

_MARK_NAME: Final = ".docgen-built"
MARK: Final[Files] = {_MARK_NAME: "docgen made this folder, and replaces what is in it when it builds again.\n"}
"""The file by which docgen knows a folder that it made."""
SOURCES: Final = ("changelog", "redirects", ".docgen", ".git")
"""The folders of a project that no output may replace, nor be inside of."""
_STAGING_PREFIX: Final = ".docgen-site-"
_LOCK_NAME: Final = ".docgen-lock"
_REPOSITORIES: Final = (".git", ".hg", ".svn")
_EXPECTED: Final = "expected a new or empty folder, or one that docgen made: choose another, or empty it yourself"


def refuse_foreign(folder: Path, root: Path, sources: Iterable[Path], name: str, owned: Owned | None = None) -> None:
    """Raise UsageError (exit code 2) where a folder may not be replaced: docgen did not make it, or a source is in it.

    `name` is the setting or argument that named the folder, `root` the project's folder. A folder with docgen's mark
    was made by docgen, as was one where all files are `owned`. An empty or missing folder may be used. OutputError (6)
    for one that cannot be read.
    """
    real = Path(os.path.realpath(folder))
    with _refused(folder, "written"):
        if real.exists() and not real.is_dir():
            raise UsageError(f"{name}: {folder} is not a folder; {_EXPECTED}")
        for source in (root, *sources, *(root / name for name in SOURCES)):
            if is_within(source, folder):
                raise UsageError(f"{name}: {folder} contains {source}, which could be lost; {_EXPECTED}")
            if source != root and is_within(folder, source):
                raise UsageError(f"{name}: {folder} is inside {source}, which docgen reads; {_EXPECTED}")
        for protected in (*(real / repository for repository in _REPOSITORIES), *_mounted_below(real)):
            if protected.exists():
                raise UsageError(f"{name}: {folder} contains {protected}, which could be lost; {_EXPECTED}")
        if folder.is_dir() and not _made_by_docgen(folder) and not all_owned(folder, owned):
            raise UsageError(
                f"{name}: {folder} contains files that docgen did not make, which could be lost; {_EXPECTED}"
            )


@contextmanager
def _refused(folder: Path, what: str) -> Iterator[None]:
    """OutputError (exit code 6), with the reason, for a folder that the system does not let be `written`."""
    try:
        yield
    except OSError as error:
        raise OutputError(f"{folder}: cannot be {what}: {error.strerror}; {UNCHANGED}") from error


def is_within(path: Path, folder: Path) -> bool:
    """Whether a path is a folder or below it, also through links or with other upper and lower case."""
    with suppress(OSError, RuntimeError):  # before Python 3.13 a loop of links is a RuntimeError
        here = path.resolve()
        return any(above.exists() and folder.exists() and above.samefile(folder) for above in (here, *here.parents))
    return False


def _mounted_below(folder: Path) -> tuple[Path, ...]:
    """The mount points below a folder, on a system with proc(5): their content belongs to another file system."""
    try:
        lines = Path("/proc/self/mountinfo").read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return ()
    points = (re.sub(r"\\([0-7]{3})", lambda escape: chr(int(escape[1], 8)), line.split(" ")[4]) for line in lines)
    return tuple(Path(point) for point in points if Path(point) != folder and Path(point).is_relative_to(folder))


def _made_by_docgen(folder: Path) -> bool:
    return (folder / _MARK_NAME).is_file()


@contextmanager
def staging_folder(destination: Path) -> Iterator[Path]:
    """A new folder on the file system of the destination, deleted afterwards; what killed runs left is repaired first.

    OutputError (exit code 6) where it cannot be created.
    """
    real = Path(os.path.realpath(destination))
    with _refused(destination, "written"):
        real.parent.mkdir(parents=True, exist_ok=True)
        _recover(real)
        parent = tempfile.mkdtemp(prefix=_STAGING_PREFIX, dir=real.parent)
        handle = _open_lock(Path(parent))
        # locked until the folder is deleted: other runs then know that it is in use
        try_lock(handle)
        (Path(parent) / _MARK_NAME).touch()  # if this run is killed, the next one knows that it may delete the folder
    try:
        yield Path(parent) / "site"
    finally:
        with uninterrupted():
            os.close(handle)
            shutil.rmtree(parent, ignore_errors=True)


def _recover(real: Path) -> None:
    """Restore the folder that a killed run had moved aside, and delete the staging folders of killed runs."""
    old = _backup(real)
    if old.is_dir() and _made_by_docgen(old):
        shutil.rmtree(old, ignore_errors=True) if real.exists() else old.replace(real)
    for mark in real.parent.glob(f"{_STAGING_PREFIX}*/{_MARK_NAME}"):
        if _is_abandoned(mark.parent):
            shutil.rmtree(mark.parent, ignore_errors=True)


def _open_lock(folder: Path) -> int:
    return os.open(folder / _LOCK_NAME, os.O_RDWR | os.O_CREAT)


def _is_abandoned(folder: Path) -> bool:
    """Whether the run that staged a folder has ended."""
    if folder.is_symlink():
        return False
    with suppress(OSError):
        handle = _open_lock(folder)
        try:
            return try_lock(handle)
        finally:
            os.close(handle)  # Windows deletes no open file; nobody else takes the lock of a run that has ended
    return False


def _backup(real: Path) -> Path:
    return real.with_name(f".{real.name}.docgen-old")


def swap(built: Path, destination: Path, then: Callable[[], None] = lambda: None) -> None:
    """Replace the destination with a folder that was built beside it, then call `then`; undone if that fails.

    The two are exchanged in one step where the system can, so that the destination always exists. A destination that
    is a symbolic link stays one. OutputError (exit code 6) where the folder cannot be replaced.
    """
    real = Path(os.path.realpath(destination))
    with uninterrupted("the site is built and all files are written"):
        with _refused(destination, "replaced"):
            undo, old = _replace(built, real)
        try:
            then()
        except BaseException:  # a site must not announce rules whose edge files could not be written
            undo()
            raise
        shutil.rmtree(old, ignore_errors=True)


def update(built: Path, destination: Path, stale: Iterable[str]) -> None:
    """Delete the files at `stale` paths of the destination, then move those of a folder that was built into it.

    OutputError (exit code 6) where that cannot be done: unlike a swap, this may leave files of both.
    """
    with uninterrupted("the files of the site are replaced"), _refused(destination, "replaced"):
        for path in stale:
            (destination / path).unlink(missing_ok=True)
            with suppress(OSError):  # the first that is not empty ends it
                os.removedirs((destination / path).parent)
        for file in files_in(built):
            target = destination / file
            target.parent.mkdir(parents=True, exist_ok=True)
            (built / file).replace(target)


def files_in(folder: Path) -> set[str]:
    """The paths of all files in a folder, relative to it."""
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}


def _replace(built: Path, real: Path) -> tuple[Callable[[], object], Path]:
    """Exchange two folders, or move the old one aside where the system cannot: how to undo that, and the old path."""
    if not real.exists():
        built.replace(real)
        return lambda: real.replace(built), built
    # after an exchange the old folder is at `built`, where the caller deletes it
    if exchange(built, real):
        return lambda: exchange(built, real), built
    old = _backup(real)
    real.replace(old)
    try:
        built.replace(real)
    except OSError:
        old.replace(real)
        raise
    return lambda: (real.replace(built), old.replace(real)), old
