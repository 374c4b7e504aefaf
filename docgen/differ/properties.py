"""The comparison of the properties of two objects: added, removed, required, read-only and write-only."""

from typing import Final

from docgen.differ.edits import Access, marks
from docgen.differ.keys import schema_key
from docgen.differ.types import types_of
from docgen.differ.walk import Walk
from docgen.openapi.merging import merged
from docgen.openapi.nodes import ANYTHING, Node, may_hold_references
from docgen.openapi.patterns import matches
from docgen.openapi.resolver import Resolver
from docgen.openapi.schema import APPLIED_LISTS, Schema

_ACCESS: Final[dict[str, Access]] = {"readOnly": "read-only", "writeOnly": "write-only"}
_DISTINCTIVE: Final = ("properties", *APPLIED_LISTS)


def compare_properties(walk: Walk, old: Schema, new: Schema) -> None:
    """Note the differences in the properties of two objects, and compare those that both have."""
    for name in {**old.properties, **new.properties}:
        before, after = old.property(name), new.property(name)
        if before and after:
            # most properties are equal: they are skipped before anything is merged or resolved
            if before.value != after.value or may_hold_references(after.value):
                _compare_property(walk, name, before, after, (name in old.required, name in new.required))
        elif before and not _has_moved(walk.graph.new, new, name):
            required = name in old.required - new.required
            _note_property(walk, "removed", name, before, walk.graph.old, required, _is_closed(new, name))
        elif after and not _has_moved(walk.graph.old, old, name):
            _note_property(walk, "added", name, after, walk.graph.new, name in new.required - old.required)
    _compare_required(walk, old, new)
    _compare_additional_properties(walk, old, new)


def _has_moved(resolver: Resolver, schema: Schema, name: str) -> bool:
    """Whether each alternative of a schema has a property that the schema itself lost or got.

    The alternatives are compared as such.
    """
    members = schema.alternatives()
    return bool(members) and all(name in merged(resolver, member).properties for member in members)


def _is_closed(schema: Schema, name: str) -> bool:
    """Whether a schema refuses a property that it does not name; a pattern that it cannot read may accept it."""
    closed = any(schema.keywords.get(key) is False for key in ("additionalProperties", "unevaluatedProperties"))
    return closed and not any(matches(pattern, name) is not False for pattern in schema.children("patternProperties"))


def _note_property(
    walk: Walk, verb: str, name: str, node: Node, resolver: Resolver, required: bool, closed: bool = False
) -> None:
    # a new schema that a property refers to is told with the property, not at each place that uses it
    view, shape = merged(resolver, node), schema_key(node.value)
    item = node.child("items") if node.get("items") else node
    # with a schema, all that holds it comes or goes
    decision = walk.graph.introduced_or_dropped(item.ref)
    if not decision and not walk.pair.is_named and any(item.get(keyword) for keyword in _DISTINCTIVE):
        decision = shape  # it says so much that an equal one elsewhere in the operations is no chance
    walk.note(
        f"property-{verb}",
        node.pointer,
        (shape, required),
        name=name,
        qualifiers=marks(required=required, default="default" in view.keywords, closed=closed),
        below=True,
        removed=verb == "removed",
        access=_access_of(view),
        decision=decision and f"{name}: {decision}",
    )


def _access_of(schema: Schema) -> Access:
    """Whether a schema is read-only or write-only."""
    return next((access for keyword, access in _ACCESS.items() if schema.keywords.get(keyword) is True), "")


def _compare_property(walk: Walk, name: str, old: Node, new: Node, required: tuple[bool, bool]) -> None:
    if walk.graph.is_same(old.value, new.value):
        return
    before, after = walk.graph.merged(old, new)
    child = walk.child_walk(name, name, _access_of(after))
    for keyword, access in _ACCESS.items():
        was_marked, is_marked = before.keywords.get(keyword) is True, after.keywords.get(keyword) is True
        if was_marked != is_marked:
            # what goes was required by the old schema, what comes is by the new one
            action, is_required = f"became-not-{access}", required[1]
            if is_marked:
                action, is_required = f"became-{access}", required[0]
            key = (is_required, schema_key([old.value, new.value]))
            child.note(action, new.pointer, key, qualifiers=marks(required=is_required))
    walk.descend(child, old, new)


def _compare_required(walk: Walk, old: Schema, new: Schema) -> None:
    names = types_of(new).names
    if names is not None and "object" not in names:
        return  # it has no fields
    # a name can be required where no schema describes it
    for name in sorted(old.required ^ new.required):
        before, after = old.property(name), new.property(name)
        if (before is None) != (after is None):
            continue  # noted as an added or removed property
        view = merged(walk.graph.new, after or Node(ANYTHING, ()))
        walk.note(
            "property-became-required" if name in new.required else "property-became-optional",
            after.pointer if after else new.node.pointer,
            tuple(schema_key(node.value) if node else "" for node in (before, after)),
            name=name,
            qualifiers=marks(default="default" in view.keywords),
            below=True,
            access=_access_of(view),
        )


def _compare_additional_properties(walk: Walk, old: Schema, new: Schema) -> None:
    """Compare `additionalProperties`; absent, true and an empty schema mean the same."""
    if "additionalProperties" not in old.keywords and "additionalProperties" not in new.keywords:
        return
    before, after = _additional(old), _additional(new)
    if walk.graph.is_same(before.value, after.value):
        return
    was_closed, is_closed = before.value is False, after.value is False
    if was_closed != is_closed:
        action = "additional-properties-allowed" if was_closed else "additional-properties-disallowed"
        walk.note_keyword(action, new, "additionalProperties", (schema_key([old.node.value, new.node.value]),))
    elif isinstance(before.value, dict) and isinstance(after.value, dict):
        walk.compare("additionalProperties", before, after)


def _additional(schema: Schema) -> Node:
    value = schema.keywords.get("additionalProperties")
    return Node(ANYTHING if value in (None, True, {}) else value, schema.child_pointer("additionalProperties"))
