"""The fields of a schema as the rows of a table, those of nested objects with dots in their names."""

from typing import Final

import msgspec

from docgen.openapi.merging import merged
from docgen.openapi.nodes import Node
from docgen.openapi.resolver import Resolver
from docgen.openapi.schema import Schema
from docgen.render.reference.types import types_of
from docgen.wording import json_text

_DEPTH: Final = 3


class Row(msgspec.Struct, frozen=True):
    """A field: its path with dots, its type, whether it is required, its description and values."""

    path: str
    type: str
    required: bool
    description: str
    enum: tuple[str, ...]


def rows(resolver: Resolver, node: Node, prefix: str = "", depth: int = _DEPTH) -> tuple[Row, ...]:
    """The fields of an object, those of nested objects included to a depth of three."""
    schema = merged(resolver, resolver.resolve(node))
    found: list[Row] = []
    for name, node in schema.property_nodes().items():
        inner = resolver.resolve(node)
        found.append(_row(resolver, merged(resolver, inner), f"{prefix}{name}", required=name in schema.required))
        if depth > 1:
            found += rows(resolver, inner, f"{prefix}{name}.", depth - 1)
    return tuple(found)


def _row(resolver: Resolver, field: Schema, path: str, *, required: bool) -> Row:
    enum = field.keywords.get("enum")
    values = tuple(map(json_text, enum)) if isinstance(enum, list) else ()
    return Row(path, _type(resolver, field), required, str(field.keywords.get("description") or ""), values)


def _type(resolver: Resolver, field: Schema, depth: int = _DEPTH) -> str:
    """The types in words; a list in lists, or alternatives in alternatives, to a depth of three."""
    names = list(_types(resolver, field, depth))
    return " or ".join(dict.fromkeys([*names, "null"] if field.nullable else names)) or "anything"


def _types(resolver: Resolver, field: Schema, depth: int) -> tuple[str, ...]:
    keywords = field.keywords
    if "const" in keywords:
        return (msgspec.json.encode(keywords["const"]).decode(),)
    names = types_of(keywords, has_fields=bool(field.properties))
    items = field.child("items")
    if names == ("array",) and items and depth > 0:
        return (f"array of {_type(resolver, merged(resolver, resolver.resolve(items)), depth - 1)}",)
    if names:
        return (f"{names[0]} ({keywords['format']})",) if len(names) == 1 and "format" in keywords else names
    members = [member for key in ("oneOf", "anyOf") for member in field.listed(key)] if depth > 0 else []
    return tuple(_type(resolver, merged(resolver, resolver.resolve(member)), depth - 1) for member in members)
