"""`sunsets.ics`: every date on which something ends, to be subscribed to (RFC 5545)."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Final

from docgen import urls
from docgen.model.files import Files
from docgen.render.feeds import NO_ENTRY, updated
from docgen.render.story import Story
from docgen.sunsets import Due, due_dates, uid
from docgen.sunsets.due import Kind
from docgen.sunsets.ics import CalendarEvent, calendar
from docgen.sunsets.sequence import sequence

_TITLES: Final[Mapping[Kind, str]] = {
    "redirect": "Sunset of a redirect",
    "operation": "Sunset",
    "pin-deprecated": "Deprecated",
    "pin-retired": "Retired",
    "notice": "Notice ends",
    "action": "Act by today",
}


def render(story: Story) -> Files:
    """The calendar, its lines ended by CR LF, hence bytes."""
    shown = {pin.source.path for pin in story.pins()}
    hidden = {pin.source.path for pin in story.project.pins} - shown
    dues = (due for due in due_dates(story.project) if due.path not in hidden)
    text = calendar(f"{story.project.config.api}: sunsets", (_event(story, due) for due in dues))
    return {urls.SUNSETS: text.encode()}


def _event(story: Story, due: Due) -> CalendarEvent:
    then = f"Then {due.then}." if due.then else ""
    page = urls.absolute(story.project.config.site_url, _page(due))
    return CalendarEvent(
        uid=uid(story.project, due),
        stamp=datetime.combine(_told(story, due), time(), UTC),
        sequence=sequence(story.project, due.redirect, due.entry),
        start=due.start,
        summary=f"{_TITLES[due.kind]}: {due.what}",
        lines=tuple(line for line in (then, f"What to do: {page}") if line),
        url=page,
    )


def _page(due: Due) -> str:
    if due.entry:
        return urls.entry_url(due.entry)
    if due.redirect:
        return urls.redirect_url(due.redirect.id)
    return urls.pin_url(due.id.split("/", 1)[1]) if due.kind.startswith("pin-") else urls.DEPRECATIONS


def _told(story: Story, due: Due) -> date:
    """When it was last told to a reader: never `now`, by which every event would change every day."""
    if due.entry:
        return updated(due.entry)
    if due.redirect and due.redirect.text.since:
        return due.redirect.text.since
    return max(map(updated, story.entries()), default=NO_ENTRY)
