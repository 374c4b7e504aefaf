"""The fields of what a schema describes, at any depth, each with the values that are listed for it."""

from collections.abc import Callable
from functools import partial
from typing import Final, NamedTuple

from docgen.openapi.allowed_values import Values, allowed_values, allows_null, in_both, in_either
from docgen.openapi.nodes import Node
from docgen.openapi.resolver import Resolver
from docgen.openapi.schema import UNIONS, Schema
from docgen.openapi.walk import Steps, results, walk

DEPTH: Final = 8
"""The levels of fields and of unions below a schema: one that refers to itself has no end of them."""
_MOST: Final = 5_000  # fields; an event of GitHub has 800, and a response of Stripe 13,000


class Field(NamedTuple):
    """A field: the values that the contract lists for it (None: any), and whether it may be null."""

    values: Values
    nullable: bool


Fields = dict[str, Field]
"""Fields by their dotted paths."""


def every_alternative(schema: Schema, keyword: str) -> list[Node]:
    """All members of a union."""
    return schema.listed(keyword)


def field_values(
    resolver: Resolver,
    node: Node,
    alternatives: Callable[[Schema, str], list[Node]] = every_alternative,
    only: str | None = None,
    depth: int = DEPTH,
) -> Fields:
    """Each field below a schema by its dotted path; none where it has too many of them to list.

    `alternatives` are the members of a union that count; with `only`, no other field and none below it is looked for.
    """
    path = tuple(only.split(".")) if only else ()
    below = _Below(path, depth)
    return walk(resolver, node, below, partial(_fields, resolver, alternatives), _Fields({}, 0)).named


class _Below(NamedTuple):
    """What is left of the path of the field that is looked for, and how many more levels are."""

    only: tuple[str, ...]
    levels: int


class _Fields(NamedTuple):
    """Fields, and how many the schemas list in all; none where that is too many."""

    named: Fields
    total: int


def _fields(
    resolver: Resolver, alternatives: Callable[[Schema, str], list[Node]], schema: Schema, below: _Below
) -> Steps[_Below, _Fields]:
    """The fields of a schema; those of its alternatives are a level below it, as those of its fields are."""
    fields, count = yield from _own(resolver, schema, below)
    groups: list[list[Node]] = []
    if below.levels:
        groups = [*([member] for member in schema.members), *(alternatives(schema, keyword) for keyword in UNIONS)]
    for group in groups:
        inner = yield from results(group, below._replace(levels=below.levels - 1))
        count += sum(part.total for part in inner)
        for name, field in in_any([part.named for part in inner]).items():
            fields[name] = _both(fields[name], field) if name in fields else field
    if count > _MOST:
        fields = {}
    return _Fields(fields, count)


def _own(resolver: Resolver, schema: Schema, below: _Below) -> Steps[_Below, tuple[Fields, int]]:
    only, levels = below
    fields, count = Fields(), 0
    for name, node in schema.property_nodes().items():
        # the caller gets none then: some of them would look like all
        if count > _MOST:
            break
        if only and name != only[0]:
            continue
        count += 1
        fields[name] = Field(allowed_values(resolver, node), allows_null(resolver, node))
        if levels and (only[1:] or not only):
            inner = yield node, _Below(only[1:], levels - 1)
            count += inner.total
            fields |= {f"{name}.{key}": field for key, field in inner.named.items()}
    return fields, count


def in_any(alternatives: list[Fields]) -> Fields:
    """The fields of values that are of one of several shapes."""
    fields: Fields = {}
    for listed in alternatives:
        for name, field in listed.items():
            known = fields.get(name)
            fields[name] = _either(known, field) if known else field
    return fields


def _either(left: Field, right: Field) -> Field:
    return Field(in_either(left.values, right.values), left.nullable or right.nullable)


def _both(left: Field, right: Field) -> Field:
    return Field(in_both(left.values, right.values), left.nullable and right.nullable)
