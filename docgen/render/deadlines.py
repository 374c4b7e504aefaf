"""Deadlines for customers, on pages and in `sunsets.ics` (RFC 5545): what to do by when, and what ends."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from docgen import urls
from docgen.model.ending import Ending, Kind
from docgen.model.files import Files
from docgen.model.redirect import day_start
from docgen.openapi.deprecated import PARTS
from docgen.render.feeds import EPOCH, last_updated
from docgen.render.publication import Publication, once
from docgen.sunsets.calendar import Event, calendar
from docgen.sunsets.endings import end_dates, urgency
from docgen.wording import capitalized

_ENDS: Final[Mapping[Kind, str]] = {
    "redirect": "stops redirecting",
    "brownout": "does not redirect",
    **dict.fromkeys(PARTS, "is removed"),
    "operation": "is turned off",
    "pin-deprecated": "ends",
    "pin-retired": "ends",
}

_TITLES: Final[Mapping[Kind, str]] = {
    "redirect": "Sunset of a redirect",
    "brownout": "Brownout of a redirect",
    **dict.fromkeys(PARTS, "Sunset"),
    "pin-deprecated": "Deprecated",
    "pin-retired": "Retired",
    "notice": "Notice ends",
    "action": "Act by today",
}
"""The events of the calendar."""

_TURNED_OFF: Final = ("redirect", "operation", "pin-retired")


def deadlines(publication: Publication) -> tuple[Sequence[Ending], ...]:
    """The end dates from today on; those that one entry announces for one day are one deadline.

    What breaks an integration comes before what breaks a bookmark on the same day.
    """
    today = publication.today
    grouped: dict[tuple[date, str], list[Ending]] = {}
    for end in _by_day(publication):
        if end.day >= today:
            grouped.setdefault((end.day, end.entry.slug if end.entry else end.id), []).append(end)
    return tuple(grouped.values())


@once
def published_end_dates(publication: Publication) -> list[Ending]:
    """The end dates of a project without those of pins that no reader sees yet, and without what is not announced."""
    # the ends of a pin are written in its own file, and readers know of no pin without a page
    hidden = {pin.source.path for pin in publication.project.pins if pin.id not in publication.pin_ids}
    announced = []
    for end in end_dates(publication.project):
        if end.kind not in ("accepted", "headers", "review") and end.source.path not in hidden:
            announced.append(end)
    return announced


def next_end(publication: Publication) -> Ending | None:
    """What is turned off next, on its day the most urgent; None where nothing is."""
    for end in _by_day(publication):
        if end.kind in _TURNED_OFF and end.at > publication.project.epoch:
            return end
    return None


def _by_day(publication: Publication) -> list[Ending]:
    project = publication.project
    return sorted(published_end_dates(publication), key=lambda end: (end.day, urgency(project, end), end.at, end.id))


def end_page(end: Ending) -> str:
    """The page that explains an ending, relative to the root of the site."""
    if end.entry:
        return urls.entry_url(end.entry)
    if end.redirect:
        return urls.redirect_url(end.redirect.id)
    if end.kind.startswith("pin-"):
        return urls.pin_url(end.name)
    return urls.DEPRECATIONS


def deadline_title(end: Ending) -> str:
    """The title of a deadline by the first of its endings: that of the entry, or what ends."""
    if end.entry:
        return end.entry.text.title
    return _capital(end.what)


def end_sentences(ends: Sequence[Ending]) -> tuple[str, ...]:
    """What ends, and what is answered afterwards, in a sentence each."""
    return tuple(_sentence(end) for end in ends if end.kind not in ("notice", "action"))


def _sentence(end: Ending) -> str:
    what = end.what
    if end.kind == "redirect":
        what = what.partition(" to ")[0]
    then = f" Afterwards: {end.then}." if end.then else ""
    return f"{_capital(what)} {_ENDS[end.kind]}.{then}"


def _capital(text: str) -> str:
    # an address is written as it is typed
    if "://" in text.split(" ")[0]:
        return text
    return capitalized(text)


def render(publication: Publication) -> Files:
    """The calendar as bytes, since its lines end with CR LF."""
    events = (_event(publication, end) for end in published_end_dates(publication))
    return {urls.SUNSETS: calendar(publication.project, events).encode()}


def _event(publication: Publication, end: Ending) -> Event:
    page = publication.absolute(end_page(end))
    then = f"Then {end.then}." if end.then else ""
    # calendars take an event as changed when its stamp is later than the one that they have
    stamp = day_start(_last_announced(publication, end))
    summary = f"{_TITLES[end.kind]}: {end.what}"
    return Event(end, stamp, summary, (then, f"What to do: {page}"), page)


def _last_announced(publication: Publication, end: Ending) -> date:
    """The day of its last announcement: never `now`, which would change every event every day."""
    if end.entry:
        return last_updated(end.entry)
    if end.redirect and end.redirect.text.since:
        return end.redirect.text.since
    return max(map(last_updated, publication.entries), default=EPOCH)
