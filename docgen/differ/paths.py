"""The operations under `paths`: those that were added and removed, and the edits of those that both sides have."""

from typing import Final

from docgen.differ.base_path import Move
from docgen.differ.comparison import Comparison
from docgen.differ.edits import Role
from docgen.differ.events import compare_callbacks, register_callbacks
from docgen.differ.lifecycle import STABILITY_KEY
from docgen.differ.operations import compare_operations, is_unchanged
from docgen.differ.pairs import Pair
from docgen.differ.path_items import Operation, operation_shape, operations_of
from docgen.differ.security import compare_operation_security
from docgen.openapi.resolver import Resolver

Operations = dict[tuple[str, str], Operation]

CLIENT_CALL: Final = Role("request", "operation")


def operations_in(resolver: Resolver, move: Move | None = None) -> Operations:
    """The operations of a contract by path and method; with the move of a base path, by the paths after it."""
    return {
        (operation.path, operation.method): operation
        for path, item in resolver.root.fields("paths").items()
        for operation in operations_of(resolver, move.rename(path) if move else path, item)
    }


def compare_paths(comparison: Comparison, old: Operations, new: Operations) -> None:
    """Note the operations that were added and removed, and compare those that both sides have."""
    counterparts = _counterparts(old, new)
    for operation in old.values():
        comparison.set_stability(operation.name, operation.node.get(STABILITY_KEY))
    remaining_shapes = {operation_shape(path) for path, _ in new} if len(counterparts) < len(old) else set()
    for key, before in old.items():
        if key in counterparts:
            _compare(comparison, before, new[counterparts[key]])
        else:
            _note_removed(comparison, before, operation_shape(key[0]) in remaining_shapes)
    matched_keys = set(counterparts.values())
    for key, after in new.items():
        if key not in matched_keys:
            pair = Pair(after.node, after.node, f"`{after.name}`", after.name)
            comparison.add_root(pair, CLIENT_CALL, comparison.operation_bit(after.name))
            pair.note("endpoint-added", after.node.pointer, (after.name,), name=after.name)


def _counterparts(old: Operations, new: Operations) -> dict[tuple[str, str], tuple[str, str]]:
    """The old and new keys of operations that both sides have; the names of path parameters may differ."""
    found = {key: key for key in old if key in new}
    if len(found) == len(old):
        return found
    candidates: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for path, method in new:
        if (path, method) not in old:
            candidates.setdefault((operation_shape(path), method), []).append((path, method))
    for path, method in old:
        if (path, method) not in found and (others := candidates.get((operation_shape(path), method))):
            found[path, method] = others.pop(0)
    return found


def _note_removed(comparison: Comparison, before: Operation, path_remains: bool) -> None:
    node, name = before.node, before.name
    pair = Pair(node, node, f"`{name}`", name)
    comparison.add_root(pair, CLIENT_CALL, comparison.operation_bit(name))
    qualifiers = frozenset(
        (*(() if path_remains else ("path",)), *(("deprecated",) if node.get("deprecated") is True else ()))
    )
    sunset = node.get("x-sunset")
    sunset_text = None if sunset is None else str(sunset)
    pair.note("api-removed", node.pointer, (name,), name=name, before=sunset_text, qualifiers=qualifiers)


def _compare(comparison: Comparison, before: Operation, after: Operation) -> None:
    bits = comparison.operation_bit(before.name)  # the name that its callers know: path parameters may be renamed
    if is_unchanged(comparison.graph, before, after):
        register_callbacks(comparison, before.node)
        return
    pair = compare_operations(comparison.graph, before, after, f"`{before.name}`", before.name)
    compare_operation_security(comparison.graph, pair)
    if pair.edits or pair.edges:
        comparison.add_root(pair, CLIENT_CALL, bits)
    compare_callbacks(comparison, pair, bits)
