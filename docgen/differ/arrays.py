"""The items of arrays: `items` and `prefixItems`."""

from docgen.differ.walk import Walk
from docgen.differ.without_annotations import schema_key
from docgen.openapi.nodes import ANYTHING, Node
from docgen.openapi.schema import Schema


def compare_arrays(walk: Walk, old: Schema, new: Schema) -> None:
    """Note the differences in the items of two arrays."""
    before, after = old.child("items"), new.child("items")
    if before or after:
        typed = [schema.keywords.get("type") for schema in (old, new)]
        if (before and after) or typed[0] == typed[1]:  # else the change of the type says it
            empty = Node(ANYTHING, new.node.pointer)
            walk.descend(walk.child_walk("[]"), before or empty, after or empty)
    _compare_prefix(walk, old, new)


def _compare_prefix(walk: Walk, old: Schema, new: Schema) -> None:
    left, right = old.listed("prefixItems"), new.listed("prefixItems")
    for index in range(max(len(left), len(right))):
        before = left[index] if index < len(left) else None
        after = right[index] if index < len(right) else None
        if before and after:
            walk.descend(walk.child_walk(f"prefixItems[{index}]"), before, after)
        elif after:
            walk.note("prefix-items-added", after.pointer, (index, schema_key(after.value)), name=str(index))
        elif before:
            key = (index, schema_key(before.value))
            walk.note("prefix-items-removed", new.child_pointer("prefixItems"), key, name=str(index))
