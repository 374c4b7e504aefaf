"""A file lock that the system frees when the process ends, even if it is killed."""

import sys

# Windows has no fcntl; mypy reads this form of the test
if sys.platform != "win32":
    import fcntl


def try_lock(handle: int) -> bool:
    """Lock an open file or folder without waiting; False where it is locked already, or on a system without flock(2).

    The lock belongs to the open file description: a second handle of the same process does not get it either.
    """
    if sys.platform == "win32":
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
