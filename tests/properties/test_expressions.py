"""No expression of docgen's takes more than linear time, whatever the text: each is fed its own worst letters."""

import re
import signal
import time
from collections import deque
from collections.abc import Callable, Collection, Iterable
from functools import partial
from itertools import product
from typing import Any, Final

import pytest

from tests.sampling import some

from .expressions import BOUNDED, Expression, expressions
from .worst_texts import Worst, worst_texts

SCREENED: Final = 5_000
SUSPECT: Final = 0.003
"""Seconds for a text of `SCREENED` from which on the long text is tried; less is never slow."""
LIMIT: Final = 0.5
"""Seconds for a text of `SCREENED` that are too many, however they grow."""
LENGTH: Final = 20_000
GROWTH: Final = 9
"""How many runs over the text of `SCREENED` take as long as one over that of `LENGTH`: linear is 4, a square 16."""

METHODS: Final = ("search", "match", "fullmatch", "finditer")
"""How an expression runs; what replaces, splits and finds all scans a text as `finditer` does."""


class TooLongError(Exception):
    """The limit is over."""


def run(pattern: re.Pattern[Any], method: str, text: str) -> None:
    """Call a method of an expression, and use all that it finds."""
    written = text if isinstance(pattern.pattern, str) else text.encode()
    found = getattr(pattern, method)(written)
    if method == "finditer":
        deque(found, 0)


def seconds(runs: Callable[[], None], limit: float, clock: Callable[[], float] = time.process_time) -> float:
    """The time of some runs; `limit` where they take that or more of the processor: they are stopped there."""

    def stop(*_: object) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, limit)
    start = clock()
    try:
        runs()
        return clock() - start
    except TooLongError:
        return limit
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def grows(pattern: re.Pattern[Any], method: str, worst: Worst) -> bool:
    """Whether one run over the long text takes more than `GROWTH` over the screened one.

    As many runs as take about as long: some machines count processor time in ticks of 4 ms.
    A limit in seconds would call an expression slow that is linear, on a slower machine.
    """

    def short() -> None:
        for _ in range(GROWTH):
            run(pattern, method, worst.text(SCREENED))

    limit = max(SUSPECT * GROWTH, seconds(short, LIMIT * GROWTH))
    return seconds(partial(run, pattern, method, worst.text(LENGTH)), limit) >= limit


def slow_text(pattern: re.Pattern[Any], methods: Collection[str]) -> tuple[str, Worst] | None:
    """A method and a text that take more than linear time; the first, since one is enough to mend the expression."""
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    for worst, method in product(worst_texts(source, pattern.flags), methods):
        # a fine clock, which also counts what else the machine does: who is suspected wrongly is cleared below
        screened = seconds(partial(run, pattern, method, worst.text(SCREENED)), LIMIT, time.perf_counter)
        if screened >= LIMIT:
            return method, worst
        # twice: what else the machine does takes the caches from this process
        if screened >= SUSPECT and all(grows(pattern, method, worst) for _ in range(2)):
            return method, worst
    return None


def slow(listed: Iterable[Expression]) -> list[str]:
    """A line for each expression that takes more than linear time."""
    lines = []
    for one in listed:
        methods = dict.fromkeys(name if name in METHODS else "finditer" for name in sorted(one.methods))
        if one.place not in BOUNDED and (found := slow_text(one.pattern, methods)):
            lines.append(f"{one.place}: {one.pattern.pattern!r}: {found[0]} of {tuple(found[1])}")
    return lines


@pytest.mark.slow
@pytest.mark.parametrize(
    ("pattern", "method"),
    [
        (r"(?:.*/)?(?:\..*|readme(?:\.\w+)?)", "fullmatch"),
        (r"\s+$", "search"),
        (r"\s*,\s*", "finditer"),
        (r"[^/]*/?$", "search"),
        (r"<a>(.*?)</a>", "finditer"),
        (r"(?:a|b|ab)*c", "match"),
        (r"x(.+)-(.+)y", "fullmatch"),
        (r"(?<=\))\{[^}]*\}", "finditer"),
        (rb'"(?:[^"\\]|\\.)*"', "finditer"),
    ],
)
def test_worst_texts_are_the_worst(pattern: str | bytes, method: str) -> None:
    """What the other tests rest on: expressions that are known to be slow are found."""
    assert slow_text(re.compile(pattern), [method])


@pytest.mark.slow
def test_linear_time_is_not_slow_on_a_slow_machine() -> None:
    """What a bounded look ahead costs at each place is much, and is the same for every length."""
    assert not slow_text(re.compile("<!--.{0,2000}?-->", re.DOTALL), ["finditer"])


def test_some_expressions_take_linear_time() -> None:
    assert not slow(some(expressions(), 12))


@pytest.mark.slow
def test_every_expression_takes_linear_time() -> None:
    """Also the ones to come: they are found in the sources."""
    assert not slow(expressions())


def test_what_is_bounded_is_still_there() -> None:
    assert BOUNDED.keys() <= {one.place for one in expressions()}
