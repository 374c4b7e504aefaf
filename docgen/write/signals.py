"""Signals that end a process, held back while it does what must not be left half-done."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, Final

ENDING: Final = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""Windows has no SIGHUP."""

DONE: Final[list[str]] = []
"""What this process has done already, for the words in which an interruption is told."""


@contextmanager
def uninterrupted(done: str = "") -> Iterator[None]:
    """Hold back what would end the process until the block is done, and note what that did; then heed it.

    Only the main thread hears signals; in any other one nothing has to be held back.
    """
    # only noted: a handler that raised would end the block between any two of its lines
    heard: list[int] = []

    def hear(number: int, _: FrameType | None) -> None:
        heard.append(number)

    before = _hear(hear)
    try:
        yield
        if done:
            DONE.append(done)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    # after the handlers are back, so that it ends the process as an ordinary Ctrl-C does
    if heard:
        raise KeyboardInterrupt


def _hear(hear: Any) -> dict[int, Any]:  # noqa: ANN401 - what signal.signal takes and gives
    """Put a handler in the place of those that are not ignored, and return these."""
    try:
        return {
            number: signal.signal(number, hear)
            for number in ENDING
            if signal.getsignal(number) not in (signal.SIG_IGN, None)
        }
    except ValueError:  # not the main thread
        return {}
