"""Deadlines for customers: what to do by when, and what ends, the next first."""

from datetime import date
from typing import Final

import msgspec

from docgen import urls
from docgen.render.publication import Publication
from docgen.sunsets.end_date import EndDate
from docgen.sunsets.end_dates import end_dates

_ENDS: Final = {
    "redirect": "stops redirecting",
    "operation": "is turned off",
    "pin-deprecated": "ends",
    "pin-retired": "ends",
}


class Deadline(msgspec.Struct, frozen=True):
    """A day with what is due or ends on it, and the page that explains it; `level` is that of the required action."""

    day: date
    title: str
    url: str
    level: str
    ends: tuple[str, ...]


def deadlines(publication: Publication) -> tuple[Deadline, ...]:
    """The deadlines from today on; the end dates that one entry announces for one day are one deadline."""
    today = publication.project.now.date()
    grouped: dict[tuple[date, str], list[EndDate]] = {}
    for due in published_end_dates(publication):
        if due.day >= today:
            grouped.setdefault((due.day, due.entry.slug if due.entry else due.id), []).append(due)
    return tuple(_deadline(found) for found in grouped.values())


def published_end_dates(publication: Publication) -> list[EndDate]:
    """The end dates of a project without those of pins that no reader sees yet."""
    hidden = {pin.source.path for pin in publication.project.pins if pin not in publication.pins()}
    return [due for due in end_dates(publication.project) if due.path not in hidden]


def end_date_page(due: EndDate) -> str:
    """The page that explains an end date, relative to the root of the site."""
    if due.entry:
        return urls.entry_url(due.entry)
    if due.redirect:
        return urls.redirect_url(due.redirect.id)
    return urls.pin_url(due.id.partition("/")[2]) if due.kind.startswith("pin-") else urls.DEPRECATIONS


def _deadline(grouped: list[EndDate]) -> Deadline:
    first = grouped[0]
    ends = tuple(_end(due) for due in grouped if due.kind not in ("notice", "action"))
    text = first.entry.text if first.entry else None
    title, level = (text.title, text.action.level) if text else (_capital(first.what), "none")
    return Deadline(first.day, title, end_date_page(first), level, ends)


def _end(due: EndDate) -> str:
    what = due.what.partition(" to ")[0] if due.kind == "redirect" else due.what
    return f"{_capital(what)} {_ENDS[due.kind]}.{f' Afterwards: {due.then}.' if due.then else ''}"


def _capital(text: str) -> str:
    return text if "://" in text.split(" ")[0] else text[:1].upper() + text[1:]
