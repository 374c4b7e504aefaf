"""The properties of two objects: which came and went, which are required, who sends them."""

from docgen.differ.bare import key_of_schema
from docgen.differ.edit import Access
from docgen.differ.walk import Walk
from docgen.openapi.merging import merged
from docgen.openapi.nodes import ANYTHING, Place
from docgen.openapi.references import may_refer
from docgen.openapi.resolver import Side
from docgen.openapi.schema import View


def compare_properties(walk: Walk, old: View, new: View) -> None:
    """Note what differs in the properties of two objects, and go down those that both have."""
    for name in {**old.properties, **new.properties}:
        if name in old.properties and name in new.properties:
            node = new.properties[name]
            if old.properties[name] == node and not may_refer(node):
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


def _note_property(walk: Walk, action: str, name: str, view: View, side: Side) -> None:
    place = view.property(name) or Place(None, ())
    looked = merged(side, side.resolve(place))
    qualifiers = {"required"} if name in view.required else set()
    if "default" in looked.keywords:
        qualifiers.add("default")
    walk.note(
        f"property-{action}",
        place.pointer,
        (key_of_schema(place.node), name in view.required),
        name=name,
        qualifiers=frozenset(qualifiers),
        inner=True,
        gone=action == "removed",
        access=access_of(looked),
    )


def access_of(view: View) -> Access:
    """Whether only one side ever sends what the schema describes."""
    if view.keywords.get("readOnly") is True:
        return "read-only"
    return "write-only" if view.keywords.get("writeOnly") is True else ""


def _compare_property(walk: Walk, name: str, old: Place, new: Place, required: bool) -> None:
    if walk.graph.same(old.node, new.node):
        return
    before, after = (
        merged(side, side.resolve(place)) for side, place in ((walk.graph.old, old), (walk.graph.new, new))
    )
    further = walk.down(name, name, access_of(after))
    for keyword, access in (("readOnly", "read-only"), ("writeOnly", "write-only")):
        marks = [view.keywords.get(keyword) is True for view in (before, after)]
        if marks[0] != marks[1]:
            action = f"became-{'' if marks[1] else 'not-'}{access}"
            qualifiers = frozenset({"required"} if required else ())
            further.note(action, new.pointer, (required, key_of_schema([old.node, new.node])), qualifiers=qualifiers)
    walk.descend(further, old, new)


def _compare_required(walk: Walk, old: View, new: View) -> None:
    for name in sorted(old.required ^ new.required):
        before, after = old.property(name), new.property(name)
        if (before is None) != (after is None):
            continue  # the property itself came or went
        known = merged(walk.graph.new, walk.graph.new.resolve(after)) if after else None
        walk.note(
            "property-became-required" if name in new.required else "property-became-optional",
            after.pointer if after else new.child_pointer("required"),
            tuple(key_of_schema(place.node) if place else "" for place in (before, after)),
            name=name,
            qualifiers=frozenset({"default"} if known and "default" in known.keywords else ()),
            inner=True,
            access=access_of(known) if known else "",
        )


def _compare_others(walk: Walk, old: View, new: View) -> None:
    """`additionalProperties`: what else an object may hold; absent and true are the same."""
    before, after = old.keywords.get("additionalProperties"), new.keywords.get("additionalProperties")
    before, after = (ANYTHING if value in (None, True, {}) else value for value in (before, after))
    if before == after and walk.graph.same(before, after):
        return
    pointer = new.child_pointer("additionalProperties")
    if (before is False) != (after is False):
        action = "additional-properties-allowed" if before is False else "additional-properties-disallowed"
        walk.note(action, pointer, (key_of_schema([old.place.node, new.place.node]),), name="additionalProperties")
    elif isinstance(before, dict) and isinstance(after, dict):
        further = walk.down("additionalProperties")
        walk.descend(further, Place(before, old.child_pointer("additionalProperties")), Place(after, pointer))
