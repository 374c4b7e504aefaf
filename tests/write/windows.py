"""The primitives of Windows, simulated: what Python lacks there is gone, and what the system refuses fails."""

# ruff: noqa: ANN401 - the arguments of the primitives
import ctypes
import errno
import fcntl
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

_MISSING = ("chown", "getuid", "geteuid", "O_NOFOLLOW", "O_NONBLOCK")
_FILE_FUNCTIONS = ("unlink", "remove", "rmdir", "rename", "replace")


def as_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this process meet what it would meet on Windows, until the test ends."""
    if not Path("/proc/self/fd").is_dir():
        pytest.skip("which files are open is read from /proc")
    monkeypatch.setitem(sys.modules, "fcntl", None)
    monkeypatch.setitem(sys.modules, "msvcrt", SimpleNamespace(LK_NBLCK=2, locking=_locking))
    monkeypatch.setattr(ctypes, "CDLL", _library(ctypes.CDLL))
    monkeypatch.setattr(os, "open", _open(os.open))
    monkeypatch.setattr(shutil, "_use_fd_functions", False)
    for name in _MISSING:
        monkeypatch.delattr(os, name)
    for name in _FILE_FUNCTIONS:
        monkeypatch.setattr(os, name, _careful(getattr(os, name)))


def _locking(handle: int, mode: int, count: int) -> None:
    assert (mode, count) == (2, 1)
    assert os.lseek(handle, 0, os.SEEK_CUR) > os.fstat(handle).st_size, "nobody else could read a locked byte"
    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _library(real: Callable[..., Any]) -> Callable[..., Any]:
    def load(name: str | None, *arguments: Any, **settings: Any) -> Any:
        if name is None:
            raise TypeError("argument of type 'NoneType' is not iterable")
        return real(name, *arguments, **settings)

    return load


def _open(real: Callable[..., int]) -> Callable[..., int]:
    def open_(path: Any, *arguments: Any, **settings: Any) -> int:
        if not isinstance(path, int) and Path(os.fsdecode(path)).is_dir():
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return real(path, *arguments, **settings)

    return open_


def _careful(real: Callable[..., None]) -> Callable[..., None]:
    """The same for paths, none of which is open or a folder that is there already."""

    def change(path: Any, *to: Any, **settings: Any) -> None:
        for one in (path, *to):
            if _is_open(Path(os.fsdecode(one))):
                raise PermissionError(errno.EACCES, "The process cannot access the file", one)
        if to and Path(os.fsdecode(to[0])).is_dir():
            raise PermissionError(errno.EACCES, "Access is denied", to[0])
        real(path, *to, **settings)

    return change


def _is_open(path: Path) -> bool:
    """Whether this process has a file, or one below a folder, open."""
    real = Path(os.path.realpath(path.parent), path.name)
    for handle in Path("/proc/self/fd").iterdir():
        try:
            target = handle.readlink()
        except OSError:
            continue
        if target.is_relative_to(real):
            return True
    return False
