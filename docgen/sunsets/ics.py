"""A calendar file (RFC 5545), the only writer of one: folding, escaping and alarms are the icalendar library's work."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

import msgspec

from docgen.wording import printable

if TYPE_CHECKING:
    from icalendar import Event

_NOTICE: Final = timedelta(days=30)


class CalendarEvent(msgspec.Struct, frozen=True):
    """One day or instant: `uid` never changes, `sequence` rises whenever a promise moves, `stamp` is in UTC.

    `start` is an instant in UTC, or a date for a whole day; `lines` are those of the description.
    """

    uid: str
    stamp: datetime
    sequence: int
    start: date
    summary: str
    lines: tuple[str, ...] = ()
    url: str = ""


def calendar(name: str, events: Iterable[CalendarEvent]) -> str:
    """The text of the calendar, each event with an alarm 30 days before; lines end in CR LF, of 75 octets at most."""
    from icalendar import Calendar  # slow to import, and most commands write no calendar

    document = Calendar()
    document.add("prodid", "-//docgen//sunsets//EN")
    document.add("version", "2.0")
    document.add("x-wr-calname", _line(name))
    for event in events:
        document.add_component(_event(event))
    encoded: bytes = document.to_ical()
    return encoded.decode()


def _event(event: CalendarEvent) -> "Event":
    from icalendar import Alarm, Event  # as above

    summary, component = _line(event.summary), Event()
    component.add("uid", _line(event.uid))
    component.add("dtstamp", event.stamp.replace(microsecond=0))
    component.add("sequence", event.sequence)
    component.add("dtstart", event.start)
    component.add("summary", summary)
    component.add("description", "\n".join(map(_line, event.lines)))
    component.add("transp", "TRANSPARENT")
    if event.url:
        component.add("url", _line(event.url))
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -_NOTICE)
    alarm.add("description", summary)
    component.add_component(alarm)
    return component


def _line(text: str) -> str:
    """A lone CR would end the line of a property, and what follows would be one of its own."""
    return printable(text).strip()
