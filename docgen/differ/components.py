"""Component schemas that were added or removed, and the edits of those that no operation reaches."""

from typing import Any

import msgspec

from docgen.differ.comparison import Comparison
from docgen.differ.pairs import Pair
from docgen.differ.schema import compare_schema_pair
from docgen.differ.without_annotations import differs, schema_key
from docgen.openapi.nodes import Node
from docgen.openapi.references import is_reference


def compare_components(comparison: Comparison) -> None:
    """Compare schemas that no operation reaches; one that was compared under a new name was not added or removed."""
    old, new = (resolver.root.child("components").members("schemas") for resolver in (comparison.old, comparison.new))
    compared_old, compared_new = comparison.graph.compared_ids()
    for name in {**old, **new}:
        before, after = old.get(name), new.get(name)
        if before and after and (is_reference(before.value) or is_reference(after.value)):
            comparison.graph.compare_alias(name, compare_schema_pair)
            continue
        if before and id(before.value) in compared_old:
            before = None  # as another, or as this one
        if after and id(after.value) in compared_new:
            after = None
        if before and after:
            # what it refers to is compared as the component that it is
            if differs(before.value, after.value) and not _only_reordered(before.value, after.value):
                comparison.graph.pair(before, after, compare_schema_pair, name, name)
        elif before and not (name in new and new[name].value == before.value):
            _note(comparison, "api-schema-removed", name, before)
        elif after and not (name in old and old[name].value == after.value):
            _note(comparison, "api-schema-added", name, after)
    comparison.graph.run()


def _only_reordered(old: Any, new: Any) -> bool:  # noqa: ANN401 - a node of JSON can be anything
    """Whether two schemas differ in the order of union members alone."""
    # the same members have the same length in any order: a quick test before sorting
    lengths = {len(msgspec.json.encode(node)) for node in (old, new)}
    return len(lengths) == 1 and schema_key(old) == schema_key(new)


def _note(comparison: Comparison, action: str, name: str, node: Node) -> None:
    pair = Pair(node, node, name, name)
    pair.note(action, node.pointer, name=name)
    comparison.roots.append(pair)
