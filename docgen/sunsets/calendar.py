"""The calendar of what ends (RFC 5545), of the site and of `docgen sunsets`; icalendar does folding and escaping."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

from docgen.model.ending import Ending
from docgen.model.project import Project
from docgen.openapi.deprecated import PARTS
from docgen.sunsets import Sunsets
from docgen.sunsets.wording import advice, announced, link, name
from docgen.wording import printable

if TYPE_CHECKING:
    from icalendar import Event as Component

_NOTICE: Final = timedelta(days=30)


class Event(NamedTuple):
    """The event of an ending; `stamp` is when its text last changed, in UTC, `lines` are those of its description."""

    end: Ending
    stamp: datetime
    summary: str
    lines: Iterable[str]
    url: str


def sunsets_calendar(sunsets: Sunsets) -> str:
    """The calendar of every sunset, whatever the window, for a subscription or repeated imports."""
    return calendar(sunsets.project, (_event(end, sunsets) for end in sunsets.every if end.ends is not None))


def _event(end: Ending, sunsets: Sunsets) -> Event:
    summary = name(end)
    # what ends of a part of the contract is its name once more
    if end.kind not in PARTS:
        summary += f": {end.what}"
    lines = [announced(end, sunsets), ": ".join(advice(end, sunsets))]
    if end.then:
        lines.insert(0, f"then {end.then}")
    return Event(end, sunsets.project.now, summary, lines, link(end, sunsets))


def calendar(project: Project, events: Iterable[Event]) -> str:
    """The text of the calendar of a project's endings; lines end in CR LF, of 75 octets at most."""
    # slow to import, and most commands write no calendar
    from icalendar import Calendar

    document = Calendar()
    document.add("prodid", "-//docgen//sunsets//EN")
    document.add("version", "2.0")
    document.add("x-wr-calname", _line(f"{project.config.api}: sunsets"))
    for event in events:
        document.add_component(_component(project, event))
    encoded: bytes = document.to_ical()
    return encoded.decode()


def _component(project: Project, event: Event) -> "Component":
    """The event with an alarm 30 days before; its UID is permanent (RFC 5545, section 3.8.4.7)."""
    # as above
    from icalendar import Alarm
    from icalendar import Event as Component

    end, title, component = event.end, _line(event.summary), Component()
    component.add("uid", _line(project.tag(f"sunset/{end.id}")))
    component.add("dtstamp", event.stamp.replace(microsecond=0))
    component.add("sequence", sequence(end))
    # a time of the day is promised for a redirect alone
    component.add("dtstart", datetime.fromtimestamp(end.at, UTC) if end.is_instant else end.day)
    component.add("summary", title)
    component.add("description", "\n".join(_line(line) for line in event.lines if line))
    # nobody is busy on that day
    component.add("transp", "TRANSPARENT")
    if event.url:
        component.add("url", _line(event.url))
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
    entries = end.claiming or filter(None, [end.entry])
    corrections = chain.from_iterable(entry.text.corrections for entry in entries)
    return sum(not correction.typo for correction in corrections)


def _line(text: str) -> str:
    """A lone CR would end the line of a property, and what follows would be one of its own."""
    return printable(text).strip()
