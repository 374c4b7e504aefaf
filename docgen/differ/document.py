"""The comparison of two documents, with the operations and events that reach each pair."""

from typing import Final

from docgen.differ.base_path import Move, moved_base_path
from docgen.differ.comparison import Comparison
from docgen.differ.edits import Role, Step
from docgen.differ.events import compare_callbacks, compare_webhooks, register_callbacks
from docgen.differ.lifecycle import STABILITY_KEY
from docgen.differ.operations import compare_operations, is_unchanged
from docgen.differ.pairs import Pair
from docgen.differ.path_items import Operation, operation_shape, operations_of
from docgen.differ.schema import compare_schema_pair
from docgen.differ.security import (
    compare_document_security,
    compare_operation_security,
    compare_security_schemes,
    requirements_of,
)
from docgen.differ.servers import compare_servers
from docgen.differ.without_annotations import schema_key
from docgen.openapi.cycles import strongly_connected
from docgen.openapi.nodes import Node
from docgen.openapi.references import is_reference
from docgen.openapi.resolver import Resolver
from docgen.openapi.spec import Spec

Key = tuple[str, str]
"""The path and the method of an operation."""
Operations = dict[Key, Operation]
CLIENT_CALL: Final = Role("request", "operation")
_Node = tuple[Pair, Role]


def compare(base: Spec, revision: Spec, annotations: bool) -> Comparison:
    """Compare all parts of two documents; with `annotations`, descriptions, examples and extensions as well."""
    comparison = Comparison(base, revision)
    move = moved_base_path(comparison.old.root, comparison.new.root)
    old, new = operations_in(comparison.old, move), operations_in(comparison.new)
    compare_paths(comparison, old, new)
    compare_webhooks(comparison)
    _compare_document(comparison, (old, new), move)
    comparison.graph.run()
    propagate(comparison.pairs)
    compare_components(comparison)
    if annotations:
        from docgen.differ.annotations import compare_annotations  # few ask for them, and each import delays all

        comparison.roots.extend(compare_annotations(comparison.old.spec, comparison.new.spec))
    return comparison


def _compare_document(comparison: Comparison, operations: tuple[Operations, Operations], move: Move | None) -> None:
    old, new = comparison.old.root, comparison.new.root
    comparison.roots += [*compare_document_security(comparison.graph), *compare_servers(old, new, move)]
    for name, scheme in compare_security_schemes(comparison.graph):
        if scheme.edits:
            comparison.add_root(scheme, CLIENT_CALL, _callers(comparison, operations, name))


def _callers(comparison: Comparison, sides: tuple[Operations, Operations], scheme: str) -> int:
    """The operations of both sides that require a security scheme."""
    bits = 0
    for operations in sides:
        for operation in operations.values():
            if any(scheme in requirement for requirement in requirements_of(operation.resolver, operation.node)):
                bits |= comparison.operation_bit(operation.name)
    return bits


def compare_components(comparison: Comparison) -> None:
    """Compare schemas that no operation reaches; one that was compared under a new name was not added or removed."""
    old, new = comparison.old.schemas(), comparison.new.schemas()
    compared_old, compared_new = comparison.graph.compared_ids()
    for name in {**old, **new}:
        before, after = old.get(name), new.get(name)
        if before and after and (is_reference(before.value) or is_reference(after.value)):
            comparison.graph.compare_alias(name, compare_schema_pair)
            continue
        was_compared = before and id(before.value) in compared_old, after and id(after.value) in compared_new
        if before and after:
            # what it refers to is compared as the component that it is
            if (
                not all(was_compared)
                and before.value != after.value
                and schema_key(before.value) != schema_key(after.value)
            ):
                comparison.graph.pair(before, after, compare_schema_pair, name, name)
        elif before and not was_compared[0]:
            _note(comparison, "api-schema-removed", name, before)
        elif after and not was_compared[1]:
            _note(comparison, "api-schema-added", name, after)
    comparison.graph.run()


def _note(comparison: Comparison, action: str, name: str, node: Node) -> None:
    pair = Pair(node, node, name, name)
    pair.note(action, node.pointer, name=name)
    comparison.roots.append(pair)


def propagate(pairs: list[Pair]) -> None:
    """Pass on what reaches each pair along all of its edges."""
    # Tarjan yields targets first: reversed, a cycle is complete before it passes anything on
    for cycle in reversed(list(strongly_connected(pairs, lambda pair: [child for child, _ in pair.edges]))):
        members = {id(pair) for pair in cycle}
        if len(cycle) > 1 or any(child is cycle[0] for child, _ in cycle[0].edges):
            _share_in_cycle(cycle, members)
        for pair in cycle:
            for child, step in pair.edges:
                if id(child) not in members:
                    _propagate(pair, child, step)


def _propagate(pair: Pair, child: Pair, step: Step) -> None:
    for role, bits in pair.reached_by.items():
        child_role = step.apply(role)
        child.reached_by[child_role] = child.reached_by.get(child_role, 0) | bits


def _share_in_cycle(cycle: list[Pair], members: set[int]) -> None:
    """Give all pairs of a cycle what reaches one of them, in every role that a way around the cycle gives them.

    Here, a node is a pair in a role, so that a pair gets only the roles in which the cycle reaches it.
    """
    starts: list[_Node] = [(pair, role) for pair in cycle for role in pair.reached_by]

    def successors(node: _Node) -> list[_Node]:
        pair, role = node
        return [(child, step.apply(role)) for child, step in pair.edges if id(child) in members]

    for group in reversed(list(strongly_connected(starts, successors))):
        bits = 0
        for pair, role in group:
            bits |= pair.reached_by.get(role, 0)
        for pair, role in group:
            pair.reached_by[role] = bits
        for child, child_role in {node for each in group for node in successors(each)} - set(group):
            child.reached_by[child_role] = child.reached_by.get(child_role, 0) | bits


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


def _counterparts(old: Operations, new: Operations) -> dict[Key, Key]:
    """The old and new keys of operations that both sides have; the names of path parameters may differ."""
    found = {key: key for key in old if key in new}
    if len(found) == len(old):
        return found
    candidates: dict[Key, list[Key]] = {}
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
