"""Whatever ends of a project, as its reports tell it: when, what, what comes then, what to do, where it is written."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from docgen.load.clock import parse_now
from docgen.load.project import load
from docgen.model.ending import Ending
from docgen.positions import location
from docgen.sunsets import Sunsets, end_dates, undated
from docgen.sunsets.wording import announced, name, reason, time_left, when
from tests.cases import load_yaml
from tests.conftest import REPOSITORY

CASES = load_yaml(Path(__file__).with_name("ends.yaml").read_text(encoding="utf-8"))
MONTH = 30 * 86_400


def told(case: dict[str, Any]) -> list[dict[str, str]]:
    """What a case's project says of each ending, without what is empty."""
    project, _ = load(REPOSITORY / case["project"], parse_now(str(case["now"])))
    assert project
    every = (*end_dates(project), *undated(project))
    sunsets = Sunsets(project, MONTH, every)
    return [dict(line) for line in (_lines(end, sunsets) for end in every)]


def _lines(end: Ending, sunsets: Sunsets) -> Iterator[tuple[str, str]]:
    now = sunsets.project.now
    yield "id", end.id
    yield "name", name(end)
    yield "when", f"{when(end)} {time_left(end, now)} {sunsets.state(end)}".strip()
    yield "what", f"{end.what}; then {end.then or 'nothing'}; instead {end.instead or 'nothing'}"
    yield "advice", ": ".join(end.advice)
    yield "written", location(end.source, end.pointer)
    facts = {
        "announced": announced(end, sunsets),
        "since": str(end.since or ""),
        "pin": f"{end.pin} {end.since_pin}".strip(),
        "due": reason(end, sunsets) if end in sunsets.due else "",
    }
    yield from ((key, value) for key, value in facts.items() if value)


@pytest.mark.parametrize(
    ("pins", "command"),
    [
        (1, "docgen new pin DATE"),
        (2, "docgen upgrade 2026-01 2026-06 --format markdown"),
        (3, "docgen upgrade 2026-01 2026-12 --format markdown"),
    ],
)
def test_customers_are_sent_from_a_pin_that_ends_to_the_last_one(pins: int, command: str) -> None:
    project, _ = load(REPOSITORY / "tests/answers/workshop", parse_now("2026-06-01"))
    assert project and len(project.pins) == 3
    ends = end_dates(msgspec.structs.replace(project, pins=project.pins[:pins]))
    assert [end.advice[1] for end in ends if end.kind == "pin-deprecated"] == [command]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['project']} at {case['now']}")
def test_what_ends_is_told_as_this(case: dict[str, Any]) -> None:
    assert told(case) == case["ends"]
