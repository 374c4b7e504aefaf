"""Files staged beside their places, whole, and then renamed in one go."""

import os
import secrets
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path  # noqa: TID251 - part of the writer
from typing import Final

from docgen.errors import UNCHANGED, OutputError, UsageError
from docgen.write.journal import Journal, Step, told
from docgen.write.signals import uninterrupted

_KINDS: Final = (
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISSOCK, "a socket"),
)


@contextmanager
def staged(root: Path, contents: Mapping[str, bytes], delete: Sequence[str] = ()) -> Iterator[Callable[[], None]]:
    """Put new contents beside their places below `root`, and hand over what renames them there and deletes the others.

    Nothing is left behind where that is not called. A symbolic link stays one, and what it leads to is replaced;
    a file keeps its mode and owner. OutputError (exit code 6) where there is no room or no permission, UsageError (2)
    where a device or a pipe is in the place of a file.
    """
    if not contents and not delete:  # nor a journal: a project that is read-only can be built elsewhere
        yield lambda: None
        return
    # chance in names alone: two runs at once must not share one
    token = secrets.token_hex(4)
    made: list[Path] = []
    steps = [_step(root, path, f".docgen-{token}-{number}") for number, path in enumerate(contents)]
    _refuse_one_file(steps)
    journal = Journal(root, token, steps, delete)
    try:
        try:
            _folders(root, made)
            journal.open()
            for step in steps:
                _folders(Path(step.target).parent, made)
                _stage(step, contents[step.path])
            for path in delete:
                _status(str(root / path), follow=False)
        except OSError as error:
            ours = {str(journal.path): str(root), **{step.staged: step.target for step in steps}}
            reason = f"{ours.get(str(error.filename), error.filename) or root}: cannot be written: {error.strerror}"
            raise OutputError(f"{reason}; {UNCHANGED}") from error
        journal.begin()
        yield lambda: _commit(root, steps, delete)
    finally:
        with uninterrupted():
            _tidy(steps, journal, made)


def _tidy(steps: Sequence[Step], journal: Journal, made: Sequence[Path]) -> None:
    """Remove what is staged, and the folders that were made for nothing."""
    for step in steps:
        with suppress(OSError):  # renamed, or never made
            Path(step.staged).unlink()
    journal.close()
    for folder in reversed(made):
        with suppress(OSError):  # it is not empty: the files are in it
            folder.rmdir()


def _step(root: Path, path: str, name: str) -> Step:
    """Where a file really stands; UsageError where that is no place for a file."""
    target = Path(os.path.realpath(root / path))
    try:
        mode = target.lstat().st_mode
    except OSError:  # not there yet, or said when it is staged
        return Step(path, str(target), str(target.with_name(name)))
    kind = next((name for is_kind, name in _KINDS if is_kind(mode)), None)
    if kind:
        raise UsageError(f"{root / path}: is {kind}; docgen replaces files alone, so name another one")
    return Step(path, str(target), str(target.with_name(name)))


def _refuse_one_file(steps: Sequence[Step]) -> None:
    """UsageError where two names are one file, by a link: only one of two contents could be kept."""
    known: dict[str, str] = {}
    for step in steps:
        other = known.setdefault(step.target, step.path)
        if other != step.path:
            raise UsageError(f"{step.path} and {other} are one file, by a symbolic link; expected a file each")


def _folders(folder: Path, made: list[Path]) -> None:
    """Make a folder and those above it, and note which were made."""
    for above in (*reversed(folder.parents), folder):
        if not above.is_dir():
            above.mkdir()
            made.append(above)


def _stage(step: Step, content: bytes) -> None:
    """Write a file beside its place, with the mode and the owner of the one that it will replace."""
    before = _status(step.target)
    # what nobody else may read is never readable on the way
    handle = os.open(step.staged, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if before else 0o666)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    if before is None:
        return
    made = Path(step.staged).stat()
    for user, group in ((before.st_uid, before.st_gid), (-1, before.st_gid)):
        if (made.st_uid, made.st_gid) != (before.st_uid, before.st_gid):
            with suppress(PermissionError):  # only root gives files away; others give them to their groups
                os.chown(step.staged, user, group)
                break
    Path(step.staged).chmod(stat.S_IMODE(before.st_mode))


def _status(path: str, *, follow: bool = True) -> os.stat_result | None:
    """The status of a file that can be replaced, or None where there is none; OSError where it may not be."""
    try:
        found = Path(path).lstat()
    except FileNotFoundError:
        return None
    if stat.S_ISLNK(found.st_mode) and not follow:  # a link is removed, whatever it leads to
        return found
    if not stat.S_ISREG(found.st_mode):  # a folder, or a circle of links
        raise IsADirectoryError(None, "expected a file", path)
    if not os.access(path, os.W_OK):  # a rename would not ask
        raise PermissionError(None, "the file is read-only", path)
    return found


def _commit(root: Path, steps: Sequence[Step], delete: Sequence[str]) -> None:
    done: list[str] = []
    try:
        for step in steps:
            Path(step.staged).replace(step.target)
            done.append(step.path)
        for path in delete:
            (root / path).unlink()
            done.append(path)
    except OSError as error:
        left = [path for path in (*(step.path for step in steps), *delete) if path not in done]
        reason = f"{error.filename or root}: cannot be written: {error.strerror}"
        raise OutputError(f"{reason}; {told(done, left)}") from error
