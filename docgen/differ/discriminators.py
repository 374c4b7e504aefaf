"""The `discriminator` of a union."""

from docgen.differ.walk import Walk
from docgen.openapi.inheritance import mapped_reference
from docgen.openapi.nodes import Node
from docgen.openapi.schema import Schema


def compare_discriminators(walk: Walk, old: Schema, new: Schema) -> None:
    """Note the differences of two discriminators."""
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
    for key in {**left, **right}:
        if not _refer_to_same(walk, mapped_reference(left.get(key)), mapped_reference(right.get(key))):
            verb = "changed" if key in left and key in right else "added" if key in right else "deleted"
            pair = (left.get(key), right.get(key))
            walk.note(f"discriminator-mapping-{verb}", pointer, (key, *pair), name=key, before=pair[0], after=pair[1])


def _refer_to_same(walk: Walk, old: object, new: object) -> bool:
    """Whether two mappings refer to the same schema, or to equivalent schemas of different names."""
    if old == new or not isinstance(old, str) or not isinstance(new, str):
        return old == new
    before, after = (Node({"$ref": ref}, ()) for ref in (old, new))
    known = walk.graph.old.resolve(before).value is not None and walk.graph.new.resolve(after).value is not None
    return known and walk.graph.are_equivalent(before, after)
