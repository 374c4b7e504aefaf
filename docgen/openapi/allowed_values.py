"""The values that a schema allows, where it lists them: by an enum, a const, or a union of such."""

from functools import reduce
from typing import Any, Final

from docgen.openapi.merging import merged
from docgen.openapi.nodes import Node
from docgen.openapi.resolver import Resolver
from docgen.openapi.schema import UNIONS, Schema
from docgen.openapi.walk import Steps, results, walk
from docgen.wording import json_text

Values = tuple[str, ...] | None
"""Values as JSON text; None where anything of some type is allowed."""
_NO_VALUES: Final[Values] = ()


def allowed_values(resolver: Resolver, node: Node) -> Values:
    """The values that a schema allows beside null, in the order of the document; None where it does not list them."""
    return walk(resolver, node, None, _allowed, None)


def _allowed(schema: Schema, _: None) -> Steps[None, Values]:
    values = _listed(schema)
    # a schema and its unions hold together: each of them leaves fewer values
    for keyword in UNIONS:
        alternatives = yield from results(schema.listed(keyword), None)
        if alternatives:
            values = in_both(values, reduce(in_either, alternatives, _NO_VALUES))
    for demanded in (yield from results(schema.members, None)):
        values = in_both(values, demanded)
    return values


def allows_null(resolver: Resolver, node: Node) -> bool:
    """Whether a schema allows null, itself or by a member of a union."""
    schema = merged(resolver, node)
    return schema.nullable or any(merged(resolver, member).nullable for member in schema.alternatives())


def in_both(left: Values, right: Values) -> Values:
    """The values that two schemas allow together."""
    if left is None:
        return right
    if right is None:
        return left
    return tuple(value for value in left if value in right)


def in_either(left: Values, right: Values) -> Values:
    """The values that one of two schemas allows."""
    if left is None or right is None:
        return None
    return tuple(dict.fromkeys((*left, *right)))


def _listed(schema: Schema) -> Values:
    # null is asked for by itself, and is no value of a list here
    if schema.keywords.get("type") == "null":
        return ()
    enum, values = schema.keywords.get("enum"), None
    if isinstance(enum, list):
        values = _texts(enum)
    if "const" in schema.keywords:
        values = in_both(values, _texts([schema.keywords["const"]]))
    return values


def _texts(values: list[Any]) -> tuple[str, ...]:
    return tuple(json_text(value) for value in values if value is not None)
