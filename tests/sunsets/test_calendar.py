"""The sequence of a sunset's event rises with each dated correction that readers see."""

from datetime import UTC, date, datetime

import msgspec
from icalendar import Calendar

from docgen.load.project import load
from docgen.model.ending import Ending
from docgen.model.entry import Correction, Entry
from docgen.model.project import Project
from docgen.sunsets import Sunsets, end_dates
from docgen.sunsets.calendar import sequence, sunsets_calendar
from tests.conftest import REPOSITORY

DAY = date(2026, 6, 1)


def corrected(*typos: bool, on: datetime = datetime(2026, 6, 1, tzinfo=UTC)) -> tuple[int, int]:
    """The sequences of the rule that the corrected entry claims, and of another."""
    project, _ = load(REPOSITORY, on)
    assert project is not None
    corrections = tuple(Correction(date=DAY, note="n", typo=typo) for typo in typos)
    project = msgspec.structs.replace(project, entries=tuple(_with(entry, corrections) for entry in project.entries))
    return _of(project, "docs-site"), _of(project, "legacy-generations")


def _with(entry: Entry, corrections: tuple[Correction, ...]) -> Entry:
    """The entry with these corrections alone; with none if it is another than the corrected one."""
    given = corrections if entry.slug == "docs-site-moved" else ()
    return msgspec.structs.replace(entry, text=msgspec.structs.replace(entry.text, corrections=given))


def _of(project: Project, id_: str) -> int:
    return sequence(next(end for end in end_dates(project) if end.redirect and end.redirect.id == id_))


def test_each_correction_raises_it_for_the_rules_of_its_entry() -> None:
    assert [corrected(), corrected(False), corrected(False, False)] == [(0, 0), (1, 0), (2, 0)]


def test_a_typo_moves_nothing() -> None:
    assert corrected(False, True) == (1, 0)


def test_a_correction_of_an_entry_raises_it_for_what_the_entry_announces() -> None:
    project, _ = load(REPOSITORY, datetime(2026, 6, 1, tzinfo=UTC))
    assert project is not None
    entry = next(entry for entry in project.entries if entry.slug == "docs-site-moved")
    corrected = _with(entry, (Correction(date=DAY, note="n", typo=False), Correction(date=DAY, note="n", typo=True)))
    end = Ending(kind="action", name=entry.slug, source=entry.source, entry=corrected)
    assert sequence(end) == 1


def test_the_calendar_has_a_name_and_its_events_an_alarm() -> None:
    project, _ = load(REPOSITORY, datetime(2026, 6, 1, tzinfo=UTC))
    assert project is not None
    calendar = Calendar.from_ical(sunsets_calendar(Sunsets(project, 0, end_dates(project))))
    assert calendar["x-wr-calname"] == "Aurous Labs API: sunsets"
    (alarm, *_) = calendar.walk("VALARM")
    assert (alarm["action"], alarm["trigger"].to_ical(), alarm["description"]) == (
        "DISPLAY",
        b"-P30D",
        calendar.walk("VEVENT")[0]["summary"],
    )


def test_what_nobody_has_read_does_not_count() -> None:
    assert corrected(False, on=datetime(2026, 5, 14, tzinfo=UTC)) == (0, 0)
