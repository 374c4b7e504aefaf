"""What an upgrade says: each entry in one section, and sentences on what is left only where something is."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from docgen.load.project import load
from docgen.model.project import Project
from docgen.upgrade import Upgrade, upgrade_along
from docgen.upgrade.path import upgrade_path
from docgen.upgrade.wording import closing, sections

HARBOUR = Path(__file__).parents[1] / "other" / "harbour"


def harbour(*, now: datetime = datetime(2026, 11, 25, tzinfo=UTC)) -> Project:
    project, _ = load(HARBOUR, now)
    assert project is not None
    return project


def whole(project: Project) -> Upgrade:
    """For a customer who uses all of the contract."""
    return upgrade_along(upgrade_path(project, project.pins[0], project.pins[-1]), project.pins[0])


def test_each_entry_stands_in_one_section() -> None:
    shown = {title: [step.entry.slug for step in steps] for title, steps in sections(whole(harbour()))}
    assert shown == {
        "Breaking": ["old-addresses-close", "weight-in-grams"],
        "Also to do": ["parcels-can-return"],
    }


@pytest.mark.parametrize(
    ("left", "says"),
    [
        ({}, []),
        ({"left_out": (1, 0)}, ["Not shown: 1 entry that does not affect what you use."]),
        ({"left_out": (0, 1)}, ["Not shown: 1 difference that does not affect what you use."]),
        ({"left_out": (2, 1)}, ["Not shown: 2 entries and 1 difference that do not affect what you use."]),
        ({"unpublished": 1}, ["1 more entry of these API versions will be published later."]),
    ],
)
def test_what_is_left_is_said_only_where_something_is(left: dict[str, Any], says: list[str]) -> None:
    assert list(closing(msgspec.structs.replace(whole(harbour()), **left))) == says


@pytest.mark.parametrize(
    ("now", "count"), [(datetime(2026, 7, 1, tzinfo=UTC), 0), (datetime(2026, 6, 30, tzinfo=UTC), 3)]
)
def test_entries_that_are_not_published_yet_are_counted(now: datetime, count: int) -> None:
    assert whole(harbour(now=now)).unpublished == count
