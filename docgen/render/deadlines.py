"""Deadlines for customers: what to do by when, and what ends, the next first."""

from collections.abc import Mapping
from datetime import date
from typing import Final

import msgspec

from docgen import urls
from docgen.openapi.deprecated import PARTS
from docgen.render.publication import Publication
from docgen.sunsets.end_date import EndDate, Kind
from docgen.sunsets.end_dates import end_dates
from docgen.sunsets.urgency import urgency

_ENDS: Final[Mapping[Kind, str]] = {
    "redirect": "stops redirecting",
    "brownout": "does not redirect",
    **dict.fromkeys(PARTS, "is removed"),
    "operation": "is turned off",
    "pin-deprecated": "ends",
    "pin-retired": "ends",
}

_TURNED_OFF: Final = ("redirect", "operation", "pin-retired")


class Deadline(msgspec.Struct, frozen=True):
    """A day with what is due or ends on it, and the page that explains it; `level` is that of the required action.

    It has passed from `at` on, a Unix time.
    """

    day: date
    at: int
    title: str
    url: str
    level: str
    ends: tuple[str, ...]


def deadlines(publication: Publication) -> tuple[Deadline, ...]:
    """The deadlines from today on; the end dates that one entry announces for one day are one deadline.

    What breaks an integration comes before what breaks a bookmark on the same day.
    """
    today = publication.today
    grouped: dict[tuple[date, str], list[EndDate]] = {}
    for end_date in _by_day(publication):
        if end_date.day >= today:
            announced_by = end_date.entry.slug if end_date.entry else end_date.id
            grouped.setdefault((end_date.day, announced_by), []).append(end_date)
    return tuple(_deadline(found) for found in grouped.values())


def published_end_dates(publication: Publication) -> list[EndDate]:
    """The end dates of a project without those of pins that no reader sees yet."""
    hidden = {pin.source.path for pin in publication.project.pins if pin not in publication.pins()}
    return [end_date for end_date in end_dates(publication.project) if end_date.path not in hidden]


def next_end(publication: Publication) -> EndDate | None:
    """What is turned off next, on its day the most urgent; None where nothing is."""
    epoch = publication.project.epoch
    coming = (end for end in _by_day(publication) if end.kind in _TURNED_OFF and end.at > epoch)
    return next(coming, None)


def _by_day(publication: Publication) -> list[EndDate]:
    project = publication.project
    return sorted(published_end_dates(publication), key=lambda end: (end.day, urgency(project, end), end.at, end.id))


def end_date_page(end_date: EndDate) -> str:
    """The page that explains an end date, relative to the root of the site."""
    if end_date.entry:
        return urls.entry_url(end_date.entry)
    if end_date.redirect:
        return urls.redirect_url(end_date.redirect.id)
    return urls.pin_url(end_date.id.partition("/")[2]) if end_date.kind.startswith("pin-") else urls.DEPRECATIONS


def _deadline(grouped: list[EndDate]) -> Deadline:
    first = grouped[0]
    ends = tuple(_end(end_date) for end_date in grouped if end_date.kind not in ("notice", "action"))
    text = first.entry.text if first.entry else None
    title, level = (text.title, text.action.level) if text else (_capital(first.what), "none")
    return Deadline(first.day, first.at, title, end_date_page(first), level, ends)


def _end(end_date: EndDate) -> str:
    what = end_date.what.partition(" to ")[0] if end_date.kind == "redirect" else end_date.what
    then = f" Afterwards: {end_date.then}." if end_date.then else ""
    return f"{_capital(what)} {_ENDS[end_date.kind]}.{then}"


def _capital(text: str) -> str:
    return text if "://" in text.split(" ")[0] else text[:1].upper() + text[1:]
