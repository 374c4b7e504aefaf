"""The entries by what they are about: error codes, events, and the operations of the current contract."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from docgen.claims import KINDS
from docgen.entries.coverage import affected_selectors
from docgen.model.entry import Entry
from docgen.render.publication import Publication, once


def entries_about(publication: Publication, selector: str) -> tuple[Entry, ...]:
    """The entries that cover `error <code>` or `event <name>`, or a change of it, or make a claim about it.

    Those that break clients come first, of the same the newest.
    """
    covering = _by_selector(publication).get(selector, ()), entries_by_operation(publication).get(selector, ())
    about = {entry.slug: entry for entry in chain.from_iterable(covering)}
    return tuple(
        sorted(publication.newest_first(about.values()), key=lambda entry: entry.slug not in publication.breaking)
    )


@once
def _by_selector(publication: Publication) -> Mapping[str, Sequence[Entry]]:
    by_selector: dict[str, list[Entry]] = defaultdict(list)
    for entry in publication.entries:
        claimed = (KINDS[claim.kind].about(claim.promise) for claim in entry.text.claims)
        for selector in dict.fromkeys((*entry.text.covers, *chain.from_iterable(claimed))):
            by_selector[selector].append(entry)
    return by_selector


@once
def _covers_in_current(publication: Publication) -> Mapping[str, frozenset[str]]:
    """What each entry covers, by its slug, as the current contract names it."""
    covers: dict[str, frozenset[str]] = {}
    for entry in publication.entries:
        pin = publication.project.pin_of(entry)
        covers[entry.slug] = frozenset(publication.in_current(selector, pin) for selector in entry.text.covers)
    return covers


@once
def entries_by_operation(publication: Publication) -> Mapping[str, Sequence[Entry]]:
    """The entries that cover each operation and event of the current contract, or a change of it, as this names it."""
    touching: dict[str, list[Entry]] = {}
    for entry in publication.entries:
        pin, covers = publication.project.pin_of(entry), frozenset(entry.text.covers)
        names = set(_covers_in_current(publication)[entry.slug])
        for change in publication.changes(entry.pin):
            if not covers.isdisjoint(change.named):
                names.update(publication.in_current(name, pin) for name in affected_selectors(change))
        for name in names:
            touching.setdefault(name, []).append(entry)
    return touching


def events_beside(publication: Publication, operation: str, entries: Iterable[Entry]) -> tuple[str, ...]:
    """The events with a page that entries cover together with an operation."""
    events: dict[str, str] = {}
    for entry in entries:
        if operation in _covers_in_current(publication)[entry.slug]:
            events |= {selector.removeprefix("event "): selector for selector in entry.text.covers}
    pages = publication.event_pages
    return tuple(name for name, selector in events.items() if name != selector and name in pages)
