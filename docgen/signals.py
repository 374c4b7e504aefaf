"""Termination signals, deferred while the process is in a step that must not be left half-done."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, Final

TERMINATION_SIGNALS: Final = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)
)
"""The signals that ask a process to end; Windows has no SIGHUP, and SIGBREAK is of Windows alone."""

DONE: Final[list[str]] = []
"""The steps that this process has completed, for the message of an interruption."""


@contextmanager
def uninterrupted(done: str = "") -> Iterator[None]:
    """Defer termination signals to the end of the block, and append `done` to DONE where it succeeds.

    Only the main thread receives signals; in any other thread there is nothing to defer.
    """
    # the handler only takes a note: an exception from it could end the block between any two lines
    received: list[int] = []

    def note(number: int, _: FrameType | None) -> None:
        received.append(number)

    previous = _install(note)
    try:
        yield
        if done:
            DONE.append(done)
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)
    # raised after the handlers are restored, to end the process as an ordinary Ctrl-C does
    if received:
        raise KeyboardInterrupt


def _install(note: Any) -> dict[int, Any]:  # noqa: ANN401 - what signal.signal takes and gives
    """Install a handler for the termination signals that are not ignored, and return the previous handlers."""
    try:
        return {
            number: signal.signal(number, note)
            for number in TERMINATION_SIGNALS
            if signal.getsignal(number) not in (signal.SIG_IGN, None)
        }
    except ValueError:  # not the main thread
        return {}
