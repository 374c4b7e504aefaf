"""A lock that ends with the process that holds it, however that ends."""

import sys

# Windows has no fcntl; mypy reads this form of the test
if sys.platform != "win32":
    import fcntl


def locked(handle: int) -> bool:
    """Whether this process has the lock of an open file or folder now; False also where the system has none.

    flock(2): it is of the open file, so that a second handle of the same process does not get it either.
    """
    if sys.platform == "win32":
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
