"""What the pins and the entries say of an operation: since when it is there, what touched it, where it differs."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property

from docgen import urls
from docgen.differ.place import Place, Side
from docgen.differ.view import merged
from docgen.model.entry import Entry
from docgen.model.pin import Pin
from docgen.model.spec import Operation
from docgen.render.story import Story


class History:
    """The pins up to the current one. An operation is the same whatever pin its path names."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self.current = story.project.current
        seen = [pin for pin in reversed(story.pins()) if pin.spec]
        ids = [pin.id for pin in seen]
        end = ids.index(self.current.id) + 1 if self.current and self.current.id in ids else 0
        self._pins: list[Pin] = seen[:end]
        carried = [p.text.versioning.name for p in seen if p.text.versioning and p.text.versioning.carrier == "path"]
        self._operations: dict[str, frozenset[str]] = {}
        self._pin_in_path = re.compile(r" /(?:" + "|".join(map(re.escape, carried)) + r")(?=/)") if carried else None

    def _same(self, name: str) -> str:
        return self._pin_in_path.sub(" ", name) if self._pin_in_path else name

    @cached_property
    def _first(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for pin in self._pins:
            for operation in pin.spec.operations() if pin.spec else ():
                found.setdefault(self._same(operation.name), pin.id)
        return found

    def since(self, operation: Operation) -> str:
        """The pin that brought an operation; empty where that is the oldest, or the only one."""
        return self._later(self._first.get(self._same(operation.name), ""))

    def _later(self, pin_id: str) -> str:
        return "" if len(self._pins) < 2 or pin_id == self._pins[0].id else pin_id

    def field_since(self, schema: str, field: str) -> str:
        """The pin that brought a field to a component schema that an earlier pin has; empty for all others."""
        if len(self._pins) < 2:
            return ""
        having = [(pin_id, fields) for pin_id, fields in self._fields(schema) if fields is not None]
        first = next((pin_id for pin_id, fields in having if field in fields), "")
        return "" if not having or first == having[0][0] else self._later(first)

    @cached_property
    def _sides(self) -> list[tuple[str, Side]]:
        return [(pin.id, Side(pin.spec)) for pin in self._pins if pin.spec]

    @cached_property
    def _known(self) -> dict[str, list[tuple[str, frozenset[str] | None]]]:
        return {}

    def _fields(self, schema: str) -> list[tuple[str, frozenset[str] | None]]:
        if schema not in self._known:
            self._known[schema] = [(pin_id, _names(side, schema)) for pin_id, side in self._sides]
        return self._known[schema]

    @cached_property
    def _counts(self) -> dict[str, Counter[str]]:
        return {
            pin_id: Counter(name for change in changes for name in set(map(self._same, change.operations)))
            for pin_id, changes in self._story.changes.between.items()
        }

    def differs(self, operation: Operation) -> tuple[tuple[str, int, str], ...]:
        """Each other pin in which the operation is different: its id, how many changes, the way up from it."""
        return tuple(self._differing(self._same(operation.name)))

    def _differing(self, name: str) -> Iterator[tuple[str, int, str]]:
        if self.current is None:
            return
        today, count = self._story.project.now.date(), 0
        for older, newer in zip(self._pins[-2::-1], self._pins[:0:-1], strict=True):
            count += self._counts.get(newer.id, Counter())[name]
            retired = older.text.retired is not None and older.text.retired <= today
            if count and not retired and name in self._names_of(older):
                yield older.id, count, urls.upgrade_url(older.id, self.current.id)

    def _names_of(self, pin: Pin) -> frozenset[str]:
        if pin.id not in self._operations:
            listed = pin.spec.operations() if pin.spec else ()
            self._operations[pin.id] = frozenset(self._same(operation.name) for operation in listed)
        return self._operations[pin.id]

    @cached_property
    def _touching(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for entry in self._story.entries():
            covers = frozenset(entry.text.covers)
            changes = self._story.changes.between.get(entry.pin, ())
            named = [name for change in changes if covers & {change.selector, *change.selectors}
                     for name in change.operations]  # fmt: skip
            for name in dict.fromkeys(map(self._same, [*entry.text.covers, *named])):
                found.setdefault(name, []).append(entry)
        return found

    def entries(self, operation: Operation) -> tuple[Entry, ...]:
        """The entries that name the operation, or a change that reaches it, the newest first."""
        found = self._touching.get(self._same(operation.name), ())
        return tuple(sorted(found, key=lambda entry: (-entry.text.effective.toordinal(), entry.slug)))

    def events(self, operation: Operation) -> tuple[str, ...]:
        """The events that an entry names together with the operation."""
        name = self._same(operation.name)
        both = [entry for entry in self.entries(operation) if name in map(self._same, entry.text.covers)]
        selectors = (selector for entry in both for selector in entry.text.covers)
        return tuple(dict.fromkeys(s.removeprefix("event ") for s in selectors if s.startswith("event ")))


def _names(side: Side, schema: str) -> frozenset[str] | None:
    node = side.spec.schemas().get(schema)
    if node is None:
        return None
    return frozenset(merged(side, side.resolve(Place(node, ("components", "schemas", schema)))).properties)
