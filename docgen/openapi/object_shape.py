"""Every field that an object can have by its schema: its own, and those of each alternative."""

from collections.abc import Mapping
from functools import reduce
from typing import Final, NamedTuple

from docgen.openapi.merging import Steps, results, walk
from docgen.openapi.nodes import NamedNodes, Node, as_list
from docgen.openapi.resolver import Resolver
from docgen.openapi.schema import UNIONS, Schema
from docgen.positions.source import Pointer

_CONDITIONAL: Final = ("then", "else")
_OTHERS: Final = ("additionalProperties", "unevaluatedProperties")


class ObjectShape(NamedTuple):
    """The fields of an object with their pointers, those that it always has, and what else its schema allows.

    `patterns` are those of names; `open_at` are the keywords that allow other fields in so many words;
    `other_types` are types that have no fields, each with the schema that allows it; `is_object` says that the schema
    names the type of an object.
    """

    properties: Mapping[str, Pointer] = {}
    required: frozenset[str] = frozenset()
    patterns: Mapping[str, Pointer] = {}
    open_at: tuple[Pointer, ...] = ()
    other_types: Mapping[str, Pointer] = {}
    is_object: bool = False


def object_shape(resolver: Resolver, node: Node) -> ObjectShape:
    """The shape of what a schema describes."""
    return walk(resolver, node, None, _shape, ObjectShape())


def _shape(schema: Schema, _: None) -> Steps[None, ObjectShape]:
    shapes: list[ObjectShape] = [_own(schema), *(yield from results(schema.members, None))]
    for keyword in UNIONS:
        alternatives = yield from results(schema.listed(keyword), None)
        if alternatives:
            # only what each alternative demands is always there
            required = frozenset.intersection(*(shape.required for shape in alternatives))
            shapes.append(reduce(_both, alternatives)._replace(required=required))
    conditional = [*map(schema.child, _CONDITIONAL), *schema.children("dependentSchemas").values()]
    for shape in (yield from results(filter(None, conditional), None)):
        # a condition need not hold, so nothing that it demands is always there
        shapes.append(shape._replace(required=frozenset()))
    return reduce(_both, shapes)


def _own(schema: Schema) -> ObjectShape:
    patterns, type_ = schema.children("patternProperties"), schema.keywords.get("type")
    opening = [keyword for keyword in _OTHERS if schema.keywords.get(keyword, False) is not False]
    opening += ["patternProperties"] * len(patterns)
    types = [name for name in as_list(type_) or [type_] if isinstance(name, str) and name not in ("object", "null")]
    return ObjectShape(
        _pointers(schema.property_nodes()),
        schema.required,
        _pointers(patterns),
        tuple((*schema.declared_at(keyword), keyword) for keyword in opening),
        dict.fromkeys(types, schema.node.pointer),
        type_ in ("object", ["object"]),
    )


def _pointers(nodes: NamedNodes) -> dict[str, Pointer]:
    return {name: node.pointer for name, node in nodes.items() if node.value is not False}


def _both(left: ObjectShape, right: ObjectShape) -> ObjectShape:
    return ObjectShape(
        {**right.properties, **left.properties},
        left.required | right.required,
        {**right.patterns, **left.patterns},
        (*left.open_at, *right.open_at),
        {**right.other_types, **left.other_types},
        left.is_object or right.is_object,
    )
