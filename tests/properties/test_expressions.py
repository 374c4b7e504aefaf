"""No expression of docgen's takes more than linear time, whatever the text: each is fed its own worst letters."""

import re
import signal
import time
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any, Final

import pytest

from .expressions import Expression, expressions
from .worst_texts import Worst, worst_texts

LENGTH: Final = 100_000
LIMIT: Final = 0.5
"""Seconds of processor time for a text of `LENGTH`: linear is a hundredth of it, a square many times as much."""
SCREENED: Final = 10_000
SUSPECT: Final = LIMIT / 50
"""Seconds for a text of `SCREENED` from which on the long text is tried: five times what linear growth leaves."""

Run = Callable[[re.Pattern[Any], Any], object]
RUNS: Final[Mapping[str, Run]] = {
    "search": lambda pattern, text: pattern.search(text),
    "match": lambda pattern, text: pattern.match(text),
    "fullmatch": lambda pattern, text: pattern.fullmatch(text),
}


def scan(pattern: re.Pattern[Any], text: Any) -> object:  # noqa: ANN401 - str or bytes
    return deque(pattern.finditer(text), 0)


class TooLong(Exception):
    """The limit is over."""


def seconds(run: Run, pattern: re.Pattern[Any], text: str) -> float:
    """The processor time of a run; `LIMIT` where it takes that or more: it is stopped there."""

    def stop(*_: object) -> None:
        raise TooLong

    written = text if isinstance(pattern.pattern, str) else text.encode()
    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, LIMIT)
    start = time.process_time()
    try:
        run(pattern, written)
        return time.process_time() - start
    except TooLong:
        return LIMIT
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def slow_texts(pattern: re.Pattern[Any], runs: Mapping[str, Run]) -> list[tuple[str, Worst]]:
    """The methods and the texts that take more than linear time."""
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    return [
        (name, worst)
        for worst in worst_texts(source, pattern.flags)
        for name, run in runs.items()
        if seconds(run, pattern, worst.text(SCREENED)) >= SUSPECT and seconds(run, pattern, worst.text(LENGTH)) >= LIMIT
    ]
