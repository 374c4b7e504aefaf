"""The timeline, a page per pin, and a page per entry.

The timeline has a bounded size: the newest entries are on it, older ones on a page for each year.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, groupby
from typing import Any, Final, NamedTuple

import msgspec

from docgen import urls
from docgen.model.entry import Entry
from docgen.model.history import HistoryPin
from docgen.model.pin import Pin
from docgen.render.contract_changes import open_and_folded
from docgen.render.deadlines import deadlines
from docgen.render.entry import corrections_of, entry_page
from docgen.render.json_file import checksum, contract_json
from docgen.render.page import Page
from docgen.render.publication import Publication, once, with_neighbours
from docgen.render.upgrade import previous_pin
from docgen.render.verified import statements, tally

_DEADLINES: Final = 50
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


def pages(publication: Publication) -> Iterator[Page]:
    """The timeline, then the page of every older year, of every pin, with its contract as a download, and entry.

    The twins of the entries of a pin come after that of the pin; an entry has none before its pin has a page.
    """
    yield _timeline(publication)
    newest, years = timeline(publication)
    for newer, year, older in with_neighbours(years):
        yield _year(publication, year, newer, older)
    positions = {pin.id: position for position, pin in enumerate(publication.all_pins, 1)}
    for pin in publication.pins:
        yield _pin(publication, pin, positions[pin.id])
    for past in publication.past.pins:
        yield _history_pin(publication, past, positions[past.id])
    shown = {entry.slug for entry in newest if entry.pin in publication.pin_ids}
    for entry in publication.all_entries:
        yield msgspec.structs.replace(
            entry_page(publication, entry),
            position=positions.get(entry.pin, 0),
            has_twin=entry.pin in positions,
            is_past=entry.slug not in shown,
        )


def _timeline(publication: Publication) -> Page:
    newest, years = timeline(publication)
    return Page(
        template="timeline.md.j2",
        url=urls.CHANGELOG,
        is_index=True,
        title="Changelog",
        description=f"What changed in {publication.config.the_api}, by API version.",
        front_matter={"hide": ["toc"]},
        context={
            "entries": publication.all_entries,
            "deadlines": deadlines(publication),
            "max_deadlines": _DEADLINES,
            "older": years,
            "choices": _choices(publication),
            **_changes(publication, newest, with_empty=True),
        },
    )


def _changes(publication: Publication, entries: Sequence[Entry], *, with_empty: bool = False) -> dict[str, Any]:
    """Some entries under their pins, newest pin first, and how many claims of each are verified.

    `with_empty` adds the pins that have no entry at all.
    """
    verified = {entry.slug: tally(statements(publication, entry)) for entry in entries}
    changes = []
    for pin in publication.all_pins:
        listed = publication.timeline(pin.id)
        shown = [entry for entry in listed if entry.slug in verified]
        if shown or (with_empty and not listed):
            changes.append((pin, shown))
    return {"changes": changes, "verified": verified}


def _year(publication: Publication, year: YearPage, newer: YearPage | None, older: YearPage | None) -> Page:
    return Page(
        template="year.md.j2",
        url=year.url,
        title=f"Changes in {year.title}",
        description=f"What changed in {publication.config.the_api} in {year.title}.",
        front_matter={"hide": ["toc"], "search": {"exclude": True}},
        context={"page": year, "newer": newer, "older": older, **_changes(publication, year.entries)},
    )


def _choices(publication: Publication) -> dict[str, list[str]]:
    """The filters of the timeline with their values; one with a single value is left out."""
    entries = publication.all_entries
    choices: dict[str, list[str]] = {
        "kind": sorted({entry.text.kind for entry in entries}),
        "area": sorted(set(chain.from_iterable(entry.text.areas for entry in entries))),
        "impact": sorted({entry.text.impact for entry in entries}),
        "action": sorted({entry.text.action.level for entry in entries}),
        "pin": [pin.id for pin in publication.all_pins],
    }
    return {name: values for name, values in choices.items() if len(values) > 1}


def _pin(publication: Publication, pin: Pin, position: int) -> Page:
    entries = publication.entries_of(pin)
    changes = publication.changes(pin.id)
    return Page(
        template="pin.md.j2",
        url=urls.pin_url(pin.id),
        is_index=True,
        title=f"{pin.id} ({pin.text.label})",
        description=pin.text.summary,
        context={
            "pin": pin,
            "entries": entries,
            "counts": Counter(entry.text.kind for entry in entries),
            "breaking": sum(map(publication.is_breaking, entries)),
            "required": [entry for entry in entries if entry.text.action.level == "required"],
            "most": MOST,
            "previous": previous_pin(publication, pin),
            "changes": changes,
            "levels": Counter(change.level for change in changes),
            "groups": open_and_folded(changes),
            "corrections": corrections_of(publication, pin),
            "contract": checksum(pin.spec) if pin.spec else None,
        },
        files={urls.spec_file(pin.id): contract_json(pin.spec)} if pin.spec else {},
        position=position,
    )


def _history_pin(publication: Publication, pin: HistoryPin, position: int) -> Page:
    return Page(
        template="history.md.j2",
        url=urls.pin_url(pin.id),
        is_index=True,
        title=pin.id,
        description=pin.text.summary or "",
        context={"pin": pin, "entries": publication.timeline(pin.id), "most": MOST},
        position=position,
        is_past=True,
    )


@once
def timeline(publication: Publication) -> Timeline:
    """The newest years that fit on the timeline whole, or where that leaves it nearly empty, what fits of the next."""
    entries = publication.newest_first(publication.all_entries)
    shown = entries[:MOST]
    if len(entries) > MOST:
        whole = tuple(entry for entry in shown if entry.text.effective.year > entries[MOST].text.effective.year)
        # a year that is cut in two is on two pages, and only a nearly empty timeline is worse
        shown = whole if len(whole) >= MOST // 4 else shown
    years = groupby(entries[len(shown) :], lambda entry: entry.text.effective.year)
    return Timeline(shown, tuple(chain.from_iterable(_parts(year, tuple(older)) for year, older in years)))


def _parts(year: int, entries: Sequence[Entry]) -> Iterator[YearPage]:
    """The pages of a year, the latest first; cut from the oldest on, so that a new entry moves no other one."""
    ends = range(len(entries), 0, -MOST)
    # the first part has the oldest entries: a new one is in the last part, and no number changes
    for part in range(len(ends), 0, -1):
        end = ends[part - 1]
        title = str(year) if len(ends) == 1 else f"{year}, part {part} of {len(ends)}"
        yield YearPage(title, urls.year_url(year, part), tuple(entries[max(0, end - MOST) : end]))
