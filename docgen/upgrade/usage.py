"""The operations and events that a customer uses: the lines of a list or a log, matched to two contracts."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

import msgspec

from docgen.differ.path_items import operation_shape
from docgen.differ.project import aligned_contract
from docgen.model.change import Change
from docgen.model.pin import Pin
from docgen.openapi.spec import Spec
from docgen.traffic.log import LogLine
from docgen.upgrade.dependencies import Dependencies
from docgen.upgrade.routes import Routes

_MAX_LENGTH: Final = 200
"""Characters of an unknown request that a report shows."""


class Usage(msgspec.Struct, frozen=True):
    """The operations and events that a customer uses, under the names of the later contract where it has them.

    `selectors` are those of the operations, the events and their dependencies, in both contracts; `unknown` are the
    requests that neither contract has, each with its count; `lines` counts all lines, and `unreadable` those
    without a request or event; `shapes` are the operations without the names of their path parameters.
    """

    operations: tuple[str, ...]
    events: tuple[str, ...]
    selectors: frozenset[str]
    unknown: tuple[tuple[str, int], ...]
    lines: int
    unreadable: int
    shapes: frozenset[str]

    def is_affected_by(self, change: Change) -> bool:
        """Whether a change reaches an operation or event that the customer uses, or affects everybody."""
        uses_operation = any(operation_shape(name) in self.shapes for name in change.operations)
        return uses_operation or not set(change.events).isdisjoint(self.events) or affects_everybody(change)


def affects_everybody(change: Change) -> bool:
    """Whether a change of the whole document affects all consumers."""
    whole = change.selector == "" or change.selector.startswith(("server ", "security "))
    return whole and not (change.operations or change.events)


def find_usage(start: Pin, end: Pin, lines: Iterable[LogLine]) -> Usage:
    """The operations and events that the lines name, looked up in the contract of `start`, then in that of `end`."""
    before, after = start.spec, end.spec
    aligned, later_names = aligned_contract(end, start), renamed_operations(start, end)
    routes = [Routes(spec) for spec in (before, after) if spec]
    known_events = {event for spec in (before, after) if spec for event in spec.events()}
    operations, events, unknown, count, unreadable = set[str](), set[str](), Counter[str](), 0, 0

    # a log repeats few targets; the limit bounds the memory where queries make each one unique
    @lru_cache(maxsize=2**16)
    def find(method: str, target: str) -> str | None:
        return next((operation for route in routes if (operation := route.find(method, target))), None)

    for line in lines:
        count += 1
        unreadable += not line.is_readable
        if line.event and line.event in known_events:
            events.add(line.event)
            continue
        operation = find(line.request.method, line.request.target) if line.request else None
        if operation:
            operations.add(later_names.get(operation, operation))
        else:
            unknown[_request_name(line)] += 1
    selectors = [_selectors(spec, operations, events) for spec in (aligned, after) if spec]
    return Usage(
        operations=tuple(sorted(operations, key=lambda operation: (operation.partition(" ")[2], operation))),
        events=tuple(sorted(events)),
        selectors=frozenset().union(*selectors),
        unknown=tuple(unknown.most_common()),
        lines=count,
        unreadable=unreadable,
        shapes=frozenset(map(operation_shape, operations)),
    )


def _selectors(spec: Spec, operations: set[str], events: set[str]) -> frozenset[str]:
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


def _request_name(line: LogLine) -> str:
    """A request without its query, so that equal requests are counted together."""
    if line.event:
        return f"event {line.event}"
    if line.request is None:
        return line.text[:_MAX_LENGTH]
    return f"{line.request.method} {re.split(r'[?#]', line.request.target, maxsplit=1)[0]}"[:_MAX_LENGTH]
