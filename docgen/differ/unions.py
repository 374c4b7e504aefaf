"""Unions: their members that came or went, and schemas that became a union or stopped being one.

Parts of an `allOf` that cannot be merged are compared as members are.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from docgen.differ.catalogue import CATALOGUE
from docgen.differ.edits import verb_of
from docgen.differ.graph import Graph
from docgen.differ.keys import schema_key
from docgen.differ.likeness import ALIKE, are_disjoint, likeness
from docgen.differ.union_members import Matches, match_members
from docgen.differ.walk import Walk
from docgen.openapi.alternatives import alternative_names
from docgen.openapi.discriminators import mapped_reference, mapping_of
from docgen.openapi.merging import merged
from docgen.openapi.nodes import Node, component_name, schema_reference, validated
from docgen.openapi.pointers import pointer_of
from docgen.openapi.resolver import Resolver
from docgen.openapi.schema import Schema
from docgen.positions.source import Pointer


class _Wrapping(NamedTuple):
    """What a schema that became a union is called in actions, or one that stopped being one."""

    all_fit: str
    replaced: str
    others: str
    variance: str
    missing: str


_INTO: Final = _Wrapping("introduced", "wrapped-in", "added", "narrower", "property-removed")
_OUT_OF: Final = _Wrapping("dropped", "unwrapped-from", "removed", "wider", "property-added")
KINDS: Final = {"oneOf": "one-of", "anyOf": "any-of"}
"""The keywords of unions, by their names in actions."""


def compare_unions(walk: Walk, old: Schema, new: Schema) -> None:
    """Note the members of unions that were added and removed, and compare those that both sides have."""
    kinds, new_kinds = ([keyword for keyword in KINDS if keyword in schema.keywords] for schema in (old, new))
    # `oneOf` that became `anyOf`: its members are compared as those of one union
    if len(kinds) == len(new_kinds) == 1 and kinds != new_kinds:
        before, after = kinds[0], new_kinds[0]
        _note_whole(walk, f"{KINDS[before]}-became-{KINDS[after]}", old, new, after)
        changed = _compare_lists(walk, after, old.listed(before), new.listed(after))
        compare_discriminators(walk, old, new, changed)
        return
    changed = []
    for keyword in KINDS:
        changed += _compare_keyword(walk, old, new, keyword)
    compare_discriminators(walk, old, new, changed)
    if old.members or new.members:  # the parts that could not be merged
        _compare_lists(walk, "allOf", list(old.members), list(new.members))


def _note_whole(walk: Walk, action: str, old: Schema, new: Schema, keyword: str) -> None:
    key = (schema_key(old.node.value), schema_key(new.node.value))
    walk.note_keyword(action, new, keyword, key)


def _compare_keyword(walk: Walk, old: Schema, new: Schema, keyword: str) -> list[Node]:
    before, after = old.listed(keyword), new.listed(keyword)
    if before and after:
        return _compare_lists(walk, keyword, before, after)
    if before or after:
        key = tuple(schema_key(node.value) for node in before or after)
        action = f"{KINDS[keyword]}-introduced" if after else f"{KINDS[keyword]}-dropped"
        walk.note_keyword(action, new, keyword, key)
    return []


def _compare_lists(walk: Walk, keyword: str, old: list[Node], new: list[Node]) -> list[Node]:
    """Compare the members of two unions, or the parts of two schemas; those that only one of them has."""
    name = KINDS.get(keyword, "all-of")
    members = match_members(walk.graph, old, new)
    for left, right in members.pairs:
        walk.compare(f"{keyword}[{member_name(right)}]" if keyword in KINDS else keyword, left, right)
    names = _names(walk.graph.old, old) if members.removed else {}
    for node in members.removed:
        _note_members(walk, f"{name}-removed", [node], names)
    others: list[Schema] = []
    if keyword == "anyOf" and members.added:
        others = [merged(walk.graph.old, other) for other in old]
    names = _names(walk.graph.new, new) if members.added else {}
    for node in members.added:
        _note_members(walk, f"{name}-added", [node], names, others)
    return [*members.removed, *members.added]


def _note_members(
    walk: Walk, action: str, nodes: Sequence[Node], names: Mapping[Pointer, str], others: Sequence[Schema] = ()
) -> None:
    """Note that members were added or removed together, by one decision; `others` are those that added ones join."""
    graph = walk.graph
    # a member that overlaps takes values that clients could receive before; one that does not brings new ones
    if action == "any-of-added" and _is_any_apart([merged(graph.new, node) for node in nodes], others):
        action = "any-of-added-disjoint"
    decision, pointer = "", nodes[0].pointer[:-1]
    if len(nodes) == 1:
        decision, pointer = graph.introduced_or_dropped(nodes[0].ref), nodes[0].pointer
    key = tuple(schema_key(node.value) for node in nodes)
    first, *further = (names[node.pointer] for node in nodes)
    walk.note(action, pointer, key, name=first, others=tuple(further), decision=decision)


def _is_any_apart(added: Iterable[Schema], others: Sequence[Schema]) -> bool:
    """Whether one of the added members has no value in common with any other."""
    return bool(others) and any(all(are_disjoint(schema, other) for other in others) for schema in added)


def _names(resolver: Resolver, members: Sequence[Node]) -> Mapping[Pointer, str]:
    """The names of the members of a union for a reader, also of those that only a constant tells apart."""
    listed = zip(members, alternative_names(resolver, members), strict=True)
    return {node.pointer: next(iter(names.own), member_name(node)) for node, names in listed}


def member_name(node: Node) -> str:
    """The name of a member as labels have it: of its component, its title, or its number."""
    if node.ref:
        return str(pointer_of(node.ref)[-1])
    title = node.get("title")
    if isinstance(title, str):
        return title
    last = node.pointer[-1] if node.pointer else 0
    return f"no. {last + 1}" if isinstance(last, int) else str(last)


def note_wrapping(walk: Walk, old: Schema, new: Schema) -> bool:
    """Compare a schema with the union that it became or was; False if neither side alone is one."""
    for keyword in KINDS:
        was_union, is_union = _is_union(old, keyword), _is_union(new, keyword)
        if was_union == is_union:
            continue
        union, single, words = (new, old, _INTO) if is_union else (old, new, _OUT_OF)
        if KINDS.keys().isdisjoint(single.keywords) and (single.properties or validated(single.keywords)):
            action = _compare_with_union(walk, union, single, keyword, words)
            if action:
                _note_whole(walk, action, old, new, keyword)
            return True
    return False


def _is_union(schema: Schema, keyword: str) -> bool:
    """Whether a schema is a union and nothing else."""
    if keyword not in schema.keywords or schema.properties:
        return False
    return validated(schema.keywords) - {"discriminator", "type"} == {keyword}


def _compare_with_union(walk: Walk, union: Schema, single: Schema, keyword: str, words: _Wrapping) -> str:
    """Compare a single schema with the member that it became or was; the action on the whole where none is it."""
    graph, name, members = walk.graph, KINDS[keyword], union.listed(keyword)
    both = [(single.node, member) if words is _INTO else (member, single.node) for member in members]
    index = _same(graph, both, single.node)
    # a trial makes no further ones: what is not the same as it stands counts as different there
    if index is None and not graph.depth:
        if all(_holds(graph, old, new, words) for old, new in both):
            return f"{name}-{words.all_fit}"
        index = _most_alike([likeness(*graph.merged(old, new)) for old, new in both])
    if index is None:
        return f"{words.replaced}-{name}"
    counterpart = members.pop(index)
    path = ""
    if words is _INTO:
        path = f"{keyword}[{member_name(counterpart)}]"
    if members:
        names = _names(graph.new if words is _INTO else graph.old, members)
        _note_members(walk, f"{name}-{words.others}", members, names, [graph.merged(*both[index])[0]])
    if not graph.are_equivalent(*both[index]):
        walk.descend(walk.child_walk(path) if path else walk, *both[index])
    return ""


def _same(graph: Graph, both: Matches, single: Node) -> int | None:
    """The index of the member that is the single schema, by what it demands or by its name."""
    for index, pair in enumerate(both):
        if graph.are_equivalent(*pair):
            return index
    name = component_name(single.pointer)
    for index, pair in enumerate(both):
        if name is not None and all(component_name(node.pointer) == name for node in graph.resolved(*pair)):
            return index
    return None


def _most_alike(values: list[float]) -> int | None:
    """The index of the member that is most like the single schema; None if none is like it, or two are as much."""
    # two that are as much alike would be a guess, and the text would name one of them
    best = max(values, default=0.0)
    return values.index(best) if best >= ALIKE and values.count(best) == 1 else None


def _holds(graph: Graph, old: Node, new: Node, words: _Wrapping) -> bool:
    """Whether a single schema accepts all that a member accepts, and names no property that the member does not."""
    # each member narrower than the schema: clients that sent or read it meet nothing that they do not know
    actions = {edit.action for edit in graph.edits_between(old, new)}
    return words.missing not in actions and all(
        CATALOGUE[action].variance in (words.variance, "neutral") for action in actions
    )


def compare_discriminators(walk: Walk, old: Schema, new: Schema, changed: Iterable[Node]) -> None:
    """Note the differences of two discriminators, but for the names of members that one side alone has."""
    before, after = old.keywords.get("discriminator"), new.keywords.get("discriminator")
    if before == after:
        return
    pointer = new.child_pointer("discriminator")
    if not isinstance(before, dict) or not isinstance(after, dict):
        known = after if isinstance(after, dict) else before
        name = str(known.get("propertyName")) if isinstance(known, dict) else ""
        walk.note(f"discriminator-{'added' if after else 'removed'}", pointer, (name,), name=name)
        return
    names = before.get("propertyName"), after.get("propertyName")
    if names[0] != names[1]:
        walk.note("discriminator-property-name-changed", pointer, names, before=names[0], after=names[1])
    # members that came or went have been told; their names in the mapping say nothing more
    moved = {member.ref for member in changed}
    mapping, new_mapping = _mapping(before), _mapping(after)
    for value in {**mapping, **new_mapping}:
        target, new_target = mapping.get(value), new_mapping.get(value)
        ref, new_ref = mapped_reference(target), mapped_reference(new_target)
        verb = verb_of(target, new_target).replace("removed", "deleted")
        if verb == "changed":
            is_same = _refer_to_same(walk, ref, new_ref)
        else:
            # the name comes or goes with its schema, or is that of the schema, which needs no mapping
            lone = new_ref if verb == "added" else ref
            is_same = lone in (*moved, schema_reference(value)) or bool(walk.graph.introduced_or_dropped(lone))
        if not is_same:
            action, key = f"discriminator-mapping-{verb}", (value, target, new_target)
            walk.note(action, pointer, key, name=value, before=target, after=new_target)


def _mapping(discriminator: dict[str, Any]) -> dict[str, Any]:
    """The mapping of a discriminator; `*` is any other value (OpenAPI 3.2, section 4.25)."""
    default = discriminator.get("defaultMapping")
    return mapping_of(discriminator) | ({} if default is None else {"*": default})


def _refer_to_same(walk: Walk, old: object, new: object) -> bool:
    """Whether two mappings refer to the same schema, or to equivalent schemas of different names."""
    if old == new or not isinstance(old, str) or not isinstance(new, str):
        return old == new
    before, after = walk.graph.targets(old, new)
    return before.value is not None and after.value is not None and walk.graph.are_equivalent(before, after)
