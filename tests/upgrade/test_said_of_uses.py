"""What an upgrade says: its opening, the heading of each entry, the changes that it tells, and what was left out."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from docgen.answers.resolver import find_usage
from docgen.load.project import load
from docgen.model.entry import Action
from docgen.model.project import Project
from docgen.sitemap import pin_pairs
from docgen.traffic.log import parse_log
from docgen.upgrade import Upgrade, upgrade_along
from docgen.upgrade.answer import Answer, Fact
from docgen.upgrade.answer_wording import line, name_line, verdict
from docgen.upgrade.consumers import Usage
from docgen.upgrade.path import upgrade_path
from docgen.upgrade.wording import change_line, closing, link, opening, sections, step_heading
from tests.cases import load_yaml
from tests.conftest import REPOSITORY

CASES = load_yaml(Path(__file__).with_name("said.yaml").read_text(encoding="utf-8"))


def harbour(now: datetime = datetime(2026, 11, 25, tzinfo=UTC)) -> Project:
    project, _ = load(REPOSITORY / "tests" / "other" / "harbour", now)
    assert project is not None
    return project


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_what_an_upgrade_says(case: dict[str, Any]) -> None:
    now = datetime.fromisoformat(str(case.get("now", "2026-11-25"))).replace(tzinfo=UTC)
    project = harbour(now)
    start, end = project.pins
    usage = find_usage(project, start, end, parse_log(case["using"])) if "using" in case else None
    steps = upgrade_along(upgrade_path(project, start, end), start, usage)
    assert list(opening(steps)) == case["opening"]
    shown = {title: [step_heading(step) for step in listed] for title, listed in sections(steps)}
    assert shown == case["steps"]
    assert [len(step.changes) for step in steps.steps] == case["changes"]
    assert list(closing(steps)) == case["closing"]


def test_two_pins_that_are_one_leave_nothing_to_do() -> None:
    project, last = harbour(), harbour().pins[1]
    assert list(opening(upgrade_along(upgrade_path(project, last, last), last))) == [
        "Nothing to do: both are the same API version."
    ]


USAGE = Usage(("GET /parcels",), ("parcel.lost",), frozenset(), 2, 0)


@pytest.mark.parametrize(
    ("usage", "says"),
    [
        (None, ["Nothing to do."]),
        (
            USAGE,
            [
                "You use 1 operation and 1 event: 2 lines of the file were read.",
                "Nothing to do: nothing that you use has changed.",
            ],
        ),
        (
            msgspec.structs.replace(USAGE, answers=((Answer("a", "a", "", "planned", ""), 1),)),
            [
                "You use 1 operation and 1 event: 2 lines of the file were read.",
                "1 planned.",
                "Nothing else that you use has changed.",
            ],
        ),
    ],
)
def test_where_nothing_changed_the_rest_that_is_known_is_told(usage: Usage | None, says: list[str]) -> None:
    project = harbour()
    assert list(opening(Upgrade(project, *project.pins, (), (), (), usage))) == says


def test_a_step_has_the_changes_that_its_entry_explains_and_its_page() -> None:
    project = harbour()
    close, grams, _ = upgrade_along(upgrade_path(project, *project.pins), project.pins[0]).steps
    assert change_line(grams.changes[0]) == "breaking: removed the required field `weight_lb` from `Booking`"
    assert link(close) == "https://docs.harbour-parcel.example/changelog/2026-07/old-addresses-close/"
    assert (close.has_action, close.is_breaking) == (True, True)
    calm = msgspec.structs.replace(close.entry.text, action=Action(level="none"))
    entry = msgspec.structs.replace(close.entry, text=calm)
    assert not msgspec.structs.replace(close, entry=entry).has_action


def test_many_pins_have_pages_for_the_next_and_the_newest_alone() -> None:
    project = harbour()
    first, second = project.pins
    ids = [f"2026-{month:02}" for month in range(1, 14)]
    pins = [msgspec.structs.replace(first, id=id_) for id_ in ids[:-1]]
    many = msgspec.structs.replace(project, pins=(*pins, msgspec.structs.replace(second, id=ids[-1])))
    pairs = [(start.id, end.id) for start, end in pin_pairs(many)]
    assert len(pairs) == 23
    assert all(ids.index(end) == ids.index(start) + 1 or end == ids[-1] for start, end in pairs)
    assert len(pin_pairs(msgspec.structs.replace(many, pins=many.pins[1:]))) == 66


FACT = Fact(state="ends", text="Ends soon.", at=100, then="Ended.", instead="GET /b", url="https://a/", entry="slug")


def test_a_fact_is_what_ends_until_then_and_what_has_ended_from_then_on() -> None:
    before = FACT.answer(99, "GET /a?b", "GET /a", "operation", ("GET /a",))
    assert before == Answer(
        "GET /a?b", "GET /a", "operation", "ends", "Ends soon.", "GET /b", 100, "https://a/", "slug", ("GET /a",)
    )
    after = FACT.answer(100, "GET /a", "GET /a", "operation", instead="GET /c")
    assert (after.state, after.text, after.instead) == ("ended", "Ended.", "GET /c")
    assert FACT.instant == "1970-01-01T00:01:40Z"


@pytest.mark.parametrize(
    ("asked", "name", "count", "says"),
    [
        ("a", "A", 1, "a (A)"),
        ("a", "a", 1, "a"),
        ("everybody", "", 1, "everybody"),
        ("a", "A", 2, "A (2 times)"),
        ("a", "A", 1_000, "A (1,000 times)"),
    ],
)
def test_a_line_names_what_was_asked_or_counts_it(asked: str, name: str, count: int, says: str) -> None:
    assert name_line(Answer(asked, name, "", "fine", ""), count) == says
    assert name_line(Answer("a", "A", "", "fine", "")) == "a (A)"


def test_an_answer_says_what_to_use_instead_only_where_something_is() -> None:
    assert line(Answer("a", "a", "", "ends", "Ends.", "GET /b")) == "Ends. Use `GET /b` instead."
    assert line(Answer("a", "a", "", "ends", "Ends.")) == "Ends."


def test_a_verdict_counts_what_is_unknown_first_and_the_first_end() -> None:
    states = ("fine", "ends", "ended", "act", "removed", "never", "unknown", "planned", "note", "deprecated")
    answers = [Answer("a", "a", "", state, "", at=86_400) for state in states]
    assert verdict([(answer, 1) for answer in answers]) == (
        "1 unknown; 1 ended; 1 will end, the first on 2 Jan 1970, 00:00 UTC; 2 not in the contract; 1 deprecated; "
        "1 with changes to review; 1 planned; 1 for information; 1 without known changes."
    )
    assert verdict([(answer, 1) for answer in (answers[2], answers[1], answers[2])]).startswith("2 ended; 1 will end")
    assert verdict([(answers[0], 1)]) == "No known change affects what you use."
    used = Answer("a", "a", "", "fine", "", uses=("schema B", "GET /a", "event c", "POST /a", "GET /a", "value d"))
    assert verdict([(used, 1), (answers[0], 1)]) == (
        "No known change affects what you use: 2 operations, 1 event, 1 schema and 1 value."
    )
    assert verdict([]) == "Nothing to look up."
