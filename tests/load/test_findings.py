"""The message of an error: what is wrong in the first lines, how much more there is, and one thing to do."""

import pytest

from docgen.load.findings import error_message, finding
from docgen.model.finding import Finding
from docgen.positions.source import Source
from docgen.wording import MANY


def found(count: int, hint: str = "") -> list[Finding]:
    return [finding(Source("a.yaml", ""), "id", f"wrong {line}", hint, line, 2) for line in range(count, 0, -1)]


def test_each_is_placed_in_order_and_the_first_says_what_to_do() -> None:
    assert error_message(found(2, "mend it")) == "a.yaml:1:2: wrong 1\na.yaml:2:2: wrong 2\n    hint: mend it"


@pytest.mark.parametrize(
    ("count", "last"), [(5, "a.yaml:5:2: wrong 5"), (6, "and 1 more"), (MANY, f"and at least {MANY - 5} more")]
)
def test_of_many_the_first_five_are_listed(count: int, last: str) -> None:
    lines = error_message(found(count)).splitlines()
    assert (lines[4], lines[-1], len(lines)) == ("a.yaml:5:2: wrong 5", last, min(count, 6))
