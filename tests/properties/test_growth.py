"""The differ's work grows with the documents, not with their square: counted in calls, which no busy machine bends."""

import time
from collections.abc import Callable

import pytest
from benchmarks.growth import FAMILIES

from docgen.differ import diff
from docgen.openapi.spec import Spec
from tests.counting import calls

LEAST = 40
MOST_GROWTH = 1.35  # calls an element at eight times the size, to those at the least; a square would give 8
pytestmark = pytest.mark.slow


def compared(sides: tuple[Spec, Spec]) -> int:
    return calls(lambda: diff(*sides))


@pytest.mark.parametrize("name", FAMILIES)
def test_calls_grow_with_the_size(name: str) -> None:
    make: Callable[[int], tuple[Spec, Spec]] = FAMILIES[name]
    diff(*make(2))
    counts = [compared(make(LEAST * factor)) for factor in (1, 2, 4, 8)]
    assert counts[-1] / counts[0] / 8 <= MOST_GROWTH, counts


@pytest.mark.parametrize(("name", "size"), [("enum values", 100_000), ("properties", 10_000), ("unions", 2_000)])
def test_what_is_huge_takes_seconds(name: str, size: int) -> None:
    """Ten seconds of processor time are ten times what is needed, and a hundredth of what a square takes."""
    sides = FAMILIES[name](size)
    start = time.process_time()
    changes = diff(*sides)
    assert time.process_time() - start < 10
    assert changes
