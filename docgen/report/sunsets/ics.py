"""What comes due as a calendar (RFC 5545), to be subscribed to or imported again and again."""

from datetime import UTC, datetime, timedelta
from typing import Final

from icalendar import Alarm, Calendar, Event

from docgen.calendar import calendar_sequence
from docgen.differ.wording import printable
from docgen.model.entry import Entry
from docgen.model.project import Project
from docgen.report.sunsets.wording import announced, link, name
from docgen.sunsets import Due, Sunsets

_NOTICE: Final = timedelta(days=30)


def report(told: Sunsets) -> str:
    """An event for each, whatever the window, with an alarm 30 days before; lines end in CR LF."""
    calendar = Calendar()
    calendar.add("prodid", "-//docgen//sunsets//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", printable(f"{told.project.config.api}: sunsets"))
    for due in told.every:
        calendar.add_component(_event(due, told))
    written: bytes = calendar.to_ical()
    return written.decode()


def _event(due: Due, told: Sunsets) -> Event:
    summary = printable(f"{name(due)}: {due.what}")
    event = Event()
    event.add("uid", f"tag:{told.project.config.feed_authority}:sunset/{due.id}")
    event.add("dtstamp", told.project.now.replace(microsecond=0))
    event.add("sequence", _sequence(due, told.project))
    event.add("dtstart", datetime.fromtimestamp(due.at, UTC) if due.kind == "redirect" else due.day)
    event.add("summary", summary)
    event.add("description", "\n".join(map(printable, _description(due, told))))
    event.add("transp", "TRANSPARENT")
    if due.entry:
        event.add("url", link(due, told))
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -_NOTICE)
    alarm.add("description", summary)
    event.add_component(alarm)
    return event


def _description(due: Due, told: Sunsets) -> list[str]:
    then = f"then {due.then}" if due.then else ""
    return [line for line in (then, announced(due, told), ": ".join(due.advice)) if line]


def _sequence(due: Due, project: Project) -> int:
    return calendar_sequence(project, due.redirect) if due.redirect else _corrections(due.entry)


def _corrections(entry: Entry | None) -> int:
    return sum(not correction.typo for correction in entry.text.corrections) if entry else 0
