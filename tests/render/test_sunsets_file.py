"""`sunsets.ics` as a calendar program reads it: with another parser, and by the rules of RFC 5545."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
import vobject

from docgen import urls
from docgen.load.project import load
from docgen.model.analysis import Analysis
from docgen.model.entry import Correction, Entry
from docgen.model.files import Files
from docgen.model.project import Project
from docgen.render import render

ROOT = Path(__file__).parents[2]
HARBOUR = ROOT / "tests" / "other" / "harbour"


def loaded(root: Path, now: datetime) -> Project:
    project, _ = load(root, now)
    assert project is not None
    return project


def text(project: Project) -> str:
    files: Files = render(Analysis(project))
    return bytes(files[urls.SUNSETS]).decode()


def events(project: Project) -> dict[str, Any]:
    found = vobject.readOne(text(project)).vevent_list
    return {event.uid.value.partition(":sunset/")[2]: event for event in found}


@pytest.fixture(scope="module")
def aurous() -> Project:
    return loaded(ROOT, datetime(2026, 6, 1, tzinfo=UTC))


def test_every_sunset_of_a_rule_is_an_event_with_an_alarm(aurous: Project) -> None:
    found = events(aurous)
    rules = [rule for rule in aurous.redirects if rule.is_served and rule.sunset is not None]
    assert {f"redirect/{rule.id}" for rule in rules} <= found.keys()
    for rule in rules:
        event = found[f"redirect/{rule.id}"]
        assert event.dtstart.value == datetime.fromtimestamp(rule.sunset or 0, UTC)
        assert event.valarm.trigger.value == timedelta(days=-30)
        assert event.url.value.startswith(aurous.config.site_url)


def test_it_has_what_rfc_5545_requires(aurous: Project) -> None:
    """Sections 3.1, 3.6 and 3.6.1: CR LF, 75 octets, PRODID and VERSION, UID and DTSTAMP in each event."""
    calendar_text = text(aurous)
    lines = calendar_text.split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-2:] == ["END:VCALENDAR", ""]
    assert not [line for line in lines if "\n" in line or "\r" in line or len(line.encode()) > 75]
    assert "VERSION:2.0" in lines and [line for line in lines if line.startswith("PRODID:")]
    count = lines.count("BEGIN:VEVENT")
    assert count == lines.count("END:VEVENT") == len(events(aurous))
    for name in ("UID", "DTSTAMP", "SEQUENCE", "DTSTART", "SUMMARY"):
        assert len([line for line in lines if line.partition(":")[0].partition(";")[0] == name]) == count


def test_the_bytes_do_not_depend_on_the_day(aurous: Project) -> None:
    later = msgspec.structs.replace(aurous, now=datetime(2026, 7, 7, 1, 2, 3, tzinfo=UTC))
    assert text(later) == text(aurous)


def test_a_correction_moves_the_stamp_and_the_sequence(aurous: Project) -> None:
    slug, rule = "docs-site-moved", "redirect/docs-site"
    correction = Correction(date=date(2026, 5, 30), note="The sunset moved.")
    before, after = (
        events(msgspec.structs.replace(aurous, entries=tuple(_with(entry, slug, given) for entry in aurous.entries)))[
            rule
        ]
        for given in ((), (correction,))
    )
    assert after.uid.value == before.uid.value
    assert (before.sequence.value, after.sequence.value) == ("0", "1")
    assert after.dtstamp.value == datetime(2026, 5, 30, tzinfo=UTC) > before.dtstamp.value


def _with(entry: Entry, slug: str, corrections: tuple[Correction, ...]) -> Entry:
    text = msgspec.structs.replace(entry.text, corrections=corrections)
    return msgspec.structs.replace(entry, text=text) if entry.slug == slug else entry


def test_what_customers_must_do_and_the_ends_of_pins_are_events() -> None:
    harbour = loaded(HARBOUR, datetime(2026, 8, 1, tzinfo=UTC))
    old = harbour.pins[0]
    text = msgspec.structs.replace(old.text, deprecated=date(2026, 9, 1), retired=date(2027, 1, 1))
    pins = (msgspec.structs.replace(old, text=text), *harbour.pins[1:])
    found = events(msgspec.structs.replace(harbour, pins=pins))
    assert found[f"pin-retired/{old.id}"].dtstart.value == date(2027, 1, 1)
    assert found[f"pin-deprecated/{old.id}"].url.value.endswith(urls.pin_url(old.id))
    assert found["action/weight-in-grams"].dtstart.value == date(2026, 12, 1)


def test_a_pin_that_nobody_may_see_yet_is_not_in_it() -> None:
    harbour = loaded(HARBOUR, datetime(2026, 6, 1, tzinfo=UTC))
    new = harbour.pins[1]
    text = msgspec.structs.replace(new.text, retired=date(2028, 1, 1))
    found = events(msgspec.structs.replace(harbour, pins=(harbour.pins[0], msgspec.structs.replace(new, text=text))))
    assert [uid for uid in found if new.id in uid] == []
