"""The patterns of a contract that no example can be checked against."""

from collections.abc import Iterable, Iterator
from typing import Final

from docgen.openapi.patterns import matchable
from docgen.openapi.validation.problem import Problem
from docgen.positions.source import Pointer

_LONG: Final = 80  # characters of a pattern that are shown


def pattern_problems(patterns: Iterable[tuple[Pointer, str]]) -> Iterator[Problem]:
    """Each pattern that no linear-time engine can match."""
    for pointer, pattern in patterns:
        if not matchable(pattern):
            shown = pattern if len(pattern) <= _LONG else f"{pattern[:_LONG]}..."
            message = f"the pattern `{shown}` cannot be matched in linear time, so examples are not checked against it"
            hint = "write it without lookaround, backreferences and large repetitions"
            yield Problem("unchecked-pattern", pointer, message, hint)
