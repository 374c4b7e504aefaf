"""Two names exchanged in one step, so that at no time one of them is missing."""

import errno
import os
import sys
from pathlib import Path  # noqa: TID251 - part of the writer
from typing import Final

_HERE: Final = -100  # AT_FDCWD
_EXCHANGE: Final = 2  # RENAME_EXCHANGE of Linux, and RENAME_SWAP of macOS
# What a kernel, or a file system below it (NFS, overlay), answers where it has no such exchange.
_UNABLE: Final = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP)


def exchange(left: Path, right: Path) -> bool:
    """Exchange two files or folders of one file system; False where the system or the file system cannot.

    renameat2(2) of Linux with RENAME_EXCHANGE, renamex_np(2) of macOS with RENAME_SWAP; Python has neither.
    """
    import ctypes  # slow to import, and needed once

    library = ctypes.CDLL(None, use_errno=True)  # the C library that Python itself is linked with
    names = os.fsencode(left), os.fsencode(right)
    if sys.platform == "linux" and hasattr(library, "renameat2"):
        failed = library.renameat2(_HERE, names[0], _HERE, names[1], _EXCHANGE)
    elif sys.platform == "darwin" and hasattr(library, "renamex_np"):
        failed = library.renamex_np(*names, _EXCHANGE)
    else:
        return False
    if failed and ctypes.get_errno() not in _UNABLE:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(right))
    return not failed
