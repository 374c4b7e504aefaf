"""What comes due as a calendar (RFC 5545), to be subscribed to or imported again and again."""

from docgen.report.sunsets.wording import announced, link, name
from docgen.sunsets import EndDate, Sunsets, uid
from docgen.sunsets.ics import CalendarEvent, calendar
from docgen.sunsets.sequence import sequence


def report(told: Sunsets) -> str:
    """An event for each, whatever the window, with an alarm 30 days before; lines end in CR LF."""
    return calendar(f"{told.project.config.api}: sunsets", (_event(due, told) for due in told.every))


def _event(due: EndDate, told: Sunsets) -> CalendarEvent:
    then = f"then {due.then}" if due.then else ""
    return CalendarEvent(
        uid=uid(told.project, due),
        stamp=told.project.now,
        sequence=sequence(told.project, due.redirect, due.entry),
        start=due.start,
        summary=f"{name(due)}: {due.what}",
        lines=tuple(line for line in (then, announced(due, told), ": ".join(due.advice)) if line),
        url=link(due, told),
    )
