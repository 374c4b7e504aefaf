"""A calendar file (RFC 5545), the only writer of one: folding, escaping and alarms are the icalendar library's work."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from docgen.model.ending import Ending
from docgen.model.project import Project
from docgen.wording import printable

if TYPE_CHECKING:
    from icalendar import Event

_NOTICE: Final = timedelta(days=30)


def calendar(project: Project, events: Iterable["Event"]) -> str:
    """The text of the calendar of a project's endings; lines end in CR LF, of 75 octets at most."""
    from icalendar import Calendar  # slow to import, and most commands write no calendar

    document = Calendar()
    document.add("prodid", "-//docgen//sunsets//EN")
    document.add("version", "2.0")
    document.add("x-wr-calname", _line(f"{project.config.api}: sunsets"))
    for event in events:
        document.add_component(event)
    encoded: bytes = document.to_ical()
    return encoded.decode()


def calendar_event(
    project: Project, end: Ending, stamp: datetime, summary: str, lines: Iterable[str], url: str
) -> "Event":
    """The event of an ending with an alarm 30 days before; `stamp` is in UTC, `lines` are those of its description.

    Its UID is permanent (RFC 5545, section 3.8.4.7), a tag (RFC 4151).
    """
    from icalendar import Alarm, Event  # as above

    title, component = _line(summary), Event()
    component.add("uid", _line(f"tag:{project.config.feed_authority}:sunset/{end.id}"))
    component.add("dtstamp", stamp.replace(microsecond=0))
    component.add("sequence", sequence(end))
    # a time of the day is promised for a redirect alone
    component.add("dtstart", datetime.fromtimestamp(end.at, UTC) if end.is_instant else end.day)
    component.add("summary", title)
    component.add("description", "\n".join(_line(line) for line in lines if line))
    component.add("transp", "TRANSPARENT")
    if url:
        component.add("url", _line(url))
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -_NOTICE)
    alarm.add("description", title)
    component.add_component(alarm)
    return component


def sequence(end: Ending) -> int:
    """The SEQUENCE of an ending's event (RFC 5545, section 3.8.7.4): it rises whenever a promised sunset moves.

    It counts the dated corrections, typos left out, of the entry that announces it; for a redirect, of all that claim
    the rule. 0 if no entry announces it.
    """
    entries = end.claiming if end.redirect else filter(None, (end.entry,))
    return sum(not one.typo for entry in entries for one in entry.text.corrections)


def _line(text: str) -> str:
    """A lone CR would end the line of a property, and what follows would be one of its own."""
    return printable(text).strip()
