"""Webhooks and callbacks, which the server calls: it sends their bodies and receives their responses."""

from typing import Final

from docgen.differ.comparison import Comparison
from docgen.differ.edits import Pair, Role, counterparts
from docgen.differ.operations import compare_operations
from docgen.differ.path_items import Operation, operations_of
from docgen.differ.security import compare_event_security
from docgen.openapi.nodes import Node
from docgen.openapi.resolver import Resolver
from docgen.openapi.spec import Spec

SERVER_CALL: Final = Role("response", "operation")

_Receivers = dict[str, Operation]


def compare_webhooks(comparison: Comparison) -> None:
    """Note the webhooks that were added and removed, and compare those that both sides have."""
    old, new = comparison.old.spec, comparison.new.spec
    names = renamed_events(old, new)
    before = {names.get(name, name): old.webhook(name) for name in old.events()}
    after = {name: new.webhook(name) for name in new.events()}
    for name, verb, webhook, old_webhook in counterparts(before, after):
        bits = comparison.calls.bit("event", name)
        if old_webhook:
            receivers = _methods(comparison.old, name, old_webhook), _methods(comparison.new, name, webhook)
            for pair in _compare(comparison, *receivers, name, "webhook", SERVER_CALL, bits):
                compare_callbacks(comparison, pair, bits, SERVER_CALL.flipped())  # the receiver makes these calls
        else:
            label, selector, reached_by = f"the webhook `{name}`", f"event {name}", {SERVER_CALL: bits}
            comparison.note_whole(f"webhook-{verb}", webhook, label, selector, (name,), reached_by, name=name)


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
    for name, verb, node, before in counterparts(holder.old.fields("callbacks"), holder.new.fields("callbacks")):
        # a callback changes for its receivers and for those who call the operation
        both = comparison.calls.bit("event", name) | bits
        if before:
            receivers = _expressions(comparison.old, before), _expressions(comparison.new, node)
            _compare(comparison, *receivers, name, "callback", role, both)
        else:
            label, key, reached_by = f"the callback `{name}` of {holder.label}", (holder.owned_by,), {role: both}
            comparison.note_whole(f"callback-{verb}", node, label, holder.selector, key, reached_by, name=name)


def register_callbacks(comparison: Comparison, holder: Node) -> None:
    """Give the callbacks of an unchanged operation their bits, so that events are in the order of the documents."""
    for name in holder.fields("callbacks"):
        comparison.calls.bit("event", name)


def _expressions(resolver: Resolver, node: Node) -> _Receivers:
    target = resolver.resolve(node)
    receivers: _Receivers = {}
    for expression in target.mapping:
        for operation in operations_of(resolver, expression, target.child(expression)):
            receivers[f"{expression} {operation.method}"] = operation
    return receivers


def _compare(
    comparison: Comparison, old: _Receivers, new: _Receivers, event: str, kind: str, role: Role, bits: int
) -> list[Pair]:
    """Note the receivers that were added and removed, and return the pairs of those that both sides have."""
    label, selector = f"the {kind} `{event}`", f"event {event}"
    pairs: list[Pair] = []
    for key, verb, receiver, before in counterparts(old, new):
        if before:
            pair = compare_operations(comparison.graph, before, receiver, label, selector)
            compare_event_security(comparison.graph, pair, kind)
            comparison.add_root(pair, role, bits)
            pairs.append(pair)
        else:
            action, full_key, reached_by = f"{kind}-operation-{verb}", (event, key), {role: bits}
            comparison.note_whole(action, receiver, label, selector, full_key, reached_by, name=receiver.name)
    return pairs
