"""Every field that an object can have by its schema: its own, and those of each alternative."""

from collections.abc import Mapping
from functools import reduce
from typing import Any, Final

import msgspec

from docgen.openapi.nodes import Node
from docgen.openapi.resolver import Resolver
from docgen.openapi.schema import UNIONS, Schema
from docgen.openapi.walk import Steps, results, walk
from docgen.positions.source import Pointer

_CONDITIONAL: Final = ("then", "else")
_OTHERS: Final = ("additionalProperties", "unevaluatedProperties")


class ObjectShape(msgspec.Struct, frozen=True):
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
        shapes += [_either(alternatives)] if alternatives else []
    conditional = [child for keyword in _CONDITIONAL if (child := schema.child(keyword))]
    for shape in (yield from results((*conditional, *schema.children("dependentSchemas").values()), None)):
        shapes.append(msgspec.structs.replace(shape, required=frozenset()))
    return reduce(_both, shapes)


def _own(schema: Schema) -> ObjectShape:
    patterns = schema.children("patternProperties")
    opening = [keyword for keyword in _OTHERS if schema.keywords.get(keyword, False) is not False]
    return ObjectShape(
        {name: node.pointer for name, node in schema.property_nodes().items() if node.value is not False},
        schema.required,
        {pattern: child.pointer for pattern, child in patterns.items() if child.value is not False},
        (
            *((*schema.declared_at(keyword), keyword) for keyword in opening),
            *((*schema.declared_at("patternProperties"), "patternProperties") for _ in patterns),
        ),
        dict.fromkeys(_other_types(schema.keywords.get("type")), schema.node.pointer),
        schema.keywords.get("type") in ("object", ["object"]),
    )


def _other_types(type_: Any) -> list[str]:  # noqa: ANN401 - the type in a contract can be any JSON
    listed = type_ if isinstance(type_, list) else [type_]
    return [one for one in listed if isinstance(one, str) and one not in ("object", "null")]


def _both(left: ObjectShape, right: ObjectShape) -> ObjectShape:
    return ObjectShape(
        {**right.properties, **left.properties},
        left.required | right.required,
        {**right.patterns, **left.patterns},
        (*left.open_at, *right.open_at),
        {**right.other_types, **left.other_types},
        left.is_object or right.is_object,
    )


def _either(shapes: list[ObjectShape]) -> ObjectShape:
    whole = reduce(_both, shapes)
    required = frozenset.intersection(*(shape.required for shape in shapes))
    return msgspec.structs.replace(whole, required=required)
