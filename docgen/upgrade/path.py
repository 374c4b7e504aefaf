"""The path between two pins: the published entries, the contract changes, and which entry explains which change."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import combinations, pairwise
from typing import Final

import msgspec

from docgen.differ.project import aligned_contract, compare_contracts
from docgen.entries.coverage import Aliases, aliases, covering_slugs, needs_entry, owed
from docgen.entries.endings import breaks_on
from docgen.model.change import Change
from docgen.model.entry import Entry
from docgen.model.pin import Pin
from docgen.model.project import Project

_ALL_PAIRS: Final = 12
"""Up to this many pins, each has a page for each later one; with more, only for the next and the newest."""


class UpgradePath(msgspec.Struct, frozen=True):
    """The entries and contract changes between two pins, for all consumers.

    `start` is None for a consumer from before the first pin: then every entry counts, and no contracts are compared.
    `pins` are those after `start` up to `end`, oldest first; `explained` maps the slug of each entry to the indices
    of the changes that it explains; `unexplained` are the indices of the other changes; `unpublished` counts the
    entries that are not published yet; `breaks_on` is the first day on which what an entry announces stops working.
    """

    start: Pin | None
    end: Pin
    pins: tuple[Pin, ...]
    entries: tuple[Entry, ...]
    changes: tuple[Change, ...]
    explained: Mapping[str, tuple[int, ...]]
    unexplained: tuple[int, ...]
    unpublished: int
    breaks_on: Mapping[str, date | None]


def pin_pairs(project: Project) -> tuple[tuple[Pin, Pin], ...]:
    """The pairs of pins with an upgrade page, older pin first, in the order of the pins."""
    pins = project.visible_pins()
    all_pairs = tuple(combinations(pins, 2))
    if len(pins) <= _ALL_PAIRS:
        return all_pairs
    following = {(start.id, end.id) for start, end in pairwise(pins)}
    return tuple(pair for pair in all_pairs if (pair[0].id, pair[1].id) in following or pair[1] is project.current)


def upgrade_path(
    project: Project, start: Pin | None, end: Pin, known_changes: Sequence[Change] | None = None
) -> UpgradePath:
    """The path between two pins; with `known_changes`, the contracts are not compared again."""
    ids = [pin.id for pin in project.pins]
    pins = project.pins[ids.index(start.id) + 1 if start else 0 : ids.index(end.id) + 1]
    entries_of_pins = [entry for pin in pins for entry in project.entries_of(pin)]
    published = {entry.slug for entry in project.visible_entries()}
    entries = tuple(entry for entry in entries_of_pins if entry.slug in published)
    changes = tuple(known_changes) if known_changes is not None else _changes(project, start, end)
    explained, unexplained = _explain(project, pins, entries, changes)
    unpublished = len(entries_of_pins) - len(entries)
    breaking = {entry.slug: breaks_on(project, entry) for entry in entries}
    return UpgradePath(start, end, pins, entries, changes, explained, unexplained, unpublished, breaking)


def _explain(
    project: Project, pins: Sequence[Pin], entries: Sequence[Entry], changes: Sequence[Change]
) -> tuple[Mapping[str, tuple[int, ...]], tuple[int, ...]]:
    explained: dict[str, list[int]] = {entry.slug: [] for entry in entries}
    unexplained: list[int] = []
    covered = {entry.slug: frozenset(entry.text.covers) for entry in entries}
    aliases_by_pin = {pin.id: aliases(project, pin) for pin in pins} if changes else {}
    for index, change in enumerate(changes):
        names = {pin: pin_aliases.of(change) for pin, pin_aliases in aliases_by_pin.items()}
        entry_slugs = covering_slugs(covered, change, {entry.slug: names[entry.pin] for entry in entries})
        for slug in entry_slugs:
            explained[slug].append(index)
        if needs_entry(change) and _is_owed(change, entries, aliases_by_pin):
            unexplained.append(index)
    return {slug: tuple(indices) for slug, indices in explained.items()}, tuple(unexplained)


def _is_owed(change: Change, entries: Sequence[Entry], aliases_by_pin: Mapping[str, Aliases]) -> bool:
    """Whether the entries leave a part of a change uncovered, each pin's under the names of its contracts."""
    left = [
        set(owed([entry.text.covers for entry in entries if entry.pin == pin], change, naming))
        for pin, naming in aliases_by_pin.items()
    ]
    return not left or bool(set.intersection(*left))


def _changes(project: Project, start: Pin | None, end: Pin) -> tuple[Change, ...]:
    base = aligned_contract(end, start) if start else None
    if start is None or base is None or end.spec is None or start.id == end.id:
        return ()
    return compare_contracts(project, project.config, base, end.spec, project.accepted.entries)[0]
