"""Files whose new content is staged beside them, complete, and then renamed in one go."""

import os
import secrets
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path  # noqa: TID251 - part of the writer
from typing import Final

from docgen.errors import UNCHANGED, OutputError, UsageError
from docgen.signals import uninterrupted
from docgen.write.journal import Journal, Step, describe_progress

_KINDS: Final = {"p": "a pipe", "c": "a device", "b": "a device", "s": "a socket"}
"""What docgen does not replace, by the first letter of its mode, as `ls -l` shows it."""


@contextmanager
def staged(root: Path, contents: Mapping[str, bytes], delete: Sequence[str] = ()) -> Iterator[Callable[[], None]]:
    """Stage new contents below `root`, and yield a function that renames them into place and deletes `delete`.

    If it is not called, nothing is left behind. A symbolic link stays one, and its target is replaced; a file keeps its
    mode and owner. OutputError (exit code 6) where the disk is full or permission is missing, UsageError (2) where a
    device or a pipe is at the path of a file.
    """
    if not contents and not delete:  # no journal either: a project that is read-only can be built elsewhere
        yield lambda: None
        return
    # random, since two runs at the same time must not share names
    token = secrets.token_hex(4)
    created: list[Path] = []
    steps = [_step(root, path, f".docgen-{token}-{number}") for number, path in enumerate(contents)]
    _refuse_same_file(steps)
    journal = Journal(root, token, steps, delete)
    try:
        try:
            _create_folders(root, created)
            journal.open()
            for step in steps:
                _create_folders(Path(step.target).parent, created)
                _stage(step, contents[step.path])
            for path in delete:
                _status(str(root / path), follow=False)
        except OSError as error:
            real_paths = {str(journal.path): str(root), **{step.staged: step.target for step in steps}}
            file = real_paths.get(str(error.filename), error.filename) or root
            raise OutputError(f"{file}: cannot be written: {error.strerror}; {UNCHANGED}") from error
        journal.begin()
        yield lambda: _commit(root, steps, delete)
    finally:
        with uninterrupted():
            _discard(steps, journal, created)


def _discard(steps: Sequence[Step], journal: Journal, created: Sequence[Path]) -> None:
    """Delete staged files that were not renamed, and created folders that are still empty."""
    for step in steps:
        with suppress(OSError):  # it was renamed, or never written
            Path(step.staged).unlink()
    journal.close()
    for folder in reversed(created):
        with suppress(OSError):  # it is not empty: files were renamed into it
            folder.rmdir()


def _step(root: Path, path: str, name: str) -> Step:
    """The step of a file, with its links resolved; UsageError where a device or a pipe is at its path."""
    target = Path(os.path.realpath(root / path))
    mode = 0
    with suppress(OSError):  # it does not exist yet, or staging will report the error
        mode = target.lstat().st_mode
    if kind := _KINDS.get(stat.filemode(mode)[0]):
        raise UsageError(f"{root / path}: is {kind}; docgen only replaces regular files, so choose another path")
    return Step(path, str(target), str(target.with_name(name)))


def _refuse_same_file(steps: Sequence[Step]) -> None:
    """UsageError where two paths are the same file through a link: it can only have one of the two contents."""
    known: dict[str, str] = {}
    for step in steps:
        other = known.setdefault(step.target, step.path)
        if other != step.path:
            raise UsageError(
                f"{step.path} and {other} are the same file through a symbolic link; expected two different files"
            )


def _create_folders(folder: Path, created: list[Path]) -> None:
    """Create a folder and its parents, and append those that are new to `created`."""
    for above in (*reversed(folder.parents), folder):
        if not above.is_dir():
            above.mkdir()
            created.append(above)


def _stage(step: Step, content: bytes) -> None:
    """Write the staged file, with the mode and the owner of the file that it will replace."""
    before = _status(step.target)
    # a private file must not be readable by others while it is staged
    handle = os.open(step.staged, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if before else 0o666)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    if before is None:
        return
    new = Path(step.staged).stat()
    for user, group in ((before.st_uid, before.st_gid), (-1, before.st_gid)):
        if (new.st_uid, new.st_gid) != (before.st_uid, before.st_gid):
            with suppress(PermissionError):  # only root may change the owner; others may change the group to theirs
                os.chown(step.staged, user, group)
                break
    Path(step.staged).chmod(stat.S_IMODE(before.st_mode))


def _status(path: str, *, follow: bool = True) -> os.stat_result | None:
    """The status of a file that can be replaced, None where it does not exist; OSError where it cannot be replaced."""
    try:
        status = Path(path).lstat()
    except FileNotFoundError:
        return None
    if stat.S_ISLNK(status.st_mode) and not follow:  # deleting a link does not touch its target
        return status
    if not stat.S_ISREG(status.st_mode):  # a folder, or a loop of links
        raise IsADirectoryError(None, "expected a regular file", path)
    if not os.access(path, os.W_OK):  # rename(2) would replace a read-only file
        raise PermissionError(None, "the file is read-only", path)
    return status


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
        remaining = [path for path in (*(step.path for step in steps), *delete) if path not in done]
        reason = f"{error.filename or root}: cannot be written: {error.strerror}"
        raise OutputError(f"{reason}; {describe_progress(done, remaining)}") from error
