"""What not every system can do: a lock that ends with its process, and two paths exchanged in one step.

Windows has neither flock(2) nor an exchange, opens no folder, and neither renames nor deletes a file that is open.
"""

import errno
import os
import sys
from pathlib import Path  # noqa: TID251 - part of the writer
from typing import Final

_AT_FDCWD: Final = -100
_RENAME_EXCHANGE: Final = 2  # RENAME_SWAP of macOS has the same value
# The errors of a kernel, or of a file system (NFS, overlay), that does not support the exchange.
_UNSUPPORTED: Final = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP)
_BEYOND: Final = 2**30
"""The byte of a file that Windows locks: it is after the end, since nobody else can read a locked byte."""


def try_lock(handle: int) -> bool:
    """Lock an open file without waiting; False where it is locked already, or where the system has no locks.

    The system frees the lock when the process ends, even if it is killed. A second handle of the same process does not
    get it either.
    """
    try:
        _lock(handle)
    except (OSError, ImportError):
        return False
    return True


def _lock(handle: int) -> None:
    try:
        import fcntl
    except ImportError:
        import msvcrt  # of Windows, which has no fcntl

        os.lseek(handle, _BEYOND, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]  # mypy knows it on Windows alone
        os.lseek(handle, 0, os.SEEK_SET)
        return
    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def exchange(left: Path, right: Path) -> bool:
    """Exchange two files or folders of one file system; False where the system or the file system cannot.

    renameat2(2) of Linux with RENAME_EXCHANGE, renamex_np(2) of macOS with RENAME_SWAP; Python has neither.
    """
    import ctypes  # slow to import, and needed once

    try:
        library = ctypes.CDLL(None, use_errno=True)  # the C library that Python itself is linked with
    except TypeError:  # on Windows, a library has a name
        return False
    names = os.fsencode(left), os.fsencode(right)
    if sys.platform == "linux" and hasattr(library, "renameat2"):
        failed = library.renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE)
    elif sys.platform == "darwin" and hasattr(library, "renamex_np"):
        failed = library.renamex_np(*names, _RENAME_EXCHANGE)
    else:
        return False
    if failed and ctypes.get_errno() not in _UNSUPPORTED:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(right))
    return not failed
