"""Loading and checking a project grow with what it has, not with its square: counted in calls, as in `test_growth`."""

from pathlib import Path

import pytest

from docgen.check import check
from docgen.load.project import load
from docgen.prove import prove
from tests.benchmarks.project_growth import FAMILIES, NOW
from tests.counting import calls

LEAST = 50
MOST_GROWTH = 1.35  # calls a thing at eight times the size, to those at the least; a square would give 8
pytestmark = pytest.mark.slow


def checked(root: Path) -> None:
    project, found = load(root, NOW)
    assert project
    check(project, prove(project), read=found)


@pytest.mark.parametrize(
    "name",
    [
        "chain of redirects",
        "chain of prefixes",
        "leading placeholders",
        "accepted",
        "entries on redirects",
        "deprecations",
        "all of depth",
    ],
)
def test_calls_grow_with_the_size(name: str, tmp_path: Path) -> None:
    make, _ = FAMILIES[name]
    counts = []
    for size in (2, LEAST, LEAST * 8):  # the first one fills the caches of docgen itself
        make(tmp_path / str(size), size)
        counts.append(calls(lambda size=size: checked(tmp_path / str(size))))
    assert counts[2] / counts[1] / 8 <= MOST_GROWTH, counts
