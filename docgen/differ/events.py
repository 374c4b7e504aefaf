"""Webhooks and callbacks, which the server calls: it sends their bodies and receives their responses."""

from typing import Final

import msgspec

from docgen.differ.comparison import Comparison
from docgen.differ.edits import Role
from docgen.differ.operations import compare_operations
from docgen.differ.pairs import Pair, one_sided
from docgen.differ.path_items import Operation, operations_of
from docgen.differ.security import compare_event_security
from docgen.openapi.nodes import Node
from docgen.openapi.resolver import Resolver
from docgen.openapi.spec import Spec

SERVER_CALL: Final = Role("response", "operation")

_Receivers = dict[str, Operation]


class _Event(msgspec.Struct, frozen=True):
    name: str
    kind: str
    role: Role
    bits: int


def compare_webhooks(comparison: Comparison) -> None:
    """Note the webhooks that were added and removed, and compare those that both sides have."""
    old, new = _paired(comparison.old.spec, comparison.new.spec)
    for name in {**old, **new}:
        bits = comparison.event_bit(name)
        if name in old and name in new:
            before, after = _methods(comparison.old, name, old[name]), _methods(comparison.new, name, new[name])
            for pair in _compare(comparison, before, after, _Event(name, "webhook", SERVER_CALL, bits)):
                compare_callbacks(comparison, pair, bits, SERVER_CALL.flipped())  # the receiver makes these calls
        else:
            verb, node = one_sided(name, old, new)
            pair = Pair(node, node, f"the webhook `{name}`", f"event {name}")
            comparison.add_root(pair, SERVER_CALL, bits).note(f"webhook-{verb}", node.pointer, (name,), name=name)


def _paired(old: Spec, new: Spec) -> tuple[dict[str, Node], dict[str, Node]]:
    """The webhooks of both sides by the names of the new one."""
    renamed = renamed_events(old, new)
    return (
        {renamed.get(name, name): old.webhook(name) for name in old.events()},
        {name: new.webhook(name) for name in new.events()},
    )


def renamed_events(old: Spec, new: Spec) -> dict[str, str]:
    """The new names of the events of one contract that are named by their keys in it, or in the other one."""
    before, after = old.event_keys(), new.event_keys()
    names = {key: name for name, key in before.items() if name not in after}
    added = {key: name for name, key in after.items() if name not in before and key in names}
    return {names[key]: name for key, name in added.items() if key in (name, names[key])}


def _methods(resolver: Resolver, name: str, node: Node) -> _Receivers:
    return {operation.method: operation for operation in operations_of(resolver, name, node)}


def compare_callbacks(comparison: Comparison, holder: Pair, bits: int, role: Role = SERVER_CALL) -> None:
    """Note the callbacks of an operation that were added and removed, and compare those that both sides have."""
    old, new = holder.old.fields("callbacks"), holder.new.fields("callbacks")
    for name in {**old, **new}:
        both = comparison.event_bit(name) | bits
        if name in old and name in new:
            before, after = _expressions(comparison.old, old[name]), _expressions(comparison.new, new[name])
            _compare(comparison, before, after, _Event(name, "callback", role, both))
        else:
            verb, node = one_sided(name, old, new)
            pair = Pair(node, node, f"the callback `{name}` of {holder.label}", holder.selector)
            comparison.add_root(pair, role, both).note(f"callback-{verb}", node.pointer, (holder.owned_by,), name=name)


def register_callbacks(comparison: Comparison, holder: Node) -> None:
    """Give the callbacks of an unchanged operation their bits, so that events are in the order of the documents."""
    for name in holder.fields("callbacks"):
        comparison.event_bit(name)


def _expressions(resolver: Resolver, node: Node) -> _Receivers:
    target = resolver.resolve(node)
    return {
        f"{expression} {operation.method}": operation
        for expression in target.mapping
        for operation in operations_of(resolver, expression, target.child(expression))
    }


def _compare(comparison: Comparison, old: _Receivers, new: _Receivers, event: _Event) -> list[Pair]:
    """Note the receivers that were added and removed, and return the pairs of those that both sides have."""
    label, selector = f"the {event.kind} `{event.name}`", f"event {event.name}"
    pairs: list[Pair] = []
    for key in {**old, **new}:
        if key in old and key in new:
            pair = compare_operations(comparison.graph, old[key], new[key], label, selector)
            compare_event_security(comparison.graph, pair, event.kind)
            comparison.add_root(pair, event.role, event.bits)
            pairs.append(pair)
        else:
            verb, operation = one_sided(key, old, new)
            pair = Pair(operation.node, operation.node, label, selector)
            comparison.add_root(pair, event.role, event.bits)
            pair.note(f"{event.kind}-operation-{verb}", operation.node.pointer, (event.name, key), name=operation.name)
    return pairs
