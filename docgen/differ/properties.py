"""The properties of two objects: which came and went, which are required, who sends them."""

from docgen.differ.edits import Access
from docgen.differ.walk import Walk
from docgen.differ.without_annotations import key_of_schema
from docgen.openapi.merging import merged
from docgen.openapi.nodes import ANYTHING, Node
from docgen.openapi.references import may_hold_references
from docgen.openapi.resolver import Resolver
from docgen.openapi.schema import Schema


def compare_properties(walk: Walk, old: Schema, new: Schema) -> None:
    """Note what differs in the properties of two objects, and go down those that both have."""
    for name in {**old.properties, **new.properties}:
        if name in old.properties and name in new.properties:
            node = new.properties[name]
            if old.properties[name] == node and not may_hold_references(node):
                continue
        before, after = old.property(name), new.property(name)
        if before is None:
            _note_property(walk, "added", name, new, walk.graph.new)
        elif after is None:
            _note_property(walk, "removed", name, old, walk.graph.old)
        else:
            _compare_property(walk, name, before, after, name in new.required)
    _compare_required(walk, old, new)
    _compare_others(walk, old, new)


def _note_property(walk: Walk, action: str, name: str, schema: Schema, resolver: Resolver) -> None:
    node = schema.property(name) or Node(None, ())
    looked = merged(resolver, resolver.resolve(node))
    qualifiers = {"required"} if name in schema.required else set()
    if "default" in looked.keywords:
        qualifiers.add("default")
    walk.note(
        f"property-{action}",
        node.pointer,
        (key_of_schema(node.value), name in schema.required),
        name=name,
        qualifiers=frozenset(qualifiers),
        inner=True,
        gone=action == "removed",
        access=access_of(looked),
    )


def access_of(schema: Schema) -> Access:
    """Whether only one side ever sends what the schema describes."""
    if schema.keywords.get("readOnly") is True:
        return "read-only"
    return "write-only" if schema.keywords.get("writeOnly") is True else ""


def _compare_property(walk: Walk, name: str, old: Node, new: Node, required: bool) -> None:
    if walk.graph.same(old.value, new.value):
        return
    before, after = (
        merged(resolver, resolver.resolve(node)) for resolver, node in ((walk.graph.old, old), (walk.graph.new, new))
    )
    further = walk.down(name, name, access_of(after))
    for keyword, access in (("readOnly", "read-only"), ("writeOnly", "write-only")):
        marks = [schema.keywords.get(keyword) is True for schema in (before, after)]
        if marks[0] != marks[1]:
            action = f"became-{'' if marks[1] else 'not-'}{access}"
            qualifiers = frozenset({"required"} if required else ())
            further.note(action, new.pointer, (required, key_of_schema([old.value, new.value])), qualifiers=qualifiers)
    walk.descend(further, old, new)


def _compare_required(walk: Walk, old: Schema, new: Schema) -> None:
    for name in sorted(old.required ^ new.required):
        before, after = old.property(name), new.property(name)
        if (before is None) != (after is None):
            continue  # the property itself came or went
        known = merged(walk.graph.new, walk.graph.new.resolve(after)) if after else None
        walk.note(
            "property-became-required" if name in new.required else "property-became-optional",
            after.pointer if after else new.child_pointer("required"),
            tuple(key_of_schema(node.value) if node else "" for node in (before, after)),
            name=name,
            qualifiers=frozenset({"default"} if known and "default" in known.keywords else ()),
            inner=True,
            access=access_of(known) if known else "",
        )


def _compare_others(walk: Walk, old: Schema, new: Schema) -> None:
    """`additionalProperties`: what else an object may hold; absent and true are the same."""
    before, after = old.keywords.get("additionalProperties"), new.keywords.get("additionalProperties")
    before, after = (ANYTHING if value in (None, True, {}) else value for value in (before, after))
    if before == after and walk.graph.same(before, after):
        return
    pointer = new.child_pointer("additionalProperties")
    if (before is False) != (after is False):
        action = "additional-properties-allowed" if before is False else "additional-properties-disallowed"
        walk.note(action, pointer, (key_of_schema([old.node.value, new.node.value]),), name="additionalProperties")
    elif isinstance(before, dict) and isinstance(after, dict):
        further = walk.down("additionalProperties")
        walk.descend(further, Node(before, old.child_pointer("additionalProperties")), Node(after, pointer))
