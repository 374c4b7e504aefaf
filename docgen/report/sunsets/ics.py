"""Sunsets as a calendar (RFC 5545), for a subscription or repeated imports."""

from docgen.report.sunsets.wording import announced, link, name
from docgen.sunsets import Due, Sunsets, uid
from docgen.sunsets.ics import CalendarEvent, calendar
from docgen.sunsets.sequence import sequence


def report(sunsets: Sunsets) -> str:
    """An event for every sunset, whatever the window, with an alarm 30 days before; lines end with CR LF."""
    return calendar(f"{sunsets.project.config.api}: sunsets", (_event(due, sunsets) for due in sunsets.every))


def _event(due: Due, sunsets: Sunsets) -> CalendarEvent:
    then = f"then {due.then}" if due.then else ""
    return CalendarEvent(
        uid=uid(sunsets.project, due),
        stamp=sunsets.project.now,
        sequence=sequence(sunsets.project, due.redirect, due.entry),
        start=due.start,
        summary=f"{name(due)}: {due.what}",
        lines=tuple(line for line in (then, announced(due, sunsets), ": ".join(due.advice)) if line),
        url=link(due, sunsets),
    )
