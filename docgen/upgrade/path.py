"""What lies between two pins: the published entries, the changes of the contract, and which entry tells which."""

from collections.abc import Mapping, Sequence
from itertools import combinations, pairwise
from typing import Final

import msgspec

from docgen.differ import diff
from docgen.differ.acceptances import acceptance_of
from docgen.differ.project import seen_from
from docgen.entries.coverage import aliases, covering_slugs, needs_entry
from docgen.model.change import Change, Policy
from docgen.model.entry import Entry
from docgen.model.pin import Pin
from docgen.model.project import Project

_ALL_PAIRS: Final = 12
"""Of so many pins each has a way to each later one; of more, to the next and to the newest."""


class Way(msgspec.Struct, frozen=True):
    """All that lies between two pins, whoever asks.

    `start` is None for somebody who comes from before the first pin: then every entry counts, and no contract is
    compared. `pins` are those after `start` up to `end`, oldest first; `told` has for the slug of each entry the
    indices of the changes that it explains; `unexplained` those that no entry does; `unpublished` counts the
    entries to come.
    """

    start: Pin | None
    end: Pin
    pins: tuple[Pin, ...]
    entries: tuple[Entry, ...]
    changes: tuple[Change, ...]
    told: Mapping[str, tuple[int, ...]]
    unexplained: tuple[int, ...]
    unpublished: int


def pairs(project: Project) -> tuple[tuple[Pin, Pin], ...]:
    """The ways that are told on a page, each from an older pin to a later one, in the order of the pins."""
    pins = project.visible_pins()
    every = tuple(combinations(pins, 2))
    if len(pins) <= _ALL_PAIRS:
        return every
    following = {(start.id, end.id) for start, end in pairwise(pins)}
    return tuple(pair for pair in every if (pair[0].id, pair[1].id) in following or pair[1] is project.current)


def way(project: Project, start: Pin | None, end: Pin, between: Sequence[Change] | None = None) -> Way:
    """What lies between two pins; `between` are the changes of the contracts where they are known already."""
    ids = [pin.id for pin in project.pins]
    pins = project.pins[ids.index(start.id) + 1 if start else 0 : ids.index(end.id) + 1]
    known = [entry for pin in pins for entry in project.entries_of(pin)]
    published = {entry.slug for entry in project.visible_entries()}
    entries = tuple(entry for entry in known if entry.slug in published)
    changes = tuple(between) if between is not None else _changes(project, start, end)
    told, unexplained = _told(project, pins, entries, changes)
    return Way(start, end, pins, entries, changes, told, unexplained, len(known) - len(entries))


def _told(
    project: Project, pins: Sequence[Pin], entries: Sequence[Entry], changes: Sequence[Change]
) -> tuple[Mapping[str, tuple[int, ...]], tuple[int, ...]]:
    told: dict[str, list[int]] = {entry.slug: [] for entry in entries}
    unexplained: list[int] = []
    covered = {entry.slug: frozenset(entry.text.covers) for entry in entries}
    aliases_by_pin = {pin.id: aliases(project, pin) for pin in pins} if changes else {}
    for index, change in enumerate(changes):
        named = {pin: naming.of(change) for pin, naming in aliases_by_pin.items()}
        slugs = covering_slugs(covered, change, {entry.slug: named[entry.pin] for entry in entries})
        for slug in slugs:
            told[slug].append(index)
        unexplained += [] if slugs or not needs_entry(change) else [index]
    return {slug: tuple(indices) for slug, indices in told.items()}, tuple(unexplained)


def _changes(project: Project, start: Pin | None, end: Pin) -> tuple[Change, ...]:
    base, revision, config = seen_from(end, start) if start else None, end.spec, project.config.diff
    if start is None or base is None or revision is None or start.id == end.id:
        return ()
    policy = Policy(config.policy, {id_: override.level for id_, override in config.levels.items()})
    found = diff(base, revision, policy=policy, now=project.now)
    return tuple(change for change in found if not acceptance_of(change, project.accepted.entries))
