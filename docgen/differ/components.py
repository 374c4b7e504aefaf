"""Component schemas that were added or removed, and those that differ but that no operation reaches."""

from typing import Any

import msgspec

from docgen.differ.comparison import Comparison
from docgen.differ.pairs import Pair
from docgen.differ.schema import compare_schema_pair
from docgen.differ.without_annotations import differs, sort_unions, strip_annotations
from docgen.openapi.nodes import Node


def compare_components(comparison: Comparison) -> None:
    """Compare schemas that no operation reaches; one that was compared under a new name was not added or removed."""
    old, new = (resolver.root.child("components").members("schemas") for resolver in (comparison.old, comparison.new))
    compared_old, compared_new = comparison.graph.compared_ids()
    for name, node in old.items():
        if name not in new:
            if id(node.value) not in compared_old:
                _note(comparison, "api-schema-removed", name, node)
        elif (
            node.value != new[name].value
            and id(node.value) not in compared_old
            and id(new[name].value) not in compared_new
        ):
            _compare(comparison, name, node, new[name])
    for name, node in new.items():
        if name not in old and id(node.value) not in compared_new:
            _note(comparison, "api-schema-added", name, node)
    comparison.graph.run()


def _compare(comparison: Comparison, name: str, old: Node, new: Node) -> None:
    """An unreached schema is one change; in a contract without operations and events, schemas are compared in full."""
    if not comparison.has_operations_or_events:
        comparison.graph.pair(old, new, compare_schema_pair, name, name)
    elif (
        differs(old.value, new.value)
        and not _only_reordered(old.value, new.value)
        and not _only_rewritten(comparison, old, new)
    ):
        _note(comparison, "api-schema-changed", name, new)


def _only_reordered(old: Any, new: Any) -> bool:  # noqa: ANN401 - a node of JSON can be anything
    """Whether two schemas differ in the order of union members alone."""
    # the same members have the same length in any order: a quick test before sorting
    lengths = {len(msgspec.json.encode(node)) for node in (old, new)}
    return len(lengths) == 1 and sort_unions(strip_annotations(old)) == sort_unions(strip_annotations(new))


def _only_rewritten(comparison: Comparison, old: Node, new: Node) -> bool:
    """Whether two schemas differ in references or their dialect alone, and are equivalent with references resolved."""
    dialects = comparison.old.ignores_siblings != comparison.new.ignores_siblings
    may_be = dialects or not differs(old.value, new.value, references=False)
    return may_be and comparison.graph.are_equivalent(old, new)


def _note(comparison: Comparison, action: str, name: str, node: Node) -> None:
    pair = Pair(node, node, name, name)
    pair.note(action, node.pointer, name=name)
    comparison.roots.append(pair)
