"""Files staged beside their places, whole, and then renamed in one go; what a killed run left is cleaned up.

A journal in the folder names what is staged and what it replaces, under a lock that ends with the process: where the
lock is free the process is gone, and the next run knows which files it had replaced.
"""

import json
import os
import re
import secrets
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path  # noqa: TID251 - part of the writer
from typing import Final

import msgspec

from docgen.errors import UNCHANGED, OutputError, UsageError
from docgen.signals import uninterrupted
from docgen.write.lock import locked

_STAGING: Final = ".docgen-staging-"
_REPLACING: Final = ".docgen-replacing-"
_KINDS: Final = (
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISSOCK, "a socket"),
)


class _Step(msgspec.Struct, frozen=True):
    """A file as it is named in the plan, where it really stands, and where its new content is staged."""

    path: str
    target: str
    staged: str


@contextmanager
def staged(root: Path, contents: Mapping[str, bytes], delete: Sequence[str] = ()) -> Iterator[Callable[[], None]]:
    """Put new contents beside their places below `root`, and hand over what renames them there and deletes the others.

    Nothing is left behind where that is not called. A symbolic link stays one, and what it leads to is replaced;
    a file keeps its mode and owner. OutputError (exit code 6) where there is no room or no permission, UsageError (2)
    where a device or a pipe is in the place of a file.
    """
    token = secrets.token_hex(4)
    made: list[Path] = []
    steps = [_step(root, path, f".docgen-{token}-{number}") for number, path in enumerate(contents)]
    journal = _Journal(root, token, steps)
    try:
        try:
            _folders(root, made)
            journal.open()
            for step in steps:
                _folders(Path(step.target).parent, made)
                _stage(step, contents[step.path])
        except OSError as error:
            ours = {str(journal.path): str(root), **{step.staged: step.target for step in steps}}
            reason = f"{ours.get(str(error.filename), error.filename) or root}: cannot be written: {error.strerror}"
            raise OutputError(f"{reason}; {UNCHANGED}") from error
        yield lambda: _commit(root, steps, delete, journal)
    finally:
        with uninterrupted():
            _tidy(steps, journal, made)


def _tidy(steps: Sequence[_Step], journal: "_Journal", made: Sequence[Path]) -> None:
    """Remove what is staged, and the folders that were made for nothing."""
    for step in steps:
        with suppress(OSError):  # renamed, or never made
            Path(step.staged).unlink()
    journal.close()
    for folder in reversed(made):
        with suppress(OSError):  # it is not empty: the files are in it
            folder.rmdir()


def _step(root: Path, path: str, name: str) -> _Step:
    """Where a file really stands; UsageError where that is no place for a file."""
    target = Path(os.path.realpath(root / path))
    try:
        mode = target.lstat().st_mode
    except OSError:  # not there yet, or said when it is staged
        return _Step(path, str(target), str(target.with_name(name)))
    kind = next((name for is_kind, name in _KINDS if is_kind(mode)), None)
    if kind:
        raise UsageError(f"{root / path}: is {kind}; docgen replaces files alone, so name another one")
    return _Step(path, str(target), str(target.with_name(name)))


def _folders(folder: Path, made: list[Path]) -> None:
    """Make a folder and those above it, and note which were made."""
    for above in (*reversed(folder.parents), folder):
        if not above.is_dir():
            above.mkdir()
            made.append(above)


def _stage(step: _Step, content: bytes) -> None:
    """Write a file beside its place, with the mode and the owner of the one that it will replace."""
    before = _status(step.target)
    handle = os.open(step.staged, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    if before is None:
        return
    with suppress(PermissionError):  # only root gives files away
        if (before.st_uid, before.st_gid) != (os.geteuid(), os.getegid()):
            os.chown(step.staged, before.st_uid, before.st_gid)
    Path(step.staged).chmod(stat.S_IMODE(before.st_mode))


def _status(path: str) -> os.stat_result | None:
    """The status of a file that can be replaced, or None where there is none; OSError where it may not be."""
    try:
        found = Path(path).lstat()
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(found.st_mode):  # a folder, or a circle of links
        raise IsADirectoryError(None, "expected a file", path)
    if not os.access(path, os.W_OK):  # a rename would not ask
        raise PermissionError(None, "the file is read-only", path)
    return found


def _commit(root: Path, steps: Sequence[_Step], delete: Sequence[str], journal: "_Journal") -> None:
    done: list[str] = []
    journal.begin()
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
        raise OutputError(f"{reason}; {_told(done, left)}") from error


def _told(done: Sequence[str], left: Sequence[str]) -> str:
    return f"replaced: {', '.join(done) or 'none'}; not replaced: {', '.join(left) or 'none'}"


class _Journal:
    """The file that names what is staged; a folder that takes no file of ours has none.

    It is written with json, which keeps names of files that are not UTF-8; msgspec refuses them.
    """

    def __init__(self, root: Path, token: str, steps: Sequence[_Step]) -> None:
        self.path, self._replacing = root / f"{_STAGING}{token}", root / f"{_REPLACING}{token}"
        self._steps = steps
        self._handle = -1

    def open(self) -> None:
        with suppress(PermissionError):
            self._handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666)
            locked(self._handle)
            os.write(self._handle, json.dumps(msgspec.to_builtins(self._steps)).encode())

    def begin(self) -> None:
        """Note that files are replaced from now on."""
        if self._handle >= 0:
            with suppress(OSError):
                self.path.replace(self._replacing)

    def close(self) -> None:
        if self._handle >= 0:
            os.close(self._handle)
            for path in (self.path, self._replacing):
                with suppress(OSError):  # the next run finds it
                    path.unlink()


def clean(root: Path) -> tuple[str, ...]:
    """Remove what killed runs left staged below a folder; a line for each that had replaced some of its files."""
    found = sorted(path for name in (_STAGING, _REPLACING) for path in root.glob(f"{name}*"))
    return tuple(line for path in found for line in _cleaned(path))


def _cleaned(journal: Path) -> Iterator[str]:
    try:
        handle = os.open(journal, os.O_RDWR)
    except OSError:  # another run was faster, or it is another user's
        return
    try:
        if not locked(handle):
            return
        steps = [step for step in _steps(journal) if _is_ours(step, journal)]
        left = [step for step in steps if Path(step.staged).exists()]
        done = [step for step in steps if step not in left]
        for step in left:
            Path(step.staged).unlink(missing_ok=True)
        journal.unlink(missing_ok=True)
    except OSError:
        return
    finally:
        os.close(handle)
    if journal.name.startswith(_REPLACING) and done and left:
        told = _told([step.path for step in done], [step.path for step in left])
        yield f"an earlier run was ended while it wrote: {told}"


def _is_ours(step: _Step, journal: Path) -> bool:
    """Whether a file has the name that this journal's run gave it: anybody can write a journal that names others."""
    token = journal.name.rpartition("-")[2]
    return re.fullmatch(rf"\.docgen-{re.escape(token)}-[0-9]+", Path(step.staged).name) is not None


def _steps(journal: Path) -> list[_Step]:
    """What a journal names; nothing where it was cut off, since nothing was staged then."""
    try:
        return msgspec.convert(json.loads(journal.read_bytes()), list[_Step])
    except (ValueError, msgspec.ValidationError):
        return []
