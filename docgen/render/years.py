"""The timeline in pages of a bounded size: the newest entries on its own, older ones on a page for each year."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from docgen import urls
from docgen.model.entry import Entry
from docgen.model.pin import Pin
from docgen.render.publication import Publication, newest_first

MOST: Final = 200
"""The entries that a page lists: each adds about a kilobyte to it."""


class YearPage(NamedTuple):
    """The entries of a year that the timeline does not show; a long year has several pages."""

    title: str
    url: str
    entries: tuple[Entry, ...]


class Timeline(NamedTuple):
    """The entries that the timeline shows, and the pages of the others, the latest first."""

    shown: tuple[Entry, ...]
    older: tuple[YearPage, ...]


def timeline(publication: Publication) -> Timeline:
    """The newest years that fit on the timeline whole, or where that leaves it nearly empty, what fits of the next."""
    return publication.cached(_timeline)


def _timeline(publication: Publication) -> Timeline:
    entries = newest_first(publication.entries())
    shown = entries[:MOST]
    if len(entries) > MOST:
        whole = tuple(entry for entry in shown if entry.text.effective.year > entries[MOST].text.effective.year)
        shown = whole if len(whole) >= MOST // 4 else shown
    older = groupby(entries[len(shown) :], lambda entry: entry.text.effective.year)
    return Timeline(shown, tuple(page for year, found in older for page in _parts(year, tuple(found))))


def _parts(year: int, entries: Sequence[Entry]) -> Iterator[YearPage]:
    """The pages of a year, the latest first; cut from the oldest on, so that a new entry moves no other one."""
    ends = range(len(entries), 0, -MOST)
    for part in range(len(ends), 0, -1):
        end = ends[part - 1]
        title = str(year) if len(ends) == 1 else f"{year}, part {part} of {len(ends)}"
        yield YearPage(title, urls.year_url(year, part), tuple(entries[max(0, end - MOST) : end]))


def by_pin(
    publication: Publication, entries: Sequence[Entry], *, with_empty: bool
) -> list[tuple[Pin, tuple[Entry, ...]]]:
    """Some entries under their pins, newest pin first; `with_empty` adds the pins that have no entry at all."""
    wanted = {entry.slug for entry in entries}
    of_pins = ((pin, publication.timeline(pin.id)) for pin in publication.pins())
    found = ((pin, listed, tuple(entry for entry in listed if entry.slug in wanted)) for pin, listed in of_pins)
    return [(pin, shown) for pin, listed, shown in found if shown or (with_empty and not listed)]
