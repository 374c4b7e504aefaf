"""What a customer uses, and the consumers that each entry and each change between two pins affects."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import msgspec

from docgen.differ.path_items import operation_shape
from docgen.differ.project import aligned_contract
from docgen.model.change import Change
from docgen.model.entry import Entry
from docgen.model.pin import Pin
from docgen.openapi.spec import Spec
from docgen.upgrade.answer import Answer
from docgen.upgrade.dependencies import Dependencies, selects_any, selects_everybody
from docgen.upgrade.path import UpgradePath


class Usage(msgspec.Struct, frozen=True, dict=True):
    """The operations and events that a customer uses, under the names of the later contract where it has them.

    `selectors` are those of the operations, the events and their dependencies, in both contracts; `lines` counts all
    lines, and `unreadable` those without a request or event; `answers` say what becomes of each thing that is named,
    with its count.
    """

    operations: tuple[str, ...]
    events: tuple[str, ...]
    selectors: frozenset[str]
    lines: int
    unreadable: int
    answers: tuple[tuple[Answer, int], ...] = ()

    @property
    def unknown(self) -> list[tuple[str, int]]:
        """What no contract and no redirect has, each with its count."""
        return [(answer.asked, count) for answer, count in self.answers if answer.state == "unknown"]

    @cached_property
    def shapes(self) -> frozenset[str]:
        """The operations without the names of their path parameters."""
        return frozenset(map(operation_shape, self.operations))

    def is_affected_by(self, change: Change) -> bool:
        """Whether a change reaches an operation or event that the customer uses, or affects everybody."""
        uses_operation = any(operation_shape(name) in self.shapes for name in change.operations)
        return uses_operation or not set(change.events).isdisjoint(self.events) or affects_everybody(change)


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


def index_consumers(path: UpgradePath) -> ConsumerIndex:
    """The consumers that each entry and change of a path affects; an operation of both contracts is one use."""
    before = aligned_contract(path.end, path.start) if path.start else None
    specs = [spec for spec in (before, path.end.spec) if spec]
    uses = _uses(specs)
    numbers = use_numbers(uses)
    selectors_by_use = _selectors_by_use(specs, uses)
    return ConsumerIndex(
        uses,
        tuple(_entry_consumers(entry, selectors_by_use) for entry in path.entries),
        tuple(_change_consumers(change, numbers) for change in path.changes),
    )


def entry_consumers(path: UpgradePath, index: ConsumerIndex) -> tuple[Consumers, ...]:
    """The consumers that each entry of a path affects: by what it covers, and by the changes that it explains."""
    return tuple(
        _union([covered, *(index.changes[number] for number in path.explained[entry.slug])])
        for entry, covered in zip(path.entries, index.entries, strict=True)
    )


def _union(parts: Iterable[Consumers]) -> Consumers:
    union = frozenset[int]()
    for part in parts:
        if part is None:
            return None
        union |= part
    return union


def _uses(specs: list[Spec]) -> tuple[str, ...]:
    """The operations sorted by path, then the events; two operations of one shape have the later contract's name."""
    operations = {operation_shape(one.name): one.name for spec in specs for one in spec.operations()}
    events = dict.fromkeys(event for spec in reversed(specs) for event in spec.events())
    operation_names = sorted(operations.values(), key=lambda name: (name.partition(" ")[2], name))
    return (*operation_names, *(f"event {event}" for event in events))


def use_numbers(uses: Sequence[str]) -> dict[str, int]:
    """The index of each use by its event, or by the shape of its operation."""
    return {use if use.startswith("event ") else operation_shape(use): index for index, use in enumerate(uses)}


def _selectors_by_use(specs: list[Spec], uses: tuple[str, ...]) -> tuple[frozenset[str], ...]:
    """The selectors of each use and of its dependencies, in all contracts."""
    selectors_by_use = [set[str]() for _ in uses]
    for spec in specs:
        dependencies = Dependencies(spec)
        names_by_shape: dict[str, set[str]] = {}
        for name in dependencies.operations:
            names_by_shape.setdefault(operation_shape(name), set()).add(name)
        for use, selectors in zip(uses, selectors_by_use, strict=True):
            event = use.removeprefix("event ")
            operations = names_by_shape.get(operation_shape(use), set()) | {use} if event == use else set()
            selectors |= dependencies.selectors(operations, set() if event == use else {event})
    return tuple(map(frozenset, selectors_by_use))


def _entry_consumers(entry: Entry, selectors_by_use: tuple[frozenset[str], ...]) -> Consumers:
    covers = entry.text.covers
    if not covers or any(map(selects_everybody, covers)):
        return None
    return frozenset(
        index
        for index, selectors in enumerate(selectors_by_use)
        if any(selects_any(selector, selectors) for selector in covers)
    )


def _change_consumers(change: Change, numbers: dict[str, int]) -> Consumers:
    if affects_everybody(change):
        return None
    return frozenset(_use_indices(change, numbers))


def _use_indices(change: Change, numbers: dict[str, int]) -> Iterator[int]:
    for name in (
        *map(operation_shape, change.operations),
        *(f"event {event}" for event in change.events),
    ):
        if name in numbers:
            yield numbers[name]


def affects_everybody(change: Change) -> bool:
    """Whether a change of the whole document affects all consumers."""
    whole = change.selector == "" or change.selector.startswith(("server ", "security "))
    return whole and not (change.operations or change.events)


def use_selectors(spec: Spec, operations: set[str], events: set[str]) -> frozenset[str]:
    """The selectors of operations, whatever their path parameters are called, of events, and of their dependencies."""
    dependencies, shapes = Dependencies(spec), {operation_shape(name) for name in operations}
    return dependencies.selectors(
        {name for name in dependencies.operations if operation_shape(name) in shapes} | operations, events
    )


def renamed_operations(start: Pin, end: Pin) -> dict[str, str]:
    """Each operation of the earlier contract with its name under the paths of the later one."""
    before, aligned = start.spec, aligned_contract(end, start)
    if before is None or aligned is None:
        return {}
    # aligned_contract keeps the order of the operations
    counterparts = zip(before.operations(), aligned.operations(), strict=False)
    return {old.name: new.name for old, new in counterparts}
