"""Two paths exchanged in one step, so that neither is ever missing."""

import errno
import os
import sys
from pathlib import Path  # noqa: TID251 - part of the writer
from typing import Final

_AT_FDCWD: Final = -100
_RENAME_EXCHANGE: Final = 2  # RENAME_SWAP of macOS has the same value
# The errors of a kernel, or of a file system (NFS, overlay), that does not support the exchange.
_UNSUPPORTED: Final = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP)


def exchange(left: Path, right: Path) -> bool:
    """Exchange two files or folders of one file system; False where the system or the file system cannot.

    renameat2(2) of Linux with RENAME_EXCHANGE, renamex_np(2) of macOS with RENAME_SWAP; Python has neither.
    """
    import ctypes  # slow to import, and needed once

    library = ctypes.CDLL(None, use_errno=True)  # the C library that Python itself is linked with
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
