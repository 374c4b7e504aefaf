"""The journal of a run: the files that it has staged and is about to replace, in a file that the process locks.

A journal without a lock belongs to a killed process: the next run reports what was replaced, and deletes the rest.
A journal is not trusted, since anybody can commit one: only files with the names of its own run are deleted.
"""

import errno
import json
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path  # noqa: TID251 - part of the writer
from typing import Final

import msgspec

from docgen.write.system import try_lock

_STAGING: Final = ".docgen-staging-"
_JOURNAL_NAME: Final = re.compile(rf"{re.escape(_STAGING)}([0-9a-f]{{8}})")
_REPLACING: Final = b"\n"
"""The end of a journal once all is staged: it is not renamed, since Windows renames no open file."""
_MAGIC: Final = b"docgen journal 1\n"
_MAX_BYTES: Final = 16_000_000
_READ_ONLY: Final = (errno.EACCES, errno.EPERM, errno.EROFS)


class Step(msgspec.Struct, frozen=True):
    """A file: its path in the plan, its real path (links resolved), and the path of its staged content."""

    path: str
    target: str
    staged: str


class _Record(msgspec.Struct, frozen=True):
    """The content of a journal: its own device and inode, the steps, and the files to delete after them."""

    inode: tuple[int, int]
    steps: Sequence[Step]
    delete: Sequence[str]
    is_replacing: bool = False


_EMPTY: Final = _Record((0, 0), [], [])


class Journal:
    """The journal of this run; none is written in a folder that is read-only."""

    def __init__(self, root: Path, token: str, steps: Sequence[Step], delete: Sequence[str]) -> None:
        self.path = root / f"{_STAGING}{token}"
        self._steps, self._delete = steps, delete
        self._handle: int | None = None

    def open(self) -> None:
        """Write the journal; OSError where the disk is full."""
        try:
            self._handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666)
        except OSError as error:
            if error.errno in _READ_ONLY:  # the files to write may be in other folders
                return
            raise
        try_lock(self._handle)
        # msgspec refuses file names that are not UTF-8; json escapes them
        record = msgspec.to_builtins(_Record(_inode(self._handle), self._steps, self._delete))
        os.write(self._handle, _MAGIC + json.dumps(record).encode())

    def begin(self) -> None:
        """Record that everything is staged: from now on files may be replaced."""
        if self._handle is not None:
            with suppress(OSError):
                os.write(self._handle, _REPLACING)

    def close(self) -> None:
        """Delete the journal: its files are replaced, or the staged ones deleted."""
        if self._handle is not None:
            # closing the handle frees the lock: a journal that cannot be deleted is then the next run's
            os.close(self._handle)
            with suppress(OSError):
                self.path.unlink()


def _inode(handle: int) -> tuple[int, int]:
    status = os.fstat(handle)
    return status.st_dev, status.st_ino


def describe_progress(replaced: Sequence[str], remaining: Sequence[str]) -> str:
    """`replaced: a, b; not replaced: c`, for a message."""
    return f"replaced: {', '.join(replaced) or 'none'}; not replaced: {', '.join(remaining)}"


def clean_up(root: Path) -> tuple[str, ...]:
    """Delete the staged files of killed runs below a folder; a message for each run that did not replace all files."""
    lines: list[str] = []
    with suppress(OSError):  # a folder that cannot be read, or whose name is too long
        for path in sorted(root.glob(f"{_STAGING}*")):
            if name := _JOURNAL_NAME.fullmatch(path.name):
                lines += _clean_up(path, name[1])
    return tuple(lines)


def _clean_up(journal: Path, token: str) -> Iterator[str]:
    if journal.is_symlink() or not journal.is_file():  # to open a pipe could take forever
        return
    try:
        handle = os.open(journal, os.O_RDWR)
    except OSError:  # another run deleted it first, or it is another user's
        return
    try:
        record = _record(handle) if try_lock(handle) else None
        if record is None:
            return
        named = re.compile(rf"\.docgen-{token}-[0-9]+")
        ours = [step for step in record.steps if named.fullmatch(Path(step.staged).name)]
        remaining = [step for step in ours if Path(step.staged).exists()]
        undeleted = [path for path in record.delete if (journal.parent / path).exists()]
        replaced = [step.path for step in ours if step not in remaining]
        replaced += [path for path in record.delete if path not in undeleted]
        for step in remaining:
            Path(step.staged).unlink(missing_ok=True)
    except OSError:
        return
    finally:
        os.close(handle)
    with suppress(OSError):
        journal.unlink()  # once it is closed: Windows deletes no open file
    if record.is_replacing and (remaining or undeleted):
        progress = describe_progress(replaced, [*(step.path for step in remaining), *undeleted])
        yield f"an earlier run was killed while writing: {progress}"


def _record(handle: int) -> _Record | None:
    """The content of a journal; empty where it was cut off, since nothing was staged then; None for any other file.

    A copy of a journal has another inode: it names the files of another folder, so it counts as empty.
    """
    text = os.read(handle, _MAX_BYTES)
    if not text.startswith(_MAGIC[: len(text)]):
        return None
    try:
        record = msgspec.convert(json.loads(text[len(_MAGIC) :]), _Record)
    except (ValueError, RecursionError, msgspec.ValidationError):
        return _EMPTY
    if record.inode != _inode(handle):
        return _EMPTY
    return msgspec.structs.replace(record, is_replacing=text.endswith(_REPLACING))
