"""The resources of a contract, each with its page, and the page on which each component schema is shown."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec

from docgen import urls
from docgen.openapi.nodes import Node
from docgen.openapi.pointers import pointer_of
from docgen.openapi.references import schema_name
from docgen.openapi.resolver import Resolver
from docgen.openapi.spec import Operation, Spec

_MANY: Final = 100  # operations of a page that has no room for objects
_LONG: Final = 250_000  # bytes of JSON of the objects of one page
_OF_EVENTS: Final = "Objects of events"
_OF_EVENTS_URL: Final = urls.resource_url(_OF_EVENTS)


class Resource(msgspec.Struct, frozen=True):
    """What operations are about: the name and the description of their tag, and the schemas shown with them."""

    name: str
    url: str
    source: str
    description: str
    operations: tuple[Operation, ...]
    schemas: tuple[str, ...]


def resources(spec: Spec, resolver: Resolver) -> tuple[Resource, ...]:
    """Every resource, in the order of the contract's tags, then in that of its paths; tags of one URL are one."""
    described = dict(_tags(spec))
    order = {urls.resource_url(name): index for index, name in reversed(list(enumerate(described)))}
    found: dict[str, list[Operation]] = {}
    for operation in spec.operations():
        found.setdefault(urls.resource_url(urls.resource(operation)), []).append(operation)
    pages = sorted(found, key=lambda url: order.get(url, len(order)))
    homes = _homes(resolver, {url: found[url] for url in pages})
    listed = [_resource(url, found[url], described, homes) for url in pages]
    of_events = tuple(schema for schema, home in homes.items() if home == _OF_EVENTS_URL)
    if of_events:
        source = urls.resource_source(_OF_EVENTS)
        listed.append(Resource(_OF_EVENTS, _OF_EVENTS_URL, source, "What webhook events carry.", (), of_events))
    return tuple(part for resource in listed for part in _parts(spec, resource))


def _parts(spec: Spec, resource: Resource) -> Iterator[Resource]:
    """A resource; where one page has no room for all, its objects are on pages of their own."""
    portions = list(_portions(spec, sorted(resource.schemas, key=str.lower)))
    if len(resource.operations) <= _MANY and len(portions) <= 1:
        yield resource
        return
    if resource.operations:
        yield msgspec.structs.replace(resource, schemas=())
    base = f"{resource.name} objects" if resource.operations else resource.name
    for number, schemas in enumerate(portions, 1):
        name = base if number == 1 else f"{base} {number}"
        said = f"What the operations of {resource.name} carry." if resource.operations else resource.description
        yield Resource(name, urls.resource_url(name), urls.resource_source(name), said, (), schemas)


def _portions(spec: Spec, names: list[str]) -> Iterator[tuple[str, ...]]:
    """The names in their order, cut where the schemas become too long for a page."""
    portion: list[str] = []
    size = 0
    for name in names:
        length = len(msgspec.json.encode(spec.schemas()[name]))
        if portion and size + length > _LONG:
            yield tuple(portion)
            portion, size = [], 0
        portion.append(name)
        size += length
    if portion:
        yield tuple(portion)


def _resource(
    url: str, operations: list[Operation], described: Mapping[str, str], homes: Mapping[str, str]
) -> Resource:
    names = list(dict.fromkeys(urls.resource(operation) for operation in operations))
    name = next((name for name in names if name in described), names[0])
    title = name if name in described else _title(name)
    schemas = tuple(schema for schema, home in homes.items() if home == url)
    return Resource(title, url, urls.resource_source(name), described.get(name, ""), tuple(operations), schemas)


def _title(name: str) -> str:
    """A segment of a path as a heading: `credit-notes` becomes `Credit notes`."""
    return re.sub(r"[-_]+", " ", name[:1].upper() + name[1:]) if re.fullmatch(r"[a-z0-9_-]+", name) else name


def _tags(spec: Spec) -> Iterator[tuple[str, str]]:
    listed = spec.document.get("tags")
    for tag in listed if isinstance(listed, list) else ():
        if isinstance(tag, Mapping) and isinstance(tag.get("name"), str):
            yield tag["name"].strip(), str(tag.get("description") or "")


def _homes(resolver: Resolver, pages: Mapping[str, list[Operation]]) -> dict[str, str]:
    """The page of each component schema that an operation reaches: the one that reaches it in the fewest steps."""
    homes: dict[str, str] = {}
    seen: set[str] = set()
    of_operations = [
        (ref, url) for url, listed in pages.items() for one in listed for ref in sorted(_used(resolver, one))
    ]
    events = resolver.root.child("webhooks")
    for sources in (of_operations, [(ref, _OF_EVENTS_URL) for ref in sorted(resolver.references(events))]):
        _spread(resolver, sources, homes, seen)
    return homes


def _spread(resolver: Resolver, waiting: list[tuple[str, str]], homes: dict[str, str], seen: set[str]) -> None:
    while waiting:
        further: list[tuple[str, str]] = []
        for ref, url in waiting:
            if ref not in seen:
                seen.add(ref)
                node = _at(resolver, ref)
                name = schema_name(ref)
                if name is not None and node.value is not None:
                    homes[name] = url
                further += [(used, url) for used in sorted(resolver.references(node))]
        waiting = further


def _used(resolver: Resolver, operation: Operation) -> set[str]:
    shared: Any = resolver.spec.at(operation.pointer[:-1])
    parameters = shared.get("parameters") if isinstance(shared, Mapping) else None
    used = resolver.references(Node(operation.node, operation.pointer))
    return used | resolver.references(Node(parameters, (*operation.pointer[:-1], "parameters")))


def _at(resolver: Resolver, ref: str) -> Node:
    return resolver.spec.node(pointer_of(ref) if ref != "#" else ("x-nowhere",))
