"""What a customer uses, and the consumers that each entry and each change between two pins affects."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import chain

import msgspec

from docgen.differ.path_items import operation_shape
from docgen.differ.project import aligned_contract
from docgen.entries.coverage import affected_selectors
from docgen.model.change import Change
from docgen.model.entry import Entry
from docgen.model.pin import Pin
from docgen.openapi.spec import NO_CONTRACT, Spec
from docgen.upgrade.answer import Answer
from docgen.upgrade.dependencies import NamedPart, dependencies, reach, selects_everybody
from docgen.upgrade.path import UpgradePath


class Usage(msgspec.Struct, frozen=True, dict=True):
    """What a customer uses: operations and events, under the names of the later contract where it has them, and parts.

    `selectors` are those of the operations, the events and their dependencies, and of the parts, in both contracts;
    `lines` counts all lines, and `unreadable` those without a request or a known name; `answers` say what becomes of
    each thing that is named, with its count; `parts` are those that are named beside operations and events.
    """

    operations: tuple[str, ...]
    events: tuple[str, ...]
    selectors: frozenset[str]
    lines: int
    unreadable: int
    answers: tuple[tuple[Answer, int], ...] = ()
    parts: Mapping[str, NamedPart] = {}

    @property
    def unknown(self) -> list[tuple[str, int]]:
        """What no contract and no redirect has, each with its count."""
        return [(answer.asked, count) for answer, count in self.answers if answer.state == "unknown"]

    @cached_property
    def shapes(self) -> frozenset[str]:
        """All that is used, as answers name it, operations without the names of their path parameters."""
        return frozenset(map(use_key, (*self.operations, *map("event {}".format, self.events), *self.parts)))

    def is_affected_by(self, change: Change) -> bool:
        """Whether a change affects an operation, an event or a part that the customer uses, or everybody."""
        if any(part.is_affected_by(change) for part in self.parts.values()):
            return True
        return affects_everybody(change) or not self.shapes.isdisjoint(map(use_key, affected_selectors(change)))


Consumers = frozenset[int] | None
"""Affected consumers, as indices of the operations and events that they use; None means all consumers."""


class ConsumerIndex(msgspec.Struct, frozen=True):
    """The operations and events of both contracts, and the consumers that each entry and change of a path affects.

    `uses` names the operations and events as a list for `--using` does. `entries` and `changes` are in the order of
    the path; `entries` counts only what an entry covers: `entry_consumers` adds the changes that it explains.
    """

    uses: tuple[str, ...]
    entries: tuple[Consumers, ...]
    changes: tuple[Consumers, ...]


def contracts_of_use(start: Pin | None, end: Pin) -> list[Spec]:
    """The contract that a customer leaves, under the paths of the later one, and that one."""
    before = aligned_contract(end, start) if start else None
    return list(filter(None, (before, end.spec)))


def index_consumers(path: UpgradePath) -> ConsumerIndex:
    """The consumers that each entry and change of a path affects; an operation of both contracts is one use."""
    specs = contracts_of_use(path.start, path.end)
    uses = known_uses(specs)
    numbers = use_numbers(uses)
    selectors = tuple(selectors_by_use(specs, uses).values())
    entries = tuple(_entry_consumers(entry, selectors) for entry in path.entries)
    return ConsumerIndex(uses, entries, tuple(_change_consumers(change, numbers) for change in path.changes))


def selectors_by_use(specs: list[Spec], uses: Iterable[str]) -> dict[str, frozenset[str]]:
    """The selectors of each use with those of its dependencies, in some contracts."""
    return {use: frozenset[str]().union(*(dependencies(spec, use) for spec in specs)) for use in uses}


def entry_consumers(path: UpgradePath, index: ConsumerIndex) -> tuple[Consumers, ...]:
    """The consumers that each entry of a path affects: by what it covers, and by the changes that it explains."""
    affected = []
    for entry, covered in zip(path.entries, index.entries, strict=True):
        # one part that is for everybody makes all of it so
        for number in path.explained[entry.slug]:
            change = index.changes[number]
            covered = None if covered is None or change is None else covered | change
        affected.append(covered)
    return tuple(affected)


def known_uses(specs: list[Spec]) -> tuple[str, ...]:
    """The operations sorted by path, then the events; two operations of one shape have the later contract's name."""
    names = dict[str, str]()
    for operation in chain.from_iterable(map(Spec.operations, specs)):
        # the later contract comes last, so that its name for an operation stays
        names[operation_shape(operation.name)] = operation.name
    events = dict.fromkeys(chain.from_iterable(map(Spec.events, reversed(specs))))
    return (*sorted(names.values(), key=by_path), *map("event {}".format, events))


def by_path(operation: str) -> tuple[str, str]:
    """A key that sorts operations by their paths."""
    return operation.partition(" ")[2], operation


def use_key(use: str) -> str:
    """An operation without the names of its path parameters, which contracts may call differently; any other use."""
    return use if use.startswith("event ") else operation_shape(use)


def use_numbers(uses: Sequence[str]) -> dict[str, int]:
    """The index of each use by its event, or by the shape of its operation."""
    return {use_key(use): index for index, use in enumerate(uses)}


def _entry_consumers(entry: Entry, selectors_by_use: Sequence[frozenset[str]]) -> Consumers:
    covers = entry.text.covers
    if not covers or any(map(selects_everybody, covers)):
        return None
    return frozenset(use for use, selectors in enumerate(selectors_by_use) if reach(covers, selectors))


def _change_consumers(change: Change, numbers: dict[str, int]) -> Consumers:
    if affects_everybody(change):
        return None
    affected = numbers.keys() & map(use_key, affected_selectors(change))
    return frozenset(map(numbers.__getitem__, affected))


def affects_everybody(change: Change) -> bool:
    """Whether a change of the whole document affects all consumers."""
    whole = change.selector == "" or change.selector.startswith(("server ", "security "))
    # a server of a path, or the security of an operation, names what it is for
    return whole and not (change.operations or change.events)


def renamed_operations(start: Pin, end: Pin) -> dict[str, str]:
    """Each operation of the earlier contract with its name under the paths of the later one."""
    aligned = aligned_contract(end, start) or NO_CONTRACT
    # aligned_contract keeps the order of the operations
    counterparts = zip(start.contract.operations(), aligned.operations(), strict=False)
    return {old.name: new.name for old, new in counterparts}
