"""The garbage collector, off while a command makes what it keeps to its end."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """Disable the garbage collector: walking contracts again and again takes up to a third of the time, for nothing."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()  # or the first collection afterwards would walk all of it
        if was:
            gc.enable()
