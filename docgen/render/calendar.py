"""`sunsets.ics`, a calendar of all end dates (RFC 5545)."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Final

from docgen import urls
from docgen.model.ending import Ending, Kind
from docgen.model.files import Files
from docgen.openapi.deprecated import PARTS
from docgen.render.deadlines import end_page, published_end_dates
from docgen.render.feeds import EPOCH, last_updated
from docgen.render.publication import Publication
from docgen.sunsets.calendar import Event, calendar

_TITLES: Final[Mapping[Kind, str]] = {
    "redirect": "Sunset of a redirect",
    "brownout": "Brownout of a redirect",
    **dict.fromkeys(PARTS, "Sunset"),
    "pin-deprecated": "Deprecated",
    "pin-retired": "Retired",
    "notice": "Notice ends",
    "action": "Act by today",
}


def render(publication: Publication) -> Files:
    """The calendar as bytes, since its lines end with CR LF."""
    events = (_event(publication, end) for end in published_end_dates(publication))
    return {urls.SUNSETS: calendar(publication.project, events).encode()}


def _event(publication: Publication, end: Ending) -> Event:
    page = publication.absolute(end_page(end))
    then = f"Then {end.then}." if end.then else ""
    # calendars take an event as changed when its stamp is later than the one that they have
    stamp = datetime.combine(_last_announced(publication, end), time(), UTC)
    summary = f"{_TITLES[end.kind]}: {end.what}"
    return Event(end, stamp, summary, (then, f"What to do: {page}"), page)


def _last_announced(publication: Publication, end: Ending) -> date:
    """The day of its last announcement: never `now`, which would change every event every day."""
    if end.entry:
        return last_updated(end.entry)
    if end.redirect and end.redirect.text.since:
        return end.redirect.text.since
    return max(map(last_updated, publication.entries()), default=EPOCH)
