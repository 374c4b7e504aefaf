"""Unions: their members that were added and removed, and the comparison of those that both sides have."""

from collections.abc import Iterable
from typing import Any

from docgen.differ.union_members import match_members
from docgen.differ.walk import Walk
from docgen.differ.without_annotations import schema_key
from docgen.differ.wrapping import KINDS, member_name, note_members
from docgen.openapi.discriminators import mapped_reference, mapping_of
from docgen.openapi.nodes import Node
from docgen.openapi.references import schema_reference
from docgen.openapi.schema import Schema


def compare_unions(walk: Walk, old: Schema, new: Schema) -> None:
    """Note the members of unions that were added and removed, and compare those that both sides have."""
    kinds = [[keyword for keyword in KINDS if keyword in schema.keywords] for schema in (old, new)]
    if len(kinds[0]) == len(kinds[1]) == 1 and kinds[0] != kinds[1]:
        before, after = kinds[0][0], kinds[1][0]
        key = (schema_key(old.node.value), schema_key(new.node.value))
        walk.note(f"{KINDS[before]}-became-{KINDS[after]}", new.child_pointer(after), key, name=after)
        changed = _compare_lists(walk, after, old.listed(before), new.listed(after))
        compare_discriminators(walk, old, new, changed)
        return
    changed = [node for keyword in KINDS for node in _compare_keyword(walk, old, new, keyword)]
    compare_discriminators(walk, old, new, changed)
    _compare_lists(walk, "allOf", list(old.members), list(new.members))  # the parts that could not be merged


def _compare_keyword(walk: Walk, old: Schema, new: Schema, keyword: str) -> list[Node]:
    before, after = old.listed(keyword), new.listed(keyword)
    if before and after:
        return _compare_lists(walk, keyword, before, after)
    if before or after:
        key = tuple(schema_key(node.value) for node in before or after)
        action = f"{KINDS[keyword]}-{'introduced' if after else 'dropped'}"
        walk.note(action, new.child_pointer(keyword), key, name=keyword)
    return []


def _compare_lists(walk: Walk, keyword: str, old: list[Node], new: list[Node]) -> list[Node]:
    """Compare the members of two unions, or the parts of two schemas; those that only one of them has."""
    name = KINDS.get(keyword, "all-of")
    members = match_members(walk.graph, old, new)
    for left, right in members.pairs:
        path = f"{keyword}[{member_name(right)}]" if keyword in KINDS else keyword
        walk.descend(walk.child_walk(path), left, right)
    for node in members.removed:
        note_members(walk, f"{name}-removed", [node])
    for node in members.added:
        note_members(walk, f"{name}-added", [node], [(walk.graph.old, other) for other in old])
    return [*members.removed, *members.added]


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
    left, right = _mapping(before), _mapping(after)
    moved = {member.get("$ref") for member in changed}
    for key in {**left, **right}:
        targets = [mapped_reference(side[key]) for side in (left, right) if key in side]
        if len(targets) == 1 and (targets[0] in (*moved, schema_reference(key)) or _is_of_one_side(walk, targets[0])):
            continue  # the name comes or goes with its schema, or is that of the schema, which needs no mapping
        if not _refer_to_same(walk, mapped_reference(left.get(key)), mapped_reference(right.get(key))):
            verb = "changed" if key in left and key in right else "added" if key in right else "deleted"
            pair = (left.get(key), right.get(key))
            walk.note(f"discriminator-mapping-{verb}", pointer, (key, *pair), name=key, before=pair[0], after=pair[1])


def _mapping(discriminator: dict[str, Any]) -> dict[str, Any]:
    """The mapping of a discriminator; `*` is any other value (OpenAPI 3.2, section 4.25)."""
    default = discriminator.get("defaultMapping")
    return mapping_of(discriminator) | ({} if default is None else {"*": default})


def _is_of_one_side(walk: Walk, ref: object) -> bool:
    return bool(walk.graph.introduced_or_dropped(Node({"$ref": ref}, ())))


def _refer_to_same(walk: Walk, old: object, new: object) -> bool:
    """Whether two mappings refer to the same schema, or to equivalent schemas of different names."""
    if old == new or not isinstance(old, str) or not isinstance(new, str):
        return old == new
    before, after = (Node({"$ref": ref}, ()) for ref in (old, new))
    known = walk.graph.old.resolve(before).value is not None and walk.graph.new.resolve(after).value is not None
    return known and walk.graph.are_equivalent(before, after)
