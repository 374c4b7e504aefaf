"""The values that a schema allows, and those of the fields of what it describes, at any depth.

They are those that it lists: by an enum, a const, or a union of such.
"""

from collections.abc import Callable
from functools import partial, reduce
from typing import Any, Final, NamedTuple

from docgen.openapi.merging import Steps, merged, results, walk
from docgen.openapi.nodes import Node
from docgen.openapi.resolver import Resolver
from docgen.openapi.schema import UNIONS, Schema, normalized
from docgen.wording import json_text

Values = tuple[str, ...] | None
"""Values as JSON text; None where anything of some type is allowed."""
Alternatives = Callable[[Schema, str], list[Node]]
"""The members of a union that count."""
_NO_VALUES: Final[Values] = ()
DEPTH: Final = 8
"""The levels of fields and of unions below a schema: one that refers to itself has no end of them."""
_MOST: Final = 5_000  # fields; an event of GitHub has 800, and a response of Stripe 13,000


def allowed_values(resolver: Resolver, node: Node) -> Values:
    """The values that a schema allows beside null, in the order of the document; None where it does not list them."""
    node = resolver.resolve(node)
    if id(node.value) not in resolver.allowed:
        # with the value itself, or another one could get its id
        resolver.allowed[id(node.value)] = node.value, walk(resolver, node, None, _allowed, None)
    return resolver.allowed[id(node.value)][1]


def _allowed(schema: Schema, _: None) -> Steps[None, Values]:
    values = _listed(schema)
    # a schema and its unions hold together: each of them leaves fewer values
    for keyword in UNIONS:
        alternatives = yield from results(schema.listed(keyword), None)
        if alternatives:
            values = in_both(values, reduce(in_either, alternatives, _NO_VALUES))
    for demanded in (yield from results(schema.members, None)):
        values = in_both(values, demanded)
    denied = schema.keywords.get("not")
    # with any other keyword beside, less is denied than it lists
    if values and isinstance(denied, dict) and denied.keys() <= {"const", "enum"}:
        values = tuple(value for value in values if value not in (_listed(normalized(Node(denied, ()))) or ()))
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


class Field(NamedTuple):
    """A field: the values that the contract lists for it (None: any), and whether it may be null."""

    values: Values
    nullable: bool


Fields = dict[str, Field]
"""Fields by their dotted paths."""


def field_values(
    resolver: Resolver,
    node: Node,
    alternatives: Alternatives = Schema.listed,
    only: str | None = None,
    depth: int = DEPTH,
) -> Fields:
    """Each field below a schema by its dotted path; none where it has too many of them to list.

    `alternatives` are the members of a union that count; with `only`, some paths joined by dots, fields with other
    names than are in it are not looked for.
    """
    visit = partial(_fields, resolver, alternatives, only and f".{only}.")
    return walk(resolver, node, depth, visit, _Fields({}, 0)).named


class _Fields(NamedTuple):
    """Fields, and how many the schemas list in all; none where that is too many."""

    named: Fields
    total: int


def _fields(
    resolver: Resolver, alternatives: Alternatives, only: str | None, schema: Schema, levels: int
) -> Steps[int, _Fields]:
    """The fields of a schema; those of its alternatives are a level below it, as those of its fields are."""
    fields, count = yield from _own(resolver, only, schema, levels)
    groups: list[list[Node]] = []
    if levels:
        groups = [*([member] for member in schema.members), *(alternatives(schema, keyword) for keyword in UNIONS)]
    for group in groups:
        inner = yield from results(group, levels - 1)
        count += sum(part.total for part in inner)
        for name, field in in_any([part.named for part in inner]).items():
            fields[name] = _both(fields[name], field) if name in fields else field
    if count > _MOST:
        fields = {}
    return _Fields(fields, count)


def _own(resolver: Resolver, only: str | None, schema: Schema, levels: int) -> Steps[int, tuple[Fields, int]]:
    fields, count = Fields(), 0
    for name in schema.properties:
        # the caller gets none then: some of them would look like all
        if count > _MOST:
            break
        # a name may have dots of its own
        node = None if only and f".{name}." not in only else schema.property(name)
        if node is None:
            continue
        count += 1
        fields[name] = Field(allowed_values(resolver, node), allows_null(resolver, node))
        if levels:
            inner = yield node, levels - 1
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
