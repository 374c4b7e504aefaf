"""Schemas that became a union, or stopped being one: the member that they were or are, and the others.

Members of unions, and parts of an `allOf`, are noted here as added or removed.
"""

from collections.abc import Sequence
from typing import Final

from docgen.differ.catalogue import CATALOGUE
from docgen.differ.likeness import ALIKE, Sided, are_disjoint, demanded, likeness
from docgen.differ.walk import Walk
from docgen.differ.without_annotations import schema_key
from docgen.openapi.nodes import Node, validated
from docgen.openapi.pointers import pointer_of
from docgen.openapi.references import component_name, is_reference
from docgen.openapi.schema import Schema

KINDS: Final = {"oneOf": "one-of", "anyOf": "any-of"}
"""The keywords of unions, by their names in actions."""


def note_wrapping(walk: Walk, old: Schema, new: Schema) -> bool:
    """Compare a schema with the union that it became or was; False if neither side alone is one."""
    for keyword in KINDS:
        is_union = [
            validated(schema.keywords) - {"discriminator", "type"} == {keyword} and not schema.properties
            for schema in (old, new)
        ]
        if is_union[0] == is_union[1]:
            continue
        single = new if is_union[0] else old
        if KINDS.keys().isdisjoint(single.keywords) and (single.properties or validated(single.keywords)):
            _compare(walk, old, new, keyword, into=is_union[1])
            return True
    return False


def _compare(walk: Walk, old: Schema, new: Schema, keyword: str, *, into: bool) -> None:
    """Note how the members differ from the single schema, which `into` says was the first side."""
    union, single = (new, old) if into else (old, new)
    resolvers = (walk.graph.old, walk.graph.new) if into else (walk.graph.new, walk.graph.old)
    alone, members = (resolvers[0], single.node), [(resolvers[1], member) for member in union.listed(keyword)]
    counterpart = _same(walk, alone, members, into=into)
    # a trial makes no further ones: what is not the same as it stands counts as different there
    if (
        counterpart is None
        and not walk.graph.depth
        and all(_holds(walk, single, member, into=into) for _, member in members)
    ):
        _note(walk, f"{KINDS[keyword]}-{'introduced' if into else 'dropped'}", old, new, keyword)
        return
    if counterpart is None and not walk.graph.depth:
        counterpart = _most_alike(alone, members)
    if counterpart is None:
        _note(walk, f"{'wrapped-in' if into else 'unwrapped-from'}-{KINDS[keyword]}", old, new, keyword)
        return
    others = [member for _, member in members if member is not counterpart]
    if others:
        note_members(walk, f"{KINDS[keyword]}-{'added' if into else 'removed'}", others, [alone])
    pair = (single.node, counterpart) if into else (counterpart, single.node)
    if not walk.graph.are_equivalent(*pair):
        walk.descend(walk.child_walk(f"{keyword}[{member_name(counterpart)}]") if into else walk, *pair)


def _note(walk: Walk, action: str, old: Schema, new: Schema, keyword: str) -> None:
    key = (schema_key(old.node.value), schema_key(new.node.value))
    walk.note(action, new.child_pointer(keyword), key, name=keyword)


def _same(walk: Walk, alone: Sided, members: list[Sided], *, into: bool) -> Node | None:
    """The member that is the single schema, by what it demands or by its name."""
    for _, member in members:
        if walk.graph.are_equivalent(*((alone[1], member) if into else (member, alone[1]))):
            return member
    name = component_name(alone[1].pointer)
    named = (member for resolver, member in members if component_name(resolver.resolve(member).pointer) == name)
    return next(named, None) if name is not None else None


def _most_alike(alone: Sided, members: list[Sided]) -> Node | None:
    """The member that is most like the single schema; None if none is like it, or two are as much."""
    ranked = sorted(((likeness(alone, side), index) for index, side in enumerate(members)), reverse=True)
    best = [index for value, index in ranked if value == ranked[0][0]]
    return members[best[0]][1] if ranked and ranked[0][0] >= ALIKE and len(best) == 1 else None


def _holds(walk: Walk, single: Schema, member: Node, *, into: bool) -> bool:
    """Whether a single schema accepts all that a member accepts, and names no property that the member does not."""
    edits = walk.graph.edits_between(*((single.node, member) if into else (member, single.node)))
    towards, missing = ("narrower", "property-removed") if into else ("wider", "property-added")
    return all(edit.action != missing and CATALOGUE[edit.action].variance in (towards, "neutral") for edit in edits)


def note_members(walk: Walk, action: str, nodes: Sequence[Node], others: Sequence[Sided] = ()) -> None:
    """Note that members were added or removed together, by one decision; `others` are those that added ones join."""
    if action == "any-of-added" and others and any(_is_disjoint(walk, node, others) for node in nodes):
        action = "any-of-added-disjoint"
    decision = walk.graph.introduced_or_dropped(nodes[0]) if len(nodes) == 1 else ""
    pointer = nodes[0].pointer if len(nodes) == 1 else nodes[0].pointer[:-1]
    key = tuple(schema_key(node.value) for node in nodes)
    name, *others_named = map(member_name, nodes)
    walk.note(action, pointer, key, name=name, others=tuple(others_named), decision=decision)


def _is_disjoint(walk: Walk, node: Node, others: Sequence[Sided]) -> bool:
    added = demanded((walk.graph.new, node))
    return all(are_disjoint(added, demanded(other)) for other in others)


def member_name(node: Node) -> str:
    """The name of a member for a reader: of its component, its title, or its number."""
    if is_reference(node.value):
        return str(pointer_of(node.value["$ref"])[-1])
    title = node.get("title")
    if isinstance(title, str):
        return title
    last = node.pointer[-1] if node.pointer else 0
    return f"no. {last + 1}" if isinstance(last, int) else str(last)
