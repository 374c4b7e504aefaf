"""Sunsets as a calendar (RFC 5545), for a subscription or repeated imports."""

from typing import TYPE_CHECKING

from docgen.model.ending import Ending
from docgen.openapi.deprecated import PARTS
from docgen.report.sunsets.wording import advice, announced, link, name
from docgen.sunsets import Sunsets
from docgen.sunsets.ics import calendar, calendar_event

if TYPE_CHECKING:
    from icalendar import Event


def report(sunsets: Sunsets) -> str:
    """An event for every sunset, whatever the window, with an alarm 30 days before; lines end with CR LF."""
    return calendar(sunsets.project, (_event(end, sunsets) for end in sunsets.every if end.ends is not None))


def _event(end: Ending, sunsets: Sunsets) -> "Event":
    then = f"then {end.then}" if end.then else ""
    # what ends of a part of the contract is its name once more
    summary = name(end) if end.kind in PARTS else f"{name(end)}: {end.what}"
    lines = (then, announced(end, sunsets), ": ".join(advice(end, sunsets)))
    return calendar_event(sunsets.project, end, sunsets.project.now, summary, lines, link(end, sunsets))
