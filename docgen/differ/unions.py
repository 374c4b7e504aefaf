"""Unions: schemas that became one or stopped being one, and members that were added and removed."""

from typing import Final

from docgen.differ.discriminators import compare_discriminators
from docgen.differ.union_members import match_members
from docgen.differ.walk import Walk
from docgen.differ.without_annotations import schema_key
from docgen.openapi.nodes import ANNOTATIONS, Node
from docgen.openapi.pointers import pointer_of
from docgen.openapi.references import is_reference
from docgen.openapi.schema import Schema

_KINDS: Final = {"oneOf": "one-of", "anyOf": "any-of"}


def _text(node: Node) -> str:
    return schema_key(node.value)


def note_wrapping(walk: Walk, old: Schema, new: Schema) -> bool:
    """Note a schema that became a union, or the reverse; True if so, then nothing else is left to compare."""
    for keyword, name in _KINDS.items():
        is_union = [
            _validated_keywords(schema) - {"discriminator", "type"} == {keyword} and not schema.properties
            for schema in (old, new)
        ]
        if is_union[0] == is_union[1]:
            continue
        union, single = (old, new) if is_union[0] else (new, old)
        if not _KINDS.keys().isdisjoint(single.keywords) or not (single.properties or _validated_keywords(single)):
            continue
        _note_wrapped(walk, union, single, keyword, name, into=is_union[1])
        return True
    return False


def _validated_keywords(schema: Schema) -> set[str]:
    """The keywords of a schema without annotations and extensions."""
    return {key for key in schema.keywords if key not in ANNOTATIONS and key[:2] != "x-"}


def _note_wrapped(walk: Walk, union: Schema, single: Schema, keyword: str, name: str, into: bool) -> None:
    graph = walk.graph
    members = union.listed(keyword)
    old = [single.node] if into else members
    new = members if into else [single.node]
    same = next(((left, right) for left in old for right in new if graph.are_equivalent(left, right)), None)
    if same is None:
        action = f"wrapped-in-{name}" if into else f"unwrapped-from-{name}"
        walk.note(action, (union if into else single).node.pointer, (_text(union.node), _text(single.node)))
        return
    for node in members:
        if node not in same:
            _note_member(walk, f"{name}-{'added' if into else 'removed'}", node)


def compare_unions(walk: Walk, old: Schema, new: Schema) -> None:
    """Note the members of unions that were added and removed, and compare those that both sides have."""
    if _changed_kind(walk, old, new):
        return
    for keyword, name in _KINDS.items():
        before, after = old.listed(keyword), new.listed(keyword)
        if not before or not after:
            if before or after:
                action = f"{name}-{'introduced' if after else 'dropped'}"
                walk.note(action, new.child_pointer(keyword), tuple(map(_text, before or after)), name=keyword)
            continue
        _compare_lists(walk, keyword, before, after)
    compare_discriminators(walk, old, new)
    _compare_members(walk, old, new)


def _compare_lists(walk: Walk, keyword: str, old: list[Node], new: list[Node]) -> None:
    name = _KINDS[keyword]
    members = match_members(walk.graph, old, new)
    for left, right in members.pairs:
        walk.descend(walk.child_walk(f"{keyword}[{_name(right)}]"), left, right)
    for node in members.removed:
        _note_member(walk, f"{name}-removed", node)
    for node in members.added:
        _note_member(walk, f"{name}-added", node)


def _changed_kind(walk: Walk, old: Schema, new: Schema) -> bool:
    """Note a `oneOf` that became an `anyOf`, or the reverse, and compare the members; True if so."""
    kinds = [[keyword for keyword in _KINDS if keyword in schema.keywords] for schema in (old, new)]
    if len(kinds[0]) != 1 or len(kinds[1]) != 1 or kinds[0] == kinds[1]:
        return False
    before, after = kinds[0][0], kinds[1][0]
    key = (_text(old.node), _text(new.node))
    walk.note(f"{_KINDS[before]}-became-{_KINDS[after]}", new.child_pointer(after), key, name=after)
    _compare_lists(walk, after, old.listed(before), new.listed(after))
    compare_discriminators(walk, old, new)
    return True


def _note_member(walk: Walk, action: str, node: Node) -> None:
    walk.note(action, node.pointer, (_text(node),), name=_name(node))


def _name(node: Node) -> str:
    if is_reference(node.value):
        return str(pointer_of(node.value["$ref"])[-1])
    title = node.get("title")
    if isinstance(title, str):
        return title
    last = node.pointer[-1] if node.pointer else 0
    return f"no. {last + 1}" if isinstance(last, int) else str(last)


def _compare_members(walk: Walk, old: Schema, new: Schema) -> None:
    """Compare the parts of an `allOf` that could not be merged."""
    members = match_members(walk.graph, list(old.members), list(new.members))
    for left, right in members.pairs:
        walk.descend(walk.child_walk("allOf"), left, right)
    for node in members.removed:
        _note_member(walk, "all-of-removed", node)
    for node in members.added:
        _note_member(walk, "all-of-added", node)
