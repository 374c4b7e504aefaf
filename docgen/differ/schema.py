"""The comparison of two schemas: their edits, and the edges to the pairs of their parts."""

from collections.abc import Mapping
from typing import Final

import msgspec

from docgen.differ.conditional_keywords import compare_conditions
from docgen.differ.constraints import constraint_actions
from docgen.differ.edits import Step, digest
from docgen.differ.encodings import align_encodings
from docgen.differ.graph import Compare, Graph
from docgen.differ.likeness import Sided, demanded
from docgen.differ.properties import compare_properties
from docgen.differ.simple_unions import rewrite_simple_unions
from docgen.differ.types import WireFormat, compared_types, takes_null, type_actions, types_of
from docgen.differ.union_members import match_members
from docgen.differ.unions import compare_unions
from docgen.differ.values import compare_values
from docgen.differ.walk import Walk
from docgen.differ.without_annotations import differs, schema_key
from docgen.differ.wrappers import Bare, bare_pair
from docgen.differ.wrapping import note_wrapping
from docgen.openapi.merging import demands, merged, parts_of
from docgen.openapi.nodes import ANYTHING, Node, validated
from docgen.openapi.references import whole_references
from docgen.openapi.resolver import Resolver
from docgen.openapi.schema import Schema, normalized

_SHAPE_KEYWORDS: Final = (b'"allOf"', b'"readOnly"', b'"writeOnly"', b'"not":', b'"if":')
"""Keywords that change what a reference below them means, as encoded JSON has them."""


def _compare_outermost(walk: Walk) -> None:
    """Compare the schemas of a pair; one that only wraps another is compared as that."""
    old, new = walk.pair.old, walk.pair.new
    before, after = bare_pair(walk.graph, old, new)
    if before.node is old and after.node is new:
        _compare(walk, old, new)
    else:
        descend(walk, old, new)


def _comparison(wire: WireFormat) -> Compare:
    """The comparison of two schemas whose values are sent in one way."""
    return lambda graph, pair: _compare_outermost(Walk(graph, pair, descend, wire))


COMPARE: Final[Mapping[WireFormat, Compare]] = {wire: _comparison(wire) for wire in WireFormat}
compare_schema_pair: Final = COMPARE[WireFormat.TYPED]
"""The comparison of two schemas whose values are typed."""


def descend(walk: Walk, old: Node, new: Node) -> None:
    """Compare two subschemas in this pair, or add an edge to their own pair if they are references or visited before.

    Without the latter, a schema whose `allOf` refers back to it would never end.
    """
    if walk.graph.is_same(old.value, new.value):
        return
    before, after = bare_pair(walk.graph, old, new)
    sides = ((walk.graph.old, before.node), (walk.graph.new, after.node))
    if before.nullable or after.nullable:
        nullable = _nullable(walk.graph.old, before), _nullable(walk.graph.new, after)
        if nullable[0] != nullable[1] and not any(map(_takes_anything, sides)):
            _note_null(walk, nullable[1], old, new)
        walk.null_noted = True  # without the wrapper, the schemas below no longer show it
    node_ids = id(before.node.value), id(after.node.value)
    shared = any(resolver.refers(node.value) or resolver.is_synthetic(node.value) for resolver, node in sides)
    if shared or node_ids in walk.visited:
        walk.add_edge(before.node, after.node, COMPARE[walk.wire])
    else:
        walk.visited.add(node_ids)
        _compare(walk, before.node, after.node)


def _nullable(resolver: Resolver, bare: Bare) -> bool:
    return bare.nullable or takes_null(merged(resolver, bare.node))


def _closed_alike(old: Schema, new: Schema) -> tuple[Schema, Schema]:
    """Two closed schemas with `additionalProperties: false`, if one says `unevaluatedProperties: false` for it."""
    if old.keywords.get("additionalProperties") is False:
        return old, _closed_plainly(new)
    return (_closed_plainly(old), new) if new.keywords.get("additionalProperties") is False else (old, new)


def _closed_plainly(schema: Schema) -> Schema:
    beside = ("additionalProperties", "anyOf", "oneOf", "if", "dependentSchemas")
    if schema.keywords.get("unevaluatedProperties") is not False or schema.members:
        return schema
    if not schema.keywords.keys().isdisjoint(beside):
        return schema  # there, it closes more than the properties of the schema itself
    return schema.rewritten(("unevaluatedProperties",), {"additionalProperties": False})


def _accepts_nothing(schema: Schema) -> bool:
    return schema.keywords.get("not") in ({}, True)


def _takes_anything(side: Sided) -> bool:
    """Whether a schema demands no type, so that null is among its values."""
    schema = demanded(side)
    return types_of(schema).names is None and not schema.keywords.keys() & {"oneOf", "anyOf", "not", "$ref"}


def _note_null(walk: Walk, nullable: bool, old: Node, new: Node) -> None:
    key = schema_key([old.value, new.value])
    walk.note("became-nullable" if nullable else "became-not-nullable", new.pointer, (key,))


def _compare(walk: Walk, old: Node, new: Node) -> None:
    if old.value is None or new.value is None:
        return  # a broken reference: the readers report it
    if not differs(old.value, new.value) and _add_reference_edges(walk, new):
        return
    graph, walk.schema = walk.graph, old
    before, after = parts_of(graph.old, old), parts_of(graph.new, new)
    members = match_members(graph, before, after)
    # part by part, an edit of a shared part is one root cause, not one for each schema that includes it
    matched = before and after and not members.removed and not members.added
    if not matched or not _are_independent(graph, members.pairs, (old, new)):
        for known, resolver, parts in zip(graph.absorbed, (graph.old, graph.new), (before, after), strict=True):
            if parts:
                known.update(id(part.value) for part in demands(resolver, [*map(resolver.resolve, parts)]))
        _compare_merged(walk, merged(graph.old, old), merged(graph.new, new))
        return
    for left, right in members.pairs:
        descend(walk.child_walk("", nested=False), left, right)
    _compare_merged(walk, normalized(old), normalized(new))


def _are_independent(graph: Graph, pairs: list[tuple[Node, Node]], wrappers: tuple[Node, Node]) -> bool:
    """Whether no part of an `allOf` that differs shares a keyword with another, so that each can be compared alone."""
    differ = [pair for pair in pairs if not graph.is_same(pair[0].value, pair[1].value)]
    keywords_of = {id(pair): _part_keywords(graph, *pair) for pair in pairs} if differ else {}
    views = normalized(wrappers[0]), normalized(wrappers[1])
    own_keywords = _keywords(views[0]) | _keywords(views[1])
    if any(view.keywords.get("unevaluatedProperties") is False for view in views):
        return False  # it closes the parts as well
    return views[0].keywords.get("type") == views[1].keywords.get("type") and all(
        keywords_of[id(pair)].isdisjoint(own_keywords)
        and all(keywords_of[id(pair)].isdisjoint(keywords_of[id(other)]) for other in pairs if other is not pair)
        for pair in differ
    )


def _part_keywords(graph: Graph, old: Node, new: Node) -> set[str]:
    return _keywords(merged(graph.old, old)) | _keywords(merged(graph.new, new))


def _keywords(schema: Schema) -> set[str]:
    """The keywords and properties of a schema; `type`, annotations and extensions may be repeated and are left out."""
    keywords = validated(schema.keywords) - {"type"}
    return {*keywords, *(f".{name}" for name in schema.properties), *(f".{name}" for name in schema.required)}


def _add_reference_edges(walk: Walk, new: Node) -> bool:
    """Add edges to all references of two equal schemas, without a walk; False if a reference needs its context."""
    text = msgspec.json.encode(new.value)
    refs = whole_references(text)
    if refs is None or any(keyword in text for keyword in _SHAPE_KEYWORDS):
        return False
    if any(map(walk.graph.is_changed_one_way, refs)):
        return False
    step = Step(nested=True, access=walk.access)
    for ref in sorted(refs):
        walk.graph.add_reference_edge(walk.pair, ref, step, COMPARE[walk.wire.below])
    return True


def _compare_merged(walk: Walk, old: Schema, new: Schema) -> None:
    sides = ((walk.graph.old, old.node), (walk.graph.new, new.node))
    old, new = rewrite_simple_unions(old, new)  # first: what is left of unions is compared as unions
    nulls = takes_null(old), takes_null(new)
    if nulls[0] != nulls[1] and not walk.null_noted and not any(map(_takes_anything, sides)):
        _note_null(walk, nulls[1], old.node, new.node)
    if _accepts_nothing(old) or _accepts_nothing(new):
        compare_conditions(walk, old, new)  # beside `not: {}`, no other keyword matters
        return
    if note_wrapping(walk, old, new):
        return
    old, new = align_encodings(*_closed_alike(old, new))
    shape = _shape(old), _shape(new)
    if _note_types(walk, old, new, shape):
        return
    for action, keyword, before, after in constraint_actions(old.keywords, new.keywords):
        pointer = new.child_pointer(keyword)
        walk.note(action, pointer, (before, after), context=shape, name=keyword, before=before, after=after)
    compare_values(walk, old, new, shape)
    compare_properties(walk, old, new)
    compare_arrays(walk, old, new)
    compare_unions(walk, old, new)
    compare_conditions(walk, old, new)


def _note_types(walk: Walk, old: Schema, new: Schema, shape: tuple[str, str]) -> bool:
    """Note the differences of types; whether nothing else of the one schema has a counterpart in the other."""
    types = compared_types(old, new)
    for action, before, after in type_actions(*types, walk.wire):
        pointer = new.child_pointer("type", "format")
        are_apart = action == "type-changed" and types[0].are_apart(types[1])
        is_whole = are_apart or _gives_fields(old, new) or _gives_fields(new, old)
        marks = frozenset({"whole"} if is_whole else ())  # with what came and went inside of it
        key = (before, after)
        walk.note(action, pointer, key, context=shape, kind="type", before=before, after=after, qualifiers=marks)
        if is_whole:
            return True
    return False


def _gives_fields(one: Schema, other: Schema) -> bool:
    """Whether one schema says nothing of its values, and the other describes fields."""
    says = validated(one.keywords) or one.properties
    return not says and bool(other.properties or "additionalProperties" in other.keywords)


def _shape(schema: Schema) -> str:
    """A digest that keeps equal edits of different schemas apart: of a scalar's keywords, or of the type of others."""
    if schema.properties or "items" in schema.keywords or "oneOf" in schema.keywords or "anyOf" in schema.keywords:
        return digest(schema.keywords.get("type"))
    return schema_key(schema.keywords)


def compare_arrays(walk: Walk, old: Schema, new: Schema) -> None:
    """Note the differences in the items of two arrays."""
    before, after = old.child("items"), new.child("items")
    if before or after:
        typed = [schema.keywords.get("type") for schema in (old, new)]
        if (before and after) or typed[0] == typed[1]:  # else the change of the type says it
            empty = Node(ANYTHING, new.node.pointer)
            walk.descend(walk.child_walk("[]"), before or empty, after or empty)
    _compare_prefix(walk, old, new)


def _compare_prefix(walk: Walk, old: Schema, new: Schema) -> None:
    left, right = old.listed("prefixItems"), new.listed("prefixItems")
    for index in range(max(len(left), len(right))):
        before = left[index] if index < len(left) else None
        after = right[index] if index < len(right) else None
        if before and after:
            walk.descend(walk.child_walk(f"prefixItems[{index}]"), before, after)
        elif after:
            walk.note("prefix-items-added", after.pointer, (index, schema_key(after.value)), name=str(index))
        elif before:
            key = (index, schema_key(before.value))
            walk.note("prefix-items-removed", new.child_pointer("prefixItems"), key, name=str(index))
