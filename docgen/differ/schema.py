"""Two schemas -> their edits, and the ways to the pairs that they lead to."""

from collections.abc import Mapping
from typing import Final

import msgspec

from docgen.differ.alternatives import spelled_out
from docgen.differ.arrays import compare_arrays
from docgen.differ.conditional_keywords import compare_conditions
from docgen.differ.constraints import constraint_actions
from docgen.differ.edits import Step, digest
from docgen.differ.pairs import Compare, Graph, Pair
from docgen.differ.properties import compare_properties
from docgen.differ.types import Wire, type_actions, types_of
from docgen.differ.union_members import matched
from docgen.differ.unions import compare_unions, wrapped
from docgen.differ.values import compare_values
from docgen.differ.walk import Walk
from docgen.differ.without_annotations import differs, key_of_schema
from docgen.openapi.merging import merged, parts_of
from docgen.openapi.nodes import ANNOTATIONS, Node
from docgen.openapi.references import whole_references
from docgen.openapi.resolver import Resolver
from docgen.openapi.schema import Schema, is_null, normalized

_SHAPING: Final = (b'"allOf"', b'"readOnly"', b'"writeOnly"', b'"not":', b'"if":')


def compare_schema_pair(graph: Graph, pair: Pair) -> None:
    """Compare the two schemas of a pair."""
    _compare(Walk(graph, pair, descend), pair.old, pair.new)


def compare_text_schema_pair(graph: Graph, pair: Pair) -> None:
    """Compare two schemas whose values travel as text: a query, a header."""
    _compare(Walk(graph, pair, descend, Wire.TEXT), pair.old, pair.new)


def compare_loose_schema_pair(graph: Graph, pair: Pair) -> None:
    """Compare two schemas whose values travel in a form that no type is read from: XML, plain text."""
    _compare(Walk(graph, pair, descend, Wire.LOOSE), pair.old, pair.new)


COMPARE: Final[Mapping[Wire, Compare]] = {
    Wire.TYPED: compare_schema_pair,
    Wire.TEXT: compare_text_schema_pair,
    Wire.LOOSE: compare_loose_schema_pair,
}


def descend(walk: Walk, old: Node, new: Node) -> None:
    """Go on with two subschemas: in this pair, or in another through a reference, or where they are met again.

    A schema with an `allOf` that leads to what holds it meets its own parts again without end.
    """
    if walk.graph.same(old.value, new.value):
        return
    before, after = _unwrapped(old), _unwrapped(new)
    if before.nullable or after.nullable:
        nullable = _nullable(walk.graph.old, before), _nullable(walk.graph.new, after)
        if nullable[0] != nullable[1]:
            _note_null(walk, nullable[1], old, new)
        walk.null_noted = True
    places = ((walk.graph.old, before.node), (walk.graph.new, after.node))
    met = id(before.node.value), id(after.node.value)
    if met in walk.met or any(
        resolver.refers(node.value) or resolver.is_synthetic(node.value) for resolver, node in places
    ):
        walk.lead(before.node, after.node, COMPARE[walk.wire])
    else:
        walk.met.add(met)
        _compare(walk, before.node, after.node)


class _Unwrapped(msgspec.Struct, frozen=True):
    node: Node
    nullable: bool


def _unwrapped(node: Node) -> _Unwrapped:
    """What stands in an `allOf` of one, or in a union of one and null; and whether null was there."""
    nullable = False
    while isinstance(node.value, dict):
        keys = {key for key in node.value if key not in ANNOTATIONS and key[:2] != "x-"} - {"nullable"}
        kind = next(iter(keys)) if len(keys) == 1 else ""
        members = node.items(kind) if kind in ("allOf", "anyOf", "oneOf") else []
        rest = [member for member in members if kind == "allOf" or not is_null(member.value)]
        if len(rest) != 1 or (kind != "allOf" and len(members) == 1):
            break
        nullable = nullable or len(rest) < len(members) or node.value.get("nullable") is True
        node = rest[0]
    return _Unwrapped(node, nullable)


def _nullable(resolver: Resolver, unwrapped: _Unwrapped) -> bool:
    return unwrapped.nullable or merged(resolver, resolver.resolve(unwrapped.node)).nullable


def _note_null(walk: Walk, nullable: bool, old: Node, new: Node) -> None:
    key = key_of_schema([old.value, new.value])
    walk.note("became-nullable" if nullable else "became-not-nullable", new.pointer, (key,))


def _compare(walk: Walk, old: Node, new: Node) -> None:
    if old.value is None or new.value is None:
        return  # a reference to nowhere: the readers say so
    if not differs(old.value, new.value) and _leads(walk, old, new):
        return
    graph = walk.graph
    before, after = parts_of(graph.old, old), parts_of(graph.new, new)
    members = matched(graph, before, after)
    if not before or not after or members.gone or members.come or not _separate(graph, members.pairs, (old, new)):
        _compare_merged(walk, merged(graph.old, old), merged(graph.new, new))
        return
    for left, right in members.pairs:
        descend(walk.down("", nested=False), left, right)
    _compare_merged(walk, normalized(old), normalized(new))


def _separate(graph: Graph, pairs: list[tuple[Node, Node]], own: tuple[Node, Node]) -> bool:
    """Whether each part that differs says what no other part says, so that it can be compared alone."""
    differ = [pair for pair in pairs if not graph.same(pair[0].value, pair[1].value)]
    said = {id(pair): _said(graph, *pair) for pair in pairs} if differ else {}
    views = normalized(own[0]), normalized(own[1])
    beside = _keys(views[0]) | _keys(views[1])
    return views[0].keywords.get("type") == views[1].keywords.get("type") and all(
        said[id(pair)].isdisjoint(beside)
        and all(said[id(pair)].isdisjoint(said[id(other)]) for other in pairs if other is not pair)
        for pair in differ
    )


def _said(graph: Graph, old: Node, new: Node) -> set[str]:
    return _keys(merged(graph.old, graph.old.resolve(old))) | _keys(merged(graph.new, graph.new.resolve(new)))


def _keys(schema: Schema) -> set[str]:
    """The keywords of a schema, but those that may stand twice, and its properties."""
    keywords = {key for key in schema.keywords if key != "type" and key not in ANNOTATIONS and key[:2] != "x-"}
    return {*keywords, *(f".{name}" for name in schema.properties), *(f".{name}" for name in schema.required)}


def _leads(walk: Walk, old: Node, new: Node) -> bool:
    """Note the ways out of two equal schemas; False where their shape has to be looked at."""
    text = msgspec.json.encode(new.value)
    refs = whole_references(text)
    if refs is None or any(shaping in text for shaping in _SHAPING) or any(map(walk.graph.sent_by_one, refs)):
        return False
    step = Step(nested=True, access=walk.access)
    for ref in sorted(refs):
        walk.graph.lead_to(walk.pair, ref, step, COMPARE[walk.wire])
    return True


def _compare_merged(walk: Walk, old: Schema, new: Schema) -> None:
    if old.nullable != new.nullable and not walk.null_noted:
        _note_null(walk, new.nullable, old.node, new.node)
    old, new = spelled_out(old, new)
    if wrapped(walk, old, new):
        return
    shape = _shape(old), _shape(new)
    for action, before, after in type_actions(types_of(old), types_of(new), walk.wire):
        pointer = new.child_pointer("type", "format")
        walk.note(action, pointer, (before, after), context=shape, kind="type", before=before, after=after)
    for action, keyword, before, after in constraint_actions(old.keywords, new.keywords):
        pointer = new.child_pointer(keyword)
        walk.note(action, pointer, (before, after), context=shape, name=keyword, before=before, after=after)
    compare_values(walk, old, new, shape)
    compare_properties(walk, old, new)
    compare_arrays(walk, old, new)
    compare_unions(walk, old, new)
    compare_conditions(walk, old, new)


def _shape(schema: Schema) -> str:
    """What tells two schemas with equal edits apart: all of a scalar; of an object its type alone."""
    if schema.properties or "items" in schema.keywords or "oneOf" in schema.keywords or "anyOf" in schema.keywords:
        return digest(schema.keywords.get("type"))
    return key_of_schema(schema.keywords)
