"""What a customer must have done by when, and what ends: the dates that lie ahead, the next first."""

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
_OF_PINS: Final = ("pin-deprecated", "pin-retired")


class Deadline(msgspec.Struct, frozen=True):
    """A day, what is to be done or ends on it, and the page that says so; `level` is that of the action asked."""

    day: date
    title: str
    url: str
    level: str
    ends: tuple[str, ...]


def deadlines(publication: Publication) -> tuple[Deadline, ...]:
    """Those from today on; what one entry announces for one day is one deadline."""
    hidden = {
        f"{kind}/{pin.id}" for pin in publication.project.pins if pin not in publication.pins() for kind in _OF_PINS
    }
    ahead = [
        d for d in end_dates(publication.project) if d.day >= publication.project.now.date() and d.id not in hidden
    ]
    grouped: dict[tuple[date, str], list[EndDate]] = {}
    for due in ahead:
        grouped.setdefault((due.day, due.entry.slug if due.entry else due.id), []).append(due)
    return tuple(_deadline(publication, dues) for dues in grouped.values())


def _deadline(publication: Publication, dues: list[EndDate]) -> Deadline:
    first = dues[0]
    ends = tuple(_end(due) for due in dues if due.kind not in ("notice", "action"))
    if first.entry:
        text = first.entry.text
        return Deadline(first.day, text.title, urls.entry_url(first.entry), text.action.level, ends)
    return Deadline(first.day, _capital(first.what), _page(publication, first), "none", ends)


def _end(due: EndDate) -> str:
    what = due.what.partition(" to ")[0] if due.kind == "redirect" else due.what
    return f"{_capital(what)} {_ENDS[due.kind]}.{f' Afterwards: {due.then}.' if due.then else ''}"


def _page(publication: Publication, due: EndDate) -> str:
    if due.redirect:
        return urls.redirect_url(due.redirect.id)
    pin = next((pin.id for pin in publication.pins() if due.id.endswith(f"/{pin.id}")), None)
    return urls.pin_url(pin) if pin else urls.DEPRECATIONS


def _capital(text: str) -> str:
    return text if "://" in text.split(" ")[0] else text[:1].upper() + text[1:]
