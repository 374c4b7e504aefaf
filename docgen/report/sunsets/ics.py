"""Sunsets as a calendar (RFC 5545), for a subscription or repeated imports."""

from docgen.model.ending import Ending
from docgen.openapi.deprecated import PARTS
from docgen.report.sunsets.wording import advice, announced, link, name
from docgen.sunsets import Sunsets, uid
from docgen.sunsets.ics import CalendarEvent, calendar
from docgen.sunsets.sequence import sequence


def report(sunsets: Sunsets) -> str:
    """An event for every sunset, whatever the window, with an alarm 30 days before; lines end with CR LF."""
    return calendar(
        f"{sunsets.project.config.api}: sunsets",
        (_event(end, sunsets) for end in sunsets.every if end.ends is not None),
    )


def _event(end: Ending, sunsets: Sunsets) -> CalendarEvent:
    then = f"then {end.then}" if end.then else ""
    lines = (then, announced(end, sunsets), ": ".join(advice(end, sunsets)))
    return CalendarEvent(
        uid=uid(sunsets.project, end),
        stamp=sunsets.project.now,
        sequence=sequence(end),
        start=end.start,
        # what ends of a part of the contract is its name once more
        summary=name(end) if end.kind in PARTS else f"{name(end)}: {end.what}",
        lines=tuple(line for line in lines if line),
        url=link(end, sunsets),
    )
