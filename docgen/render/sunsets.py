"""`sunsets.ics`: every date on which something ends, to be subscribed to (RFC 5545)."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Final

from docgen import urls
from docgen.model.files import Files
from docgen.render.feeds import NO_ENTRY, updated
from docgen.render.publication import Publication
from docgen.sunsets import EndDate, end_dates, uid
from docgen.sunsets.end_date import Kind
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


def render(publication: Publication) -> Files:
    """The calendar, its lines ended by CR LF, hence bytes."""
    shown = {pin.source.path for pin in publication.pins()}
    hidden = {pin.source.path for pin in publication.project.pins} - shown
    dues = (due for due in end_dates(publication.project) if due.path not in hidden)
    text = calendar(f"{publication.project.config.api}: sunsets", (_event(publication, due) for due in dues))
    return {urls.SUNSETS: text.encode()}


def _event(publication: Publication, due: EndDate) -> CalendarEvent:
    then = f"Then {due.then}." if due.then else ""
    page = urls.absolute(publication.project.config.site_url, _page(due))
    return CalendarEvent(
        uid=uid(publication.project, due),
        stamp=datetime.combine(_told(publication, due), time(), UTC),
        sequence=sequence(publication.project, due.redirect, due.entry),
        start=due.start,
        summary=f"{_TITLES[due.kind]}: {due.what}",
        lines=tuple(line for line in (then, f"What to do: {page}") if line),
        url=page,
    )


def _page(due: EndDate) -> str:
    if due.entry:
        return urls.entry_url(due.entry)
    if due.redirect:
        return urls.redirect_url(due.redirect.id)
    return urls.pin_url(due.id.split("/", 1)[1]) if due.kind.startswith("pin-") else urls.DEPRECATIONS


def _told(publication: Publication, due: EndDate) -> date:
    """When it was last told to a reader: never `now`, by which every event would change every day."""
    if due.entry:
        return updated(due.entry)
    if due.redirect and due.redirect.text.since:
        return due.redirect.text.since
    return max(map(updated, publication.entries()), default=NO_ENTRY)
