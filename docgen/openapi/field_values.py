"""The fields of what a schema describes, at any depth, each with the values that are listed for it."""

from collections.abc import Callable
from typing import Final, NamedTuple

from docgen.openapi.allowed_values import Values, allowed_values, allows_null, in_both, in_either
from docgen.openapi.merging import merged
from docgen.openapi.nodes import Node
from docgen.openapi.resolver import Resolver
from docgen.openapi.schema import UNIONS, Schema

DEPTH: Final = 8
"""The levels of fields and of unions below a schema: one that refers to itself has no end of them."""
_MOST: Final = 5_000  # fields; an event of GitHub has 800, and a response of Stripe 13,000


class Field(NamedTuple):
    """A field: the values that the contract lists for it (None: any), and whether it may be null."""

    values: Values
    nullable: bool


def every_alternative(schema: Schema, keyword: str) -> list[Node]:
    """All members of a union."""
    return schema.listed(keyword)


def field_values(
    resolver: Resolver,
    node: Node,
    alternatives: Callable[[Schema, str], list[Node]] = every_alternative,
    only: str | None = None,
    depth: int = DEPTH,
) -> dict[str, Field]:
    """Each field below a schema by its dotted path; none where it has too many of them to list.

    `alternatives` are the members of a union that count; with `only`, no other field and none below it is looked for.
    """
    fields = _Fields(resolver, alternatives, depth)
    found = fields.of(node, tuple(only.split(".")) if only else ())
    return found if fields.count <= _MOST else {}


class _Fields:
    def __init__(self, resolver: Resolver, alternatives: Callable[[Schema, str], list[Node]], deepest: int) -> None:
        self._resolver = resolver
        self._alternatives = alternatives
        self._deepest = deepest
        self.count = 0

    def of(self, node: Node, only: tuple[str, ...], depth: int = 0) -> dict[str, Field]:
        """The fields below a schema; `only` is what is left of the path of the one that is looked for."""
        if depth > self._deepest or self.count > _MOST:
            return {}
        schema = merged(self._resolver, self._resolver.resolve(node))
        fields = self._own(schema, only, depth)
        groups = [[self.of(member, only, depth + 1)] for member in schema.members]
        for keyword in UNIONS:
            groups.append([self.of(member, only, depth + 1) for member in self._alternatives(schema, keyword)])
        for listed in groups:
            for name, field in in_any(listed).items():
                fields[name] = _both(fields[name], field) if name in fields else field
        return fields

    def _own(self, schema: Schema, only: tuple[str, ...], depth: int) -> dict[str, Field]:
        fields: dict[str, Field] = {}
        for name, node in schema.property_nodes().items():
            if only and name != only[0]:
                continue
            self.count += 1
            fields[name] = Field(allowed_values(self._resolver, node), allows_null(self._resolver, node))
            if only[1:] or not only:
                for inner, field in self.of(node, only[1:], depth + 1).items():
                    fields[f"{name}.{inner}"] = field
        return fields


def in_any(alternatives: list[dict[str, Field]]) -> dict[str, Field]:
    """The fields of values that are of one of several shapes."""
    fields: dict[str, Field] = {}
    for listed in alternatives:
        for name, field in listed.items():
            fields[name] = _either(fields[name], field) if name in fields else field
    return fields


def _either(left: Field, right: Field) -> Field:
    return Field(in_either(left.values, right.values), left.nullable or right.nullable)


def _both(left: Field, right: Field) -> Field:
    return Field(in_both(left.values, right.values), left.nullable and right.nullable)
