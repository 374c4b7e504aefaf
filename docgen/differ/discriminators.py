"""The `discriminator` of a union."""

from collections.abc import Iterable

from docgen.differ.walk import Walk
from docgen.openapi.inheritance import mapped_reference
from docgen.openapi.nodes import Node
from docgen.openapi.references import schema_reference
from docgen.openapi.schema import Schema


def compare_discriminators(walk: Walk, old: Schema, new: Schema, changed: Iterable[Node]) -> None:
    """Note the differences of two discriminators, but for the names of members that one side alone has."""
    before, after = (schema.keywords.get("discriminator") for schema in (old, new))
    pointer = new.child_pointer("discriminator")
    if before == after:
        return
    if not isinstance(before, dict) or not isinstance(after, dict):
        known = after if isinstance(after, dict) else before
        name = str(known.get("propertyName")) if isinstance(known, dict) else ""
        walk.note(f"discriminator-{'added' if after else 'removed'}", pointer, (name,), name=name)
        return
    names = before.get("propertyName"), after.get("propertyName")
    if names[0] != names[1]:
        walk.note("discriminator-property-name-changed", pointer, names, before=names[0], after=names[1])
    left, right = (found if isinstance(found, dict) else {} for found in (before.get("mapping"), after.get("mapping")))
    moved = {member.get("$ref") for member in changed}
    for key in {**left, **right}:
        targets = [mapped_reference(side[key]) for side in (left, right) if key in side]
        if len(targets) == 1 and (targets[0] in (*moved, schema_reference(key)) or _is_of_one_side(walk, targets[0])):
            continue  # the name comes or goes with its schema, or is that of the schema, which needs no mapping
        if not _refer_to_same(walk, mapped_reference(left.get(key)), mapped_reference(right.get(key))):
            verb = "changed" if key in left and key in right else "added" if key in right else "deleted"
            pair = (left.get(key), right.get(key))
            walk.note(f"discriminator-mapping-{verb}", pointer, (key, *pair), name=key, before=pair[0], after=pair[1])


def _is_of_one_side(walk: Walk, ref: object) -> bool:
    return bool(walk.graph.introduced_or_dropped(Node({"$ref": ref}, ())))


def _refer_to_same(walk: Walk, old: object, new: object) -> bool:
    """Whether two mappings refer to the same schema, or to equivalent schemas of different names."""
    if old == new or not isinstance(old, str) or not isinstance(new, str):
        return old == new
    before, after = (Node({"$ref": ref}, ()) for ref in (old, new))
    known = walk.graph.old.resolve(before).value is not None and walk.graph.new.resolve(after).value is not None
    return known and walk.graph.are_equivalent(before, after)
