"""What a customer uses of two contracts: the lines of a list or a log, matched to operations and events."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

import msgspec

from docgen.differ.project import seen_from
from docgen.model.change import Change
from docgen.model.pin import Pin
from docgen.openapi.spec import Spec
from docgen.traffic.log import Line
from docgen.upgrade.reach import Reach
from docgen.upgrade.routes import Routes

_LONGEST: Final = 200


class Used(msgspec.Struct, frozen=True):
    """The operations and events that a customer uses, under the names of the later contract where it has them.

    `reached` are the selectors of all that they are made of, in both contracts; `unknown` are the requests
    that neither contract has, with how often each was seen; `lines` counts what was read, and `unreadable` those
    of them that name nothing; `shapes` are the operations without the names of their path parameters.
    """

    operations: tuple[str, ...]
    events: tuple[str, ...]
    reached: frozenset[str]
    unknown: tuple[tuple[str, int], ...]
    lines: int
    unreadable: int
    shapes: frozenset[str]

    def touched(self, change: Change) -> bool:
        """Whether a change reaches an operation or event that is used; one of the whole document reaches all."""
        if any(shape(name) in self.shapes for name in change.operations) or set(change.events) & set(self.events):
            return True
        return everywhere(change)


def everywhere(change: Change) -> bool:
    """Whether a change is of the whole document, so that it reaches everybody."""
    whole = change.selector == "" or change.selector.startswith(("server ", "security "))
    return whole and not (change.operations or change.events)


def shape(operation: str) -> str:
    """An operation without the names of its path parameters: renaming one changes nothing for a client."""
    return re.sub(r"\{[^{}]*\}", "{}", operation)


def used(start: Pin, end: Pin, lines: Iterable[Line]) -> Used:
    """What the lines use, first by the contract that the customer is on, then by the one to come."""
    before, after = start.spec, end.spec
    seen, later = seen_from(end, start), renamed(start, end)
    routes = [Routes(spec) for spec in (before, after) if spec]
    known = {event for spec in (before, after) if spec for event in spec.events()}
    operations, events, unknown, count, unreadable = set[str](), set[str](), Counter[str](), 0, 0

    # a log names few targets again and again; with queries they could be without end
    @lru_cache(maxsize=2**16)
    def find(method: str, target: str) -> str | None:
        return next((name for route in routes if (name := route.find(method, target))), None)

    for line in lines:
        count += 1
        unreadable += not line.readable
        if line.event and line.event in known:
            events.add(line.event)
            continue
        name = find(line.access.method, line.access.target) if line.access else None
        if name:
            operations.add(later.get(name, name))
        else:
            unknown[_said(line)] += 1
    parts = [_reached(spec, operations, events) for spec in (seen, after) if spec]
    return Used(
        operations=tuple(sorted(operations, key=lambda name: (name.partition(" ")[2], name))),
        events=tuple(sorted(events)),
        reached=frozenset().union(*parts),
        unknown=tuple(unknown.most_common()),
        lines=count,
        unreadable=unreadable,
        shapes=frozenset(map(shape, operations)),
    )


def _reached(spec: Spec, operations: set[str], events: set[str]) -> frozenset[str]:
    reach, shapes = Reach(spec), {shape(name) for name in operations}
    return reach.of({name for name in reach.operations if shape(name) in shapes} | operations, events)


def renamed(start: Pin, end: Pin) -> dict[str, str]:
    """The operations of the earlier contract under the paths that the later one gives them."""
    before, seen = start.spec, seen_from(end, start)
    if before is None or seen is None:
        return {}
    pairs = zip(before.operations(), seen.operations(), strict=False)
    return {old.name: new.name for old, new in pairs}


def _said(line: Line) -> str:
    """A request without its query and values that would make each line its own."""
    if line.event:
        return f"event {line.event}"
    if line.access is None:
        return line.text[:_LONGEST]
    return f"{line.access.method} {re.split(r'[?#]', line.access.target, maxsplit=1)[0]}"[:_LONGEST]
