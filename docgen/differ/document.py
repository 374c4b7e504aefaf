"""The comparison of two documents, with the operations and events that reach each pair."""

from docgen.differ.base_path import Move, moved_base_path
from docgen.differ.comparison import Comparison
from docgen.differ.components import compare_components
from docgen.differ.events import compare_webhooks
from docgen.differ.paths import CLIENT_CALL, Operations, compare_paths, operations_in
from docgen.differ.propagation import propagate
from docgen.differ.security import compare_document_security, compare_security_schemes, requirements_of
from docgen.differ.servers import compare_servers
from docgen.openapi.spec import Spec


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
