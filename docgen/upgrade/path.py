"""The path between two pins: the published entries, the contract changes, and which entry explains which change."""

from collections.abc import Mapping, Sequence
from itertools import chain
from operator import attrgetter

import msgspec

from docgen.differ.project import aligned_contract, compare_contracts
from docgen.entries.coverage import Aliases, aliases, covering_slugs, needs_entry, owed
from docgen.model.change import Change
from docgen.model.entry import Entry
from docgen.model.pin import Pin
from docgen.model.project import Project


class UpgradePath(msgspec.Struct, frozen=True):
    """The entries and contract changes between two pins, for all consumers.

    `start` is None for a consumer from before the first pin: then every entry counts, and no contracts are compared.
    `pins` are those after `start` up to `end`, oldest first; `explained` maps the slug of each entry to the indices
    of the changes that it explains; `unexplained` are the indices of the other changes; `unpublished` counts the
    entries that are not published yet.
    """

    project: Project
    start: Pin | None
    end: Pin
    pins: tuple[Pin, ...]
    entries: tuple[Entry, ...]
    changes: tuple[Change, ...]
    explained: Mapping[str, tuple[int, ...]]
    unexplained: tuple[int, ...]
    unpublished: int


def upgrade_path(
    project: Project, start: Pin | None, end: Pin, known_changes: Sequence[Change] | None = None
) -> UpgradePath:
    """The path between two pins; with `known_changes`, the contracts are not compared again."""
    first = project.pins.index(start) + 1 if start else 0
    pins = project.pins[first : project.pins.index(end) + 1]
    of_pins = list(chain.from_iterable(map(project.entries_of, pins)))
    published = set(map(attrgetter("slug"), project.visible_entries()))
    entries = tuple(entry for entry in of_pins if entry.slug in published)
    # what a build has compared for the pins is not compared again
    changes = _changes(project, start, end) if known_changes is None else tuple(known_changes)
    explained, unexplained = _explain(project, pins, entries, changes)
    unpublished = len(of_pins) - len(entries)
    return UpgradePath(project, start, end, pins, entries, changes, explained, unexplained, unpublished)


def _explain(
    project: Project, pins: Sequence[Pin], entries: Sequence[Entry], changes: Sequence[Change]
) -> tuple[Mapping[str, tuple[int, ...]], tuple[int, ...]]:
    """The numbers of the changes that each entry explains, and of those of which a part is left."""
    explained: dict[str, tuple[int, ...]] = {entry.slug: () for entry in entries}
    unexplained: list[int] = []
    covered = {entry.slug: frozenset(entry.text.covers) for entry in entries}
    aliases_by_pin = {pin.id: aliases(project, pin) for pin in pins} if changes else {}
    for number, change in enumerate(changes):
        names = {pin: naming.of(change) for pin, naming in aliases_by_pin.items()}
        for slug in covering_slugs(covered, change, {entry.slug: names[entry.pin] for entry in entries}):
            explained[slug] += (number,)
        if needs_entry(change) and _is_owed(change, entries, aliases_by_pin):
            unexplained.append(number)
    return explained, tuple(unexplained)


def _is_owed(change: Change, entries: Sequence[Entry], aliases_by_pin: Mapping[str, Aliases]) -> bool:
    """Whether the entries leave a part of a change uncovered, each pin's under the names of its contracts."""
    # over several pins, the entry of any may tell a change: owed is what each of them leaves
    left = set(change.named)
    for pin, naming in aliases_by_pin.items():
        left.intersection_update(owed([entry.text.covers for entry in entries if entry.pin == pin], change, naming))
    return not aliases_by_pin or bool(left)


def _changes(project: Project, start: Pin | None, end: Pin) -> tuple[Change, ...]:
    base = aligned_contract(end, start) if start and start.id != end.id else None
    if base is None or end.spec is None:
        return ()
    return compare_contracts(project, project.config, base, end.spec, project.accepted.entries)[0]
