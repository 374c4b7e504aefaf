"""The comparison of two schemas: their edits, and the edges to the pairs of their parts."""

from collections import Counter
from collections.abc import Mapping
from itertools import chain
from typing import Final

import msgspec

from docgen.differ.conditional_keywords import compare_conditions
from docgen.differ.constraints import constraint_actions
from docgen.differ.edits import Pair, Step, counterparts, marks
from docgen.differ.graph import Compare, Graph
from docgen.differ.keys import differs, schema_key
from docgen.differ.properties import compare_properties
from docgen.differ.spellings import align_encodings, close_alike, rewrite_simple_unions
from docgen.differ.types import WireFormat, compared_types, takes_null, type_actions, types_of
from docgen.differ.union_members import Matches, match_members
from docgen.differ.unions import compare_unions, note_wrapping
from docgen.differ.values import compare_values
from docgen.differ.walk import Walk
from docgen.differ.wrappers import bare_pair
from docgen.openapi.merging import demands, parts_of
from docgen.openapi.nodes import ANYTHING, Node, validated, whole_references
from docgen.openapi.schema import Schema, normalized

_SHAPE_KEYWORDS: Final = (b'"allOf"', b'"readOnly"', b'"writeOnly"', b'"not":', b'"if":')
"""Keywords that change what a reference below them means, as encoded JSON has them."""


def _comparison(wire: WireFormat) -> Compare:
    """The comparison of two schemas whose values are sent in one way."""

    def compare(graph: Graph, pair: Pair) -> None:
        old, new = pair.old, pair.new
        walk = Walk(graph, pair, descend, wire, old, old)
        before, after = bare_pair(graph, old, new)
        if before.node is old and after.node is new:
            _compare(walk, old, new)
        else:
            descend(walk, old, new)  # one that only wraps another is compared as that

    return compare


COMPARE: Final[Mapping[WireFormat, Compare]] = {wire: _comparison(wire) for wire in WireFormat}
compare_schema_pair: Final = COMPARE[WireFormat.TYPED]
"""The comparison of two schemas whose values are typed."""


def descend(walk: Walk, old: Node, new: Node) -> None:
    """Compare two subschemas in this pair, or add an edge to their own pair if they are references or visited before.

    Without the latter, a schema whose `allOf` refers back to it would never end.
    """
    graph = walk.graph
    if graph.is_same(old.value, new.value):
        return
    before, after = bare_pair(graph, old, new)
    if before.nullable or after.nullable:
        demanded, newly_demanded = graph.merged(before.node, after.node)
        was_nullable = before.nullable or takes_null(demanded)
        is_nullable = after.nullable or takes_null(newly_demanded)
        if was_nullable != is_nullable:
            _note_null(walk, is_nullable, (old, new), (before.node, after.node))
        walk.null_noted = True  # without the wrapper, the schemas below no longer show it
    old, new = before.node, after.node
    node_ids = id(old.value), id(new.value)
    # what is referred to is compared once, in a pair of its own, however many refer to it
    if node_ids in walk.visited or any(
        resolver.refers(node.value) or resolver.is_synthetic(node.value)
        for resolver, node in ((graph.old, old), (graph.new, new))
    ):
        walk.add_edge(old, new, COMPARE[walk.wire])
    else:
        walk.visited.add(node_ids)
        _compare(walk, old, new)


def _note_null(walk: Walk, is_nullable: bool, schemas: tuple[Node, Node], bare: tuple[Node, Node]) -> None:
    if not any(map(_takes_anything, walk.graph.merged(*bare))):
        key = schema_key([schema.value for schema in schemas])
        walk.note("became-nullable" if is_nullable else "became-not-nullable", schemas[1].pointer, (key,))


def _takes_anything(schema: Schema) -> bool:
    """Whether a schema demands no type, so that null is among its values."""
    return types_of(schema).names is None and not schema.keywords.keys() & {"oneOf", "anyOf", "not", "$ref"}


def _compare(walk: Walk, old: Node, new: Node) -> None:
    if old.value is None or new.value is None:
        return  # a broken reference: the readers report it
    if not differs(old.value, new.value) and _add_reference_edges(walk, new):
        return
    graph, walk.schema = walk.graph, old
    before, after = parts_of(graph.old, old), parts_of(graph.new, new)
    if before and after:
        members = match_members(graph, before, after)
        own = normalized(old), normalized(new)
        # part by part, an edit of a shared part is one root cause, not one for each schema that includes it
        if not members.removed and not members.added and _are_independent(graph, members.pairs, *own):
            for left, right in members.pairs:
                descend(walk.child_walk("", nested=False), left, right)
            _compare_merged(walk, *own)
            return
    # a part that was merged was compared, though it has no pair
    for absorbed, resolver, parts in zip(graph.absorbed, (graph.old, graph.new), (before, after), strict=True):
        if parts:
            absorbed |= {id(part.value) for part in demands(resolver, [*map(resolver.resolve, parts)], known=absorbed)}
    _compare_merged(walk, *graph.merged(old, new))


def _are_independent(graph: Graph, pairs: Matches, old: Schema, new: Schema) -> bool:
    """Whether no part of an `allOf` that differs shares a keyword with another, so that each can be compared alone."""
    if False in (old.keywords.get("unevaluatedProperties"), new.keywords.get("unevaluatedProperties")):
        return False  # it closes the parts as well
    if old.keywords.get("type") != new.keywords.get("type"):
        return False
    changed = [index for index, (left, right) in enumerate(pairs) if not graph.is_same(left.value, right.value)]
    if not changed:
        return True
    keywords = [_keywords(*graph.merged(left, right)) for left, right in pairs]
    counts = Counter(chain(_keywords(old, new), *keywords))
    in_changed = chain.from_iterable(keywords[index] for index in changed)
    return all(counts[keyword] == 1 for keyword in in_changed)


def _keywords(*schemas: Schema) -> set[str]:
    """The keywords and properties of schemas; `type`, annotations and extensions may be repeated and are left out."""
    keywords = set()
    for schema in schemas:
        keywords |= validated(schema.keywords) - {"type"}
        keywords.update(f".{name}" for name in (*schema.properties, *schema.required))
    return keywords


def _add_reference_edges(walk: Walk, new: Node) -> bool:
    """Add edges to all references of two equal schemas, without a walk; False if a reference needs its context."""
    # equal but for annotations: only what the references lead to can differ, and text is quicker to search
    text = msgspec.json.encode(new.value)
    refs = whole_references(text)
    if refs is None or any(keyword in text for keyword in _SHAPE_KEYWORDS):
        return False
    if any(map(walk.graph.is_changed_one_way, refs)):
        return False
    step = Step(nested=True, access=walk.access)
    # sorted: the order of a set differs from run to run, and that of the changes must not
    for ref in sorted(refs):
        walk.graph.add_reference_edge(walk.pair, ref, step, COMPARE[walk.wire.below])
    return True


def _compare_merged(walk: Walk, old: Schema, new: Schema) -> None:
    old, new = rewrite_simple_unions(old, new)  # first: what is left of unions is compared as unions
    if takes_null(old) != takes_null(new) and not walk.null_noted:
        nodes = old.node, new.node
        _note_null(walk, takes_null(new), nodes, nodes)
    if any(schema.keywords.get("not") in ({}, True) for schema in (old, new)):
        compare_conditions(walk, old, new)  # beside `not: {}`, no other keyword matters
        return
    # a schema beside a union has no keyword in common with it: all of them would be told as changes
    if note_wrapping(walk, old, new):
        return
    old, new = align_encodings(*close_alike(old, new))
    walk.compared = old, new
    if _note_types(walk, old, new):
        return
    for action, keyword, before, after in constraint_actions(old.keywords, new.keywords):
        pointer = new.child_pointer(keyword)
        walk.note(action, pointer, (before, after), context=walk.shape, name=keyword, before=before, after=after)
    compare_values(walk, old, new)
    compare_properties(walk, old, new)
    compare_arrays(walk, old, new)
    compare_unions(walk, old, new)
    compare_conditions(walk, old, new)


def _note_types(walk: Walk, old: Schema, new: Schema) -> bool:
    """Note the differences of types; whether nothing else of the one schema has a counterpart in the other."""
    types, new_types = compared_types(old, new)
    for action, before, after in type_actions(types, new_types, walk.wire):
        are_apart = action == "type-changed" and types.are_apart(new_types)
        is_whole = are_apart or _gives_fields(old, new) or _gives_fields(new, old)
        walk.note(
            action,
            new.child_pointer("type", "format"),
            (before, after),
            context=walk.shape,
            kind="type",
            before=before,
            after=after,
            qualifiers=marks(whole=is_whole),  # with what came and went inside of it
        )
        # a string that became an object: its properties are not news of their own
        if is_whole:
            return True
    return False


def _gives_fields(one: Schema, other: Schema) -> bool:
    """Whether one schema says nothing of its values, and the other describes fields."""
    says = validated(one.keywords) or one.properties
    return not says and bool(other.properties or "additionalProperties" in other.keywords)


def compare_arrays(walk: Walk, old: Schema, new: Schema) -> None:
    """Note the differences in the items of two arrays."""
    before, after = old.child("items"), new.child("items")
    same_type = old.keywords.get("type") == new.keywords.get("type")
    if (before and after) or ((before or after) and same_type):  # else the change of the type says it
        anything = Node(ANYTHING, new.node.pointer)
        walk.compare("[]", before or anything, after or anything)
    listed = dict(enumerate(old.listed("prefixItems")))
    for index, verb, item, old_item in counterparts(listed, dict(enumerate(new.listed("prefixItems")))):
        if old_item:
            walk.compare(f"prefixItems[{index}]", old_item, item)
        else:
            pointer = new.child_pointer("prefixItems") if verb == "removed" else item.pointer
            walk.note(f"prefix-items-{verb}", pointer, (index, schema_key(item.value)), name=str(index))
