"""The comparison of the properties of two objects: added, removed, required, read-only and write-only."""

from docgen.differ.edits import Access
from docgen.differ.types import types_of
from docgen.differ.walk import Walk
from docgen.differ.without_annotations import schema_key
from docgen.openapi.merging import merged
from docgen.openapi.nodes import ANYTHING, Node
from docgen.openapi.patterns import matches
from docgen.openapi.references import may_hold_references
from docgen.openapi.resolver import Resolver
from docgen.openapi.schema import UNIONS, Schema


def compare_properties(walk: Walk, old: Schema, new: Schema) -> None:
    """Note the differences in the properties of two objects, and compare those that both have."""
    same_names = old.properties.keys() == new.properties.keys()
    for name in old.properties if same_names else {**old.properties, **new.properties}:
        if name in old.properties and name in new.properties:
            node = new.properties[name]
            if old.properties[name] == node and not may_hold_references(node):
                continue  # most properties: skipped before anything is merged or resolved
        before, after = old.property(name), new.property(name)
        if None in (before, after) and _moved(walk, old, new, name):
            continue
        if before is None:
            _note_property(walk, "added", name, new, walk.graph.new, required=name in new.required - old.required)
        elif after is None:
            required = name in old.required - new.required
            closed = _is_closed(new, name)
            _note_property(walk, "removed", name, old, walk.graph.old, required=required, closed=closed)
        else:
            _compare_property(walk, name, before, after, (name in old.required, name in new.required))
    _compare_required(walk, old, new)
    _compare_additional_properties(walk, old, new)


def _moved(walk: Walk, old: Schema, new: Schema, name: str) -> bool:
    """Whether each alternative of a schema has a property that the schema itself lost or got.

    The alternatives are compared as such.
    """
    resolver, schema = (walk.graph.new, new) if name in old.properties else (walk.graph.old, old)
    members = [merged(resolver, node) for keyword in UNIONS for node in schema.listed(keyword)]
    return bool(members) and all(name in member.properties for member in members)


def _is_closed(schema: Schema, name: str) -> bool:
    """Whether a schema refuses a property that it does not name; a pattern that it cannot read may accept it."""
    closed = any(schema.keywords.get(key) is False for key in ("additionalProperties", "unevaluatedProperties"))
    return closed and not any(matches(pattern, name) is not False for pattern in schema.children("patternProperties"))


def _note_property(
    walk: Walk, action: str, name: str, schema: Schema, resolver: Resolver, *, required: bool, closed: bool = False
) -> None:
    node = schema.property(name) or Node(None, ())
    view = merged(resolver, node)
    qualifiers = {"required"} if required else set()
    if "default" in view.keywords:
        qualifiers.add("default")
    if closed:
        qualifiers.add("closed")
    decision, shape = walk.graph.introduced_or_dropped(_item(node)), schema_key(node.value)
    # with a schema, all that holds it comes or goes
    if not walk.is_named and _is_distinctive(node):
        decision = decision or shape
    walk.note(
        f"property-{action}",
        node.pointer,
        (shape, required),
        name=name,
        qualifiers=frozenset(qualifiers),
        below=True,
        removed=action == "removed",
        access=access_of(view),
        decision=decision and f"{name}: {decision}",
    )


def _item(node: Node) -> Node:
    """A schema, or that of the items of an array."""
    return node.child("items") if node.get("items") else node


def _is_distinctive(node: Node) -> bool:
    """Whether a schema says so much that an equal one elsewhere in the operations is no chance."""
    item = _item(node)
    return any(item.get(keyword) for keyword in ("properties", "oneOf", "anyOf", "allOf"))


def access_of(schema: Schema) -> Access:
    """Whether a schema is read-only or write-only."""
    if schema.keywords.get("readOnly") is True:
        return "read-only"
    return "write-only" if schema.keywords.get("writeOnly") is True else ""


def _compare_property(walk: Walk, name: str, old: Node, new: Node, required: tuple[bool, bool]) -> None:
    if walk.graph.is_same(old.value, new.value):
        return
    before, after = (merged(resolver, node) for resolver, node in ((walk.graph.old, old), (walk.graph.new, new)))
    child = walk.child_walk(name, name, access_of(after))
    for keyword, access in (("readOnly", "read-only"), ("writeOnly", "write-only")):
        marks = [schema.keywords.get(keyword) is True for schema in (before, after)]
        if marks[0] != marks[1]:
            action = f"became-{'' if marks[1] else 'not-'}{access}"
            # what goes was required by the old schema, what comes is by the new one
            demanded = required[0] if marks[1] else required[1]
            qualifiers = frozenset({"required"} if demanded else ())
            child.note(action, new.pointer, (demanded, schema_key([old.value, new.value])), qualifiers=qualifiers)
    walk.descend(child, old, new)


def _compare_required(walk: Walk, old: Schema, new: Schema) -> None:
    names = types_of(new).names
    if names is not None and "object" not in names:
        return  # it has no fields
    for name in sorted(old.required ^ new.required) if old.required != new.required else ():
        before, after = old.property(name), new.property(name)
        if (before is None) != (after is None):
            continue  # noted as an added or removed property
        view = merged(walk.graph.new, after) if after else None
        walk.note(
            "property-became-required" if name in new.required else "property-became-optional",
            after.pointer if after else new.node.pointer,
            tuple(schema_key(node.value) if node else "" for node in (before, after)),
            name=name,
            qualifiers=frozenset({"default"} if view and "default" in view.keywords else ()),
            below=True,
            access=access_of(view) if view else "",
        )


def _compare_additional_properties(walk: Walk, old: Schema, new: Schema) -> None:
    """Compare `additionalProperties`; absent, true and an empty schema mean the same."""
    before, after = old.keywords.get("additionalProperties"), new.keywords.get("additionalProperties")
    before, after = (ANYTHING if value in (None, True, {}) else value for value in (before, after))
    if before == after and walk.graph.is_same(before, after):
        return
    pointer = new.child_pointer("additionalProperties")
    if (before is False) != (after is False):
        action = "additional-properties-allowed" if before is False else "additional-properties-disallowed"
        walk.note(action, pointer, (schema_key([old.node.value, new.node.value]),), name="additionalProperties")
    elif isinstance(before, dict) and isinstance(after, dict):
        child = walk.child_walk("additionalProperties")
        walk.descend(child, Node(before, old.child_pointer("additionalProperties")), Node(after, pointer))
