"""How alike two schemas are: whether one may have become the other, and whether a value can match both."""

from collections.abc import Collection
from typing import Any, Final

from docgen.differ.edits import digest
from docgen.differ.types import types_of
from docgen.openapi.merging import merged
from docgen.openapi.nodes import Node
from docgen.openapi.resolver import Resolver
from docgen.openapi.schema import Schema

ALIKE: Final = 0.5
"""Two objects are alike if they have this share of their properties in common."""

Sided = tuple[Resolver, Node]
"""A schema and the contract that it is in."""


def share(one: Collection[str], other: Collection[str]) -> float:
    """The share of two sets of names that is in both (Jaccard's index); 0 for two empty ones."""
    either = {*one, *other}
    return len(set(one) & set(other)) / len(either) if either else 0.0


def likeness(left: Sided, right: Sided) -> float:
    """From 0 to 1: of objects the share of their properties in common, of others whether their types are the same."""
    before, after = demanded(left), demanded(right)
    if any(_told_apart(before, after, name) for name in before.properties.keys() & after.properties.keys()):
        return 0.0  # `type: cat` and `type: dog`
    if before.properties or after.properties:
        return share(before.properties, after.properties)
    names = types_of(before).names, types_of(after).names
    return float(names[0] == names[1] and names[0] is not None and "object" not in names[0])


def demanded(side: Sided) -> Schema:
    """What a schema demands in all, its reference followed."""
    resolver, node = side
    return merged(resolver, node)


def are_disjoint(left: Schema, right: Schema) -> bool:
    """Whether no value matches both: by their types, by their values, or by those of a property that both require."""
    if types_of(left).are_apart(types_of(right)):
        return True
    values = _values(left.keywords), _values(right.keywords)
    if values[0] is not None and values[1] is not None:
        return values[0].isdisjoint(values[1])
    return any(_told_apart(left, right, name) for name in left.required & right.required)


def _told_apart(left: Schema, right: Schema, name: str) -> bool:
    found = (_values(schema.properties.get(name)) for schema in (left, right))
    one, other = found
    return one is not None and other is not None and one.isdisjoint(other)


def _values(schema: Any) -> frozenset[str] | None:  # noqa: ANN401 - any JSON
    """The keys of the only values that a schema takes; None if it takes others."""
    if not isinstance(schema, dict):
        return None
    if "const" in schema:
        return frozenset((digest(schema["const"]),))
    listed = schema.get("enum")
    return frozenset(map(digest, listed)) if isinstance(listed, list) else None
