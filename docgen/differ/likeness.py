"""How alike two schemas are: whether one may have become the other, and whether a value can match both."""

from collections.abc import Collection
from typing import Final

from docgen.differ.keys import digest
from docgen.differ.types import types_of
from docgen.openapi.nodes import as_mapping
from docgen.openapi.schema import Schema, listed_values

ALIKE: Final = 0.5
"""Two objects are alike if they have this share of their properties in common."""


def share(one: Collection[str], other: Collection[str]) -> float:
    """The share of two sets of names that is in both (Jaccard's index); 0 for two empty ones."""
    either = {*one, *other}
    return len(set(one) & set(other)) / len(either) if either else 0.0


def likeness(left: Schema, right: Schema) -> float:
    """From 0 to 1: of objects the share of their properties in common, of others whether their types are the same."""
    # a constant that differs is what readers tell the two by, whatever else they share
    if any(_told_apart(left, right, name) for name in left.properties.keys() & right.properties.keys()):
        return 0.0  # `type: cat` and `type: dog`
    if left.properties or right.properties:
        return share(left.properties, right.properties)
    # two objects without fields have nothing by which they could be alike
    names = types_of(left).names
    return float(names == types_of(right).names and names is not None and "object" not in names)


def are_disjoint(left: Schema, right: Schema) -> bool:
    """Whether no value matches both: by their types, by their values, or by those of a property that both require."""
    if types_of(left).are_apart(types_of(right)):
        return True
    values, others = only_values(left.keywords), only_values(right.keywords)
    if values is not None and others is not None:
        return values.isdisjoint(others)
    return any(_told_apart(left, right, name) for name in left.required & right.required)


def _told_apart(left: Schema, right: Schema, name: str) -> bool:
    values, others = only_values(left.properties.get(name)), only_values(right.properties.get(name))
    return values is not None and others is not None and values.isdisjoint(others)


def only_values(schema: object) -> frozenset[str] | None:
    """The digests of the only values that a schema takes; None if it takes others."""
    values = listed_values(as_mapping(schema))
    return None if values is None else frozenset(map(digest, values))
