"""The comparison of two documents, with the operations and events that reach each pair."""

from typing import Final

from docgen.differ.comparison import Comparison, propagate
from docgen.differ.edits import Details, Role, counterparts, marks
from docgen.differ.events import compare_callbacks, compare_webhooks, register_callbacks
from docgen.differ.keys import schema_key
from docgen.differ.lifecycle import STABILITY_KEY
from docgen.differ.operations import compare_operations, is_unchanged
from docgen.differ.path_items import Operation, operation_shape, operations_of
from docgen.differ.security import (
    compare_document_security,
    compare_operation_security,
    compare_security_schemes,
    requirements_of,
)
from docgen.differ.servers import Move, compare_servers, moved_base_path
from docgen.openapi.lifecycle import sunset_of
from docgen.openapi.resolver import Resolver
from docgen.openapi.spec import Spec

Key = tuple[str, str]
"""The path and the method of an operation."""
Operations = dict[Key, Operation]
CLIENT_CALL: Final = Role("request", "operation")


def compare(base: Spec, revision: Spec, annotations: bool) -> Comparison:
    """Compare all parts of two documents; with `annotations`, descriptions, examples and extensions as well."""
    comparison = Comparison(base, revision)
    move = moved_base_path(comparison.old.root, comparison.new.root)
    old, new = operations_in(comparison.old, move), operations_in(comparison.new)
    compare_paths(comparison, old, new)
    compare_webhooks(comparison)
    comparison.roots += compare_document_security(comparison.graph)
    comparison.roots += compare_servers(comparison.old.root, comparison.new.root, move)
    for name, scheme in compare_security_schemes(comparison.graph):
        if scheme.edits:
            comparison.add_root(scheme, CLIENT_CALL, _callers(comparison, [*old.values(), *new.values()], name))
    # all edges have to be there before anything is passed along them
    comparison.graph.run()
    propagate(comparison.pairs)
    compare_components(comparison)
    if annotations:
        from docgen.differ.annotations import compare_annotations  # few ask for them, and each import delays all

        comparison.roots.extend(compare_annotations(comparison.old.spec, comparison.new.spec))
    return comparison


def _callers(comparison: Comparison, operations: list[Operation], scheme: str) -> int:
    """The operations that require a security scheme."""
    bits = 0
    for operation in operations:
        if any(scheme in requirement for requirement in requirements_of(operation.resolver, operation)):
            bits |= comparison.calls.bit("operation", operation.name)
    return bits


def compare_components(comparison: Comparison) -> None:
    """Compare schemas that no operation reaches; one that was compared under a new name was not added or removed."""
    graph, old, new = comparison.graph, comparison.old.schemas(), comparison.new.schemas()
    compared_old, compared_new = graph.compared_ids()
    for name, verb, node, before in counterparts(old, new):
        # under whichever name: a schema that was renamed or moved inline has been compared
        is_compared = id(node.value) in (compared_old if verb == "removed" else compared_new)
        if not before:
            if not is_compared:
                comparison.note_whole(f"api-schema-{verb}", node, name, name, name=name)
        elif before.ref or node.ref:
            graph.compare_alias(name)
        elif (is_compared and id(before.value) in compared_old) or before.value == node.value:
            continue  # what it refers to is compared as the component that it is
        elif schema_key(before.value) != schema_key(node.value):
            graph.pair(before, node, graph.compare_schema, name, name)
    graph.run()


def operations_in(resolver: Resolver, move: Move | None = None) -> Operations:
    """The operations of a contract by path and method; with the move of a base path, by the paths after it."""
    operations: Operations = {}
    for path, item in resolver.root.fields("paths").items():
        for operation in operations_of(resolver, move.rename(path) if move else path, item):
            operations[operation.path, operation.method] = operation
    return operations


def compare_paths(comparison: Comparison, old: Operations, new: Operations) -> None:
    """Note the operations that were added and removed, and compare those that both sides have."""
    calls, names = comparison.calls, _new_keys(old, new)
    for operation in old.values():
        calls.stability[operation.name] = operation.get(STABILITY_KEY)
    remaining = {operation_shape(path) for path, _ in new} if len(names) < len(old) else set()
    renamed = {names.get(key, key): operation for key, operation in old.items()}
    for _, verb, operation, before in counterparts(renamed, new):
        if before:
            _compare(comparison, before, operation)
            continue
        name = operation.name
        details = Details(name=name)
        action, reached_by = "endpoint-added", {CLIENT_CALL: calls.bit("operation", name)}
        if verb == "removed":
            action, is_deprecated = "api-removed", operation.is_deprecated
            is_path_gone = operation_shape(operation.path) not in remaining
            qualifiers = marks(path=is_path_gone, deprecated=is_deprecated)
            details = Details(name=name, before=sunset_of(operation.mapping), qualifiers=qualifiers)
        comparison.note_whole(action, operation, f"`{name}`", name, (name,), reached_by, **details)


def _new_keys(old: Operations, new: Operations) -> dict[Key, Key]:
    """The new keys of operations that both sides have, by their old ones: the names of path parameters may differ."""
    keys = {key: key for key in old if key in new}
    if len(keys) == len(old):
        return keys
    candidates: dict[Key, list[Key]] = {}
    for path, method in new:
        if (path, method) not in old:
            candidates.setdefault((operation_shape(path), method), []).append((path, method))
    for path, method in old:
        if (path, method) not in keys and (others := candidates.get((operation_shape(path), method))):
            keys[path, method] = others.pop(0)
    return keys


def _compare(comparison: Comparison, before: Operation, after: Operation) -> None:
    # the name that its callers know: path parameters may be renamed
    name = before.name
    bits = comparison.calls.bit("operation", name)
    if is_unchanged(comparison.graph, before, after):
        register_callbacks(comparison, before)
        return
    pair = compare_operations(comparison.graph, before, after, f"`{name}`", name)
    compare_operation_security(comparison.graph, pair)
    if pair.edits or pair.edges:
        comparison.add_root(pair, CLIENT_CALL, bits)
    compare_callbacks(comparison, pair, bits)
