"""The operations, events and component schemas in which each component schema is used."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from docgen.openapi.nodes import Node
from docgen.openapi.pointers import pointer_of
from docgen.openapi.references import schema_name
from docgen.openapi.resolver import Resolver
from docgen.render.reference.resources import references


def uses(resolver: Resolver) -> Mapping[str, tuple[str, ...]]:
    """The selectors of what refers to each component schema, by its name: operations, then events, then schemas."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for selector, refs in _referring(resolver):
        for name in _schemas(resolver, refs):
            found[name].setdefault(selector)
    return {name: tuple(selector for selector in selectors if selector != name) for name, selectors in found.items()}


def _referring(resolver: Resolver) -> Iterator[tuple[str, set[str]]]:
    for operation in resolver.spec.operations():
        yield operation.name, references(resolver, operation)
    for event in resolver.spec.events():
        yield f"event {event}", resolver.references(resolver.spec.node(resolver.spec.event_pointer(event)))
    for name, schema in resolver.spec.schemas().items():
        yield name, resolver.references(Node(schema, ("components", "schemas", name)))


def _schemas(resolver: Resolver, refs: set[str]) -> Iterator[str]:
    """The schemas that references lead to, directly or by another component, such as a response."""
    seen: set[str] = set()
    queue = sorted(refs)
    while queue:
        ref = queue.pop()
        name = schema_name(ref)
        if name is not None:
            yield name
        elif ref not in seen and ref != "#":
            seen.add(ref)
            queue += sorted(resolver.references(resolver.spec.node(pointer_of(ref))))
