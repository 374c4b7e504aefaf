"""The operations and events that a customer uses, and which changes of two contracts affect them."""

import msgspec

from docgen.differ.path_items import operation_shape
from docgen.differ.project import aligned_contract
from docgen.model.change import Change
from docgen.model.pin import Pin
from docgen.openapi.spec import Spec
from docgen.upgrade.answer import Answer
from docgen.upgrade.dependencies import Dependencies


class Usage(msgspec.Struct, frozen=True):
    """The operations and events that a customer uses, under the names of the later contract where it has them.

    `selectors` are those of the operations, the events and their dependencies, in both contracts; `unknown` are the
    lines that no contract and no redirect has, each with its count; `lines` counts all lines, and `unreadable` those
    without a request or event; `shapes` are the operations without the names of their path parameters; `answers` say
    what becomes of each thing that is named, with its count.
    """

    operations: tuple[str, ...]
    events: tuple[str, ...]
    selectors: frozenset[str]
    unknown: tuple[tuple[str, int], ...]
    lines: int
    unreadable: int
    shapes: frozenset[str]
    answers: tuple[tuple[Answer, int], ...] = ()

    def is_affected_by(self, change: Change) -> bool:
        """Whether a change reaches an operation or event that the customer uses, or affects everybody."""
        uses_operation = any(operation_shape(name) in self.shapes for name in change.operations)
        return uses_operation or not set(change.events).isdisjoint(self.events) or affects_everybody(change)


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
