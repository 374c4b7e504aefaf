"""The changelog entries and the events of each operation."""

from docgen.model.entry import Entry
from docgen.openapi.spec import Operation
from docgen.render.publication import Publication, newest_first


class EntryIndex:
    """The entries by operation of the current contract; paths that name another pin count as the same operation."""

    def __init__(self, publication: Publication) -> None:
        self._event_pages = publication.event_pages
        self._covering: dict[str, list[Entry]] = {}
        self._touching: dict[str, list[Entry]] = {}
        pins = {pin.id: pin for pin in publication.pins()}
        for entry in publication.entries():
            pin, covers = pins.get(entry.pin), frozenset(entry.text.covers)
            changes = publication.changes(entry.pin)
            affecting = (change for change in changes if covers & {change.selector, *change.selectors})
            changed = [publication.in_current(name, pin) for change in affecting for name in change.operations]
            covered = [publication.in_current(name, pin) for name in entry.text.covers]
            for name in dict.fromkeys(covered):
                self._covering.setdefault(name, []).append(entry)
            for name in dict.fromkeys([*covered, *changed]):
                self._touching.setdefault(name, []).append(entry)

    def entries(self, operation: Operation) -> tuple[Entry, ...]:
        """The entries that cover the operation, or a change that affects it, the newest first."""
        return newest_first(self._touching.get(operation.name, ()))

    def events(self, operation: Operation) -> tuple[str, ...]:
        """The events with a page that an entry covers together with the operation."""
        entries = newest_first(self._covering.get(operation.name, ()))
        selectors = (selector for entry in entries for selector in entry.text.covers)
        names = (selector.removeprefix("event ") for selector in selectors if selector.startswith("event "))
        return tuple(dict.fromkeys(name for name in names if name in self._event_pages))
