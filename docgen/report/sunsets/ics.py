"""Sunsets as a calendar (RFC 5545), for a subscription or repeated imports."""

from docgen.report.sunsets.wording import advice, announced, link, name
from docgen.sunsets import EndDate, Sunsets, uid
from docgen.sunsets.ics import CalendarEvent, calendar
from docgen.sunsets.sequence import sequence


def report(sunsets: Sunsets) -> str:
    """An event for every sunset, whatever the window, with an alarm 30 days before; lines end with CR LF."""
    return calendar(f"{sunsets.project.config.api}: sunsets", (_event(end_date, sunsets) for end_date in sunsets.every))


def _event(end_date: EndDate, sunsets: Sunsets) -> CalendarEvent:
    then = f"then {end_date.then}" if end_date.then else ""
    lines = (then, announced(end_date, sunsets), ": ".join(advice(end_date, sunsets)))
    return CalendarEvent(
        uid=uid(sunsets.project, end_date),
        stamp=sunsets.project.now,
        sequence=sequence(end_date),
        start=end_date.start,
        # what ends of a part of the contract is its name once more
        summary=name(end_date) if end_date.selector else f"{name(end_date)}: {end_date.what}",
        lines=tuple(line for line in lines if line),
        url=link(end_date, sunsets),
    )
