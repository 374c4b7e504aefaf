"""Whom each entry and each change between two pins concerns: the answer for some uses is the union of theirs."""

from collections.abc import Iterable, Iterator

import msgspec

from docgen.differ.project import seen_from
from docgen.model.change import Change
from docgen.model.entry import Entry
from docgen.openapi.spec import Spec
from docgen.upgrade.path import Way
from docgen.upgrade.reach import Reach, speaks_of, speaks_to_all
from docgen.upgrade.used import everywhere, shape

Concerned = frozenset[int] | None
"""The indices of the uses that something concerns; None is everybody, whatever they use."""


class Whom(msgspec.Struct, frozen=True):
    """The operations and events of both contracts (`uses`, as a list for `--using` has them), and who is concerned.

    `entries` are those of the way in its order, by what they cover alone; `changes` likewise. An entry also concerns
    whom a change does that it tells.
    """

    uses: tuple[str, ...]
    entries: tuple[Concerned, ...]
    changes: tuple[Concerned, ...]


def whom(found: Way) -> Whom:
    """Whom everything on a way concerns; an operation of both contracts is one use."""
    before = seen_from(found.end, found.start) if found.start else None
    specs = [spec for spec in (before, found.end.spec) if spec]
    uses = _uses(specs)
    index = {_key(use): number for number, use in enumerate(uses)}
    reached = _reached(specs, uses)
    return Whom(
        uses,
        tuple(_of_entry(entry, reached) for entry in found.entries),
        tuple(_of_change(change, index) for change in found.changes),
    )


def matters(found: Way, who: Whom) -> tuple[Concerned, ...]:
    """For each entry of the way whom it concerns in all: by what it covers, and by the changes that it tells."""
    return tuple(
        _joined([own, *(who.changes[index] for index in found.told[entry.slug])])
        for entry, own in zip(found.entries, who.entries, strict=True)
    )


def _joined(parts: Iterable[Concerned]) -> Concerned:
    joined = frozenset[int]()
    for part in parts:
        if part is None:
            return None
        joined |= part
    return joined


def _uses(specs: list[Spec]) -> tuple[str, ...]:
    """Operations by path, then events; of two with one shape the later contract's."""
    operations = {shape(one.name): one.name for spec in specs for one in spec.operations()}
    events = dict.fromkeys(event for spec in reversed(specs) for event in spec.events())
    named = sorted(operations.values(), key=lambda name: (name.partition(" ")[2], name))
    return (*named, *(f"event {event}" for event in events))


def _key(use: str) -> str:
    return use if use.startswith("event ") else shape(use)


def _reached(specs: list[Spec], uses: tuple[str, ...]) -> tuple[frozenset[str], ...]:
    """The selectors that speak of each use, in all contracts."""
    found = [set[str]() for _ in uses]
    for spec in specs:
        reach = Reach(spec)
        names: dict[str, set[str]] = {}
        for name in reach.operations:
            names.setdefault(shape(name), set()).add(name)
        for use, selectors in zip(uses, found, strict=True):
            event = use.removeprefix("event ")
            operations = names.get(shape(use), set()) | {use} if event == use else set()
            selectors |= reach.of(operations, set() if event == use else {event})
    return tuple(map(frozenset, found))


def _of_entry(entry: Entry, reached: tuple[frozenset[str], ...]) -> Concerned:
    covers = entry.text.covers
    if not covers or any(speaks_to_all(selector) for selector in covers):
        return None
    return frozenset(
        index for index, selectors in enumerate(reached) if any(speaks_of(selector, selectors) for selector in covers)
    )


def _of_change(change: Change, index: dict[str, int]) -> Concerned:
    if everywhere(change):
        return None
    return frozenset(_indices(change, index))


def _indices(change: Change, index: dict[str, int]) -> Iterator[int]:
    for key in (*(shape(name) for name in change.operations), *(f"event {event}" for event in change.events)):
        if key in index:
            yield index[key]
