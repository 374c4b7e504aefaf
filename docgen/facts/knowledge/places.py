"""Places in the bodies of contracts: which fields and values the schemas that stand there have."""

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from docgen.openapi.merging import Steps, merged, results, walk
from docgen.openapi.nodes import Node
from docgen.openapi.object_shape import object_shape
from docgen.openapi.resolver import Resolver
from docgen.openapi.schema import Schema


class Place(NamedTuple):
    """The schemas that a value may have: of one body in several contracts, or of several bodies."""

    schemas: tuple[tuple[Resolver, Node], ...] = ()

    @property
    def fields(self) -> frozenset[str]:
        """Every field that one of the schemas has."""
        return frozenset(chain.from_iterable(object_shape(*schema).properties for schema in self.schemas))

    @property
    def is_closed(self) -> bool:
        """Whether all schemas list their fields, and none allows others in so many words."""
        shapes = [object_shape(*schema) for schema in self.schemas]
        return bool(shapes) and all(shape.properties and not shape.open_at for shape in shapes)

    def child(self, name: str) -> "Place":
        """The place of a field."""
        places: dict[tuple[int, int], tuple[Resolver, Node]] = {}
        for resolver, node in self.schemas:
            for child in walk(resolver, node, name, _children, tuple[Node, ...]()):
                places.setdefault((id(resolver), id(resolver.resolve(child).value)), (resolver, child))
        return Place(tuple(places.values()))

    def items(self) -> "Place":
        """The place of the items of a list; the same place where it is none."""
        listed = []
        for resolver, node in self.schemas:
            if child := merged(resolver, node).child("items"):
                listed.append((resolver, child))
        return Place(tuple(listed)) if listed else self


def _children(schema: Schema, name: str) -> Steps[str, tuple[Node, ...]]:
    """Each schema of a field: of the schema itself, and of each of its alternatives."""
    members = [*schema.members, *schema.alternatives()]
    members += filter(None, map(schema.child, ("then", "else")))
    inner = yield from results(members, name)
    nodes = filter(None, (schema.property(name), *chain.from_iterable(inner)))
    return tuple({id(node.value): node for node in nodes}.values())


def unknown_fields(place: Place, value: object) -> Iterator[tuple[str, Place]]:
    """Each field of a value that its place does not have, with that place."""
    if isinstance(value, list):
        for child in value:
            yield from unknown_fields(place.items(), child)
    elif isinstance(value, dict) and place.is_closed:
        known = place.fields
        for key, child in value.items():
            if key not in known:
                yield key, place
            else:
                yield from unknown_fields(place.child(key), child)
