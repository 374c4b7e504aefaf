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
    """The names that no other alternative has, the best first.

    `own` are that of its component, its title, and the only values of required fields; `fields` its required fields.
    """

    own: Sequence[str]
    fields: Sequence[str]


def alternative_names(resolver: Resolver, members: Iterable[Node]) -> Iterator[AlternativeNames]:
    """The names of each alternative of a union, in its order."""
    named = [_names(resolver, node) for node in members]
    counts = Counter(chain.from_iterable({*names.own, *names.fields} for names in named))
    for names in named:
        own, fields = ([name for name in part if counts[name] == 1] for part in names)
        yield AlternativeNames(own, fields)


def _names(resolver: Resolver, node: Node) -> AlternativeNames:
    title = schema_name(node.ref) or node.get("title")
    schema = merged(resolver, resolver.resolve(node))
    fields = [name for name in schema.properties if name in schema.required]
    values = [listed_values(as_mapping(schema.properties[name])) or () for name in fields]
    constants = [str(listed[0]) for listed in values if len(listed) == 1]
    return AlternativeNames([str(title), *constants] if title else constants, fields)
