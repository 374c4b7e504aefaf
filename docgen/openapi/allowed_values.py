"""The values that a schema allows, where it lists them: by an enum, a const, or a union of such."""

from typing import Any

from docgen.openapi.merging import merged
from docgen.openapi.nodes import Node
from docgen.openapi.resolver import Resolver
from docgen.openapi.schema import UNIONS, Schema
from docgen.wording import json_text

Values = tuple[str, ...] | None
"""Values as JSON text; None where anything of some type is allowed."""


def allowed_values(resolver: Resolver, node: Node, seen: frozenset[int] = frozenset()) -> Values:
    """The values that a schema allows beside null, in the order of the document; None where it does not list them."""
    node = resolver.resolve(node)
    if id(node.value) in seen:
        return None
    schema = merged(resolver, node)
    inner = seen | {id(node.value)}
    values = _listed(schema)
    for keyword in UNIONS:
        values = in_both(values, _of_union(resolver, schema.listed(keyword), inner))
    for member in schema.members:
        values = in_both(values, allowed_values(resolver, member, inner))
    return values


def allows_null(resolver: Resolver, node: Node) -> bool:
    """Whether a schema allows null, itself or by a member of a union."""
    schema = merged(resolver, resolver.resolve(node))
    members = [member for keyword in UNIONS for member in schema.listed(keyword)]
    return schema.nullable or any(merged(resolver, resolver.resolve(member)).nullable for member in members)


def in_both(left: Values, right: Values) -> Values:
    """The values that two schemas allow together."""
    if left is None or right is None:
        return right if left is None else left
    return tuple(value for value in left if value in right)


def in_either(left: Values, right: Values) -> Values:
    """The values that one of two schemas allows."""
    return None if left is None or right is None else tuple(dict.fromkeys((*left, *right)))


def _listed(schema: Schema) -> Values:
    if schema.keywords.get("type") == "null":
        return ()
    enum = schema.keywords.get("enum")
    return in_both(
        _texts(enum) if isinstance(enum, list) else None,
        _texts([schema.keywords["const"]]) if "const" in schema.keywords else None,
    )


def _texts(values: list[Any]) -> tuple[str, ...]:
    return tuple(json_text(value) for value in values if value is not None)


def _of_union(resolver: Resolver, members: list[Node], seen: frozenset[int]) -> Values:
    if not members:
        return None
    values: Values = ()
    for member in members:
        values = in_either(values, allowed_values(resolver, member, seen))
    return values
