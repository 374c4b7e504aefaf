"""What a run has staged and is about to replace, in a file under a lock that ends with the process.

Where the lock is free the process is gone, and the next run knows what it left and which files it had replaced.
Anybody can put such a file into a repository, so it is read with care, and only what its own run has named is removed.
"""

import errno
import json
import os
import re
import stat
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path  # noqa: TID251 - part of the writer
from typing import Final

import msgspec

from docgen.write.lock import locked

_STAGING: Final = ".docgen-staging-"
_REPLACING: Final = ".docgen-replacing-"
_NAME: Final = re.compile(rf"(?:{re.escape(_STAGING)}|{re.escape(_REPLACING)})([0-9a-f]{{8}})")
_MAGIC: Final = b"docgen journal 1\n"
_MOST: Final = 16_000_000
_CLOSED: Final = (errno.EACCES, errno.EPERM, errno.EROFS)


class Step(msgspec.Struct, frozen=True):
    """A file as it is named in the plan, where it really stands, and where its new content is staged."""

    path: str
    target: str
    staged: str


class _Record(msgspec.Struct, frozen=True):
    """The journal's text: its own device and inode, the steps, and what is deleted after them."""

    inode: tuple[int, int]
    steps: list[Step]
    delete: list[str]


_NOTHING: Final = _Record((0, 0), [], [])


class Journal:
    """The journal of this run; a folder that takes no file of ours has none."""

    def __init__(self, root: Path, token: str, steps: Sequence[Step], delete: Sequence[str]) -> None:
        self.path, self._replacing = root / f"{_STAGING}{token}", root / f"{_REPLACING}{token}"
        self._steps, self._delete = list(steps), list(delete)
        self._handle = -1

    def open(self) -> None:
        """Write it; OSError where there is no room."""
        try:
            self._handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666)
        except OSError as error:
            if error.errno in _CLOSED:  # the files may be in folders that are not
                return
            raise
        locked(self._handle)
        # json keeps names of files that are not UTF-8; msgspec refuses them
        record = msgspec.to_builtins(_Record(_inode(self._handle), self._steps, self._delete))
        os.write(self._handle, _MAGIC + json.dumps(record).encode())

    def begin(self) -> None:
        """Note that all is staged, and files can be replaced from now on."""
        if self._handle >= 0:
            with suppress(OSError):
                self.path.replace(self._replacing)

    def close(self) -> None:
        """Remove it: what it names is done, or undone."""
        if self._handle >= 0:
            # the lock goes with the handle: what is left of the file then belongs to the next run
            os.close(self._handle)
            for path in (self.path, self._replacing):
                with suppress(OSError):  # the next run finds it
                    path.unlink()


def _inode(handle: int) -> tuple[int, int]:
    status = os.fstat(handle)
    return status.st_dev, status.st_ino


def told(done: Sequence[str], left: Sequence[str]) -> str:
    """Which files were replaced, and which were not."""
    return f"replaced: {', '.join(done) or 'none'}; not replaced: {', '.join(left) or 'none'}"


def clean(root: Path) -> tuple[str, ...]:
    """Remove what killed runs left staged below a folder; a line for each that had not replaced all of its files."""
    found = sorted(path for name in (_STAGING, _REPLACING) for path in root.glob(f"{name}*"))
    return tuple(line for path in found if (name := _NAME.fullmatch(path.name)) for line in _cleaned(path, name[1]))


def _cleaned(journal: Path, token: str) -> Iterator[str]:
    try:
        handle = os.open(journal, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError:  # another run was faster, or it is a link or another user's
        return
    try:
        record = _record(handle) if locked(handle) else None
        if record is None:
            return
        named = re.compile(rf"\.docgen-{token}-[0-9]+")
        ours = [step for step in record.steps if named.fullmatch(Path(step.staged).name)]
        left = [step for step in ours if Path(step.staged).exists()]
        kept = [path for path in record.delete if (journal.parent / path).exists()]
        done = [step.path for step in ours if step not in left] + [path for path in record.delete if path not in kept]
        for step in left:
            Path(step.staged).unlink(missing_ok=True)
        journal.unlink(missing_ok=True)
    except OSError:
        return
    finally:
        os.close(handle)
    if journal.name.startswith(_REPLACING) and (left or kept):
        yield f"an earlier run was ended while it wrote: {told(done, [*(step.path for step in left), *kept])}"


def _record(handle: int) -> _Record | None:
    """What a journal names: nothing where it was cut off, since nothing was staged then; None where it is no journal.

    A copy of a journal, which has another inode, names files of the folder that it was copied from: it stays alone.
    """
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        return None
    text = os.read(handle, _MOST)
    if not text.startswith(_MAGIC[: len(text)]):
        return None
    try:
        record = msgspec.convert(json.loads(text[len(_MAGIC) :]), _Record)
    except (ValueError, RecursionError, msgspec.ValidationError):
        return _NOTHING
    return record if record.inode == _inode(handle) else _NOTHING
