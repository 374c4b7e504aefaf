"""What tells the alternatives of a union apart: a name of each that no other has."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from docgen.openapi.merging import merged
from docgen.openapi.nodes import Node, as_mapping, schema_name
from docgen.openapi.resolver import Resolver
from docgen.openapi.schema import listed_values


class AlternativeNames(NamedTuple):
    """The names of an alternative that no other has: its own, or the one value of a required field, and its fields."""

    own: Sequence[str]
    fields: Sequence[str]


def alternative_names(resolver: Resolver, members: Iterable[Node]) -> Iterator[AlternativeNames]:
    """The names of each alternative, the best first."""
    named = [AlternativeNames(*_names(resolver, node)) for node in members]
    counts = Counter(chain.from_iterable({*names.own, *names.fields} for names in named))
    for names in named:
        yield AlternativeNames(*([name for name in part if counts[name] == 1] for part in names))


def _names(resolver: Resolver, node: Node) -> tuple[list[str], list[str]]:
    name = schema_name(node.ref) or node.get("title")
    schema = merged(resolver, resolver.resolve(node))
    fields = [name for name in schema.properties if name in schema.required]
    values = [listed_values(as_mapping(schema.properties[name])) or () for name in fields]
    constants = [str(listed[0]) for listed in values if len(listed) == 1]
    return [*filter(None, (name and str(name),)), *constants], fields
