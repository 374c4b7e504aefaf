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

_MAX_OPERATIONS: Final = 100  # operations of a page that also shows objects
_MAX_BYTES: Final = 250_000  # bytes of JSON of the objects of one page
_OF_EVENTS: Final = "Objects of events"
_OF_EVENTS_URL: Final = urls.resource_url(_OF_EVENTS)


class Resource(msgspec.Struct, frozen=True):
    """A tag with its operations, and the schemas shown on its page."""

    name: str
    url: str
    source: str
    description: str
    operations: tuple[Operation, ...]
    schemas: tuple[str, ...]


def resources(spec: Spec, resolver: Resolver) -> tuple[Resource, ...]:
    """Every resource, in the order of the contract's tags, then in that of its paths; tags of one URL are one."""
    descriptions = dict(_tags(spec))
    order = {urls.resource_url(name): index for index, name in reversed(list(enumerate(descriptions)))}
    found: dict[str, list[Operation]] = {}
    for operation in spec.operations():
        found.setdefault(urls.resource_url(urls.resource_name(operation)), []).append(operation)
    pages = sorted(found, key=lambda url: order.get(url, len(order)))
    schema_pages = _schema_pages(resolver, {url: found[url] for url in pages})
    listed = [_resource(url, found[url], descriptions, schema_pages) for url in pages]
    of_events = tuple(schema for schema, page in schema_pages.items() if page == _OF_EVENTS_URL)
    if of_events:
        source = urls.resource_source(_OF_EVENTS)
        listed.append(Resource(_OF_EVENTS, _OF_EVENTS_URL, source, "What webhook events carry.", (), of_events))
    return tuple(split for resource in listed for split in _split(spec, resource))


def _split(spec: Spec, resource: Resource) -> Iterator[Resource]:
    """The pages of a resource: where it is too large for one, its objects have pages of their own."""
    chunks = list(_chunks(spec, sorted(resource.schemas, key=str.lower)))
    if len(resource.operations) <= _MAX_OPERATIONS and len(chunks) <= 1:
        yield resource
        return
    if resource.operations:
        yield msgspec.structs.replace(resource, schemas=())
    base = f"{resource.name} objects" if resource.operations else resource.name
    for number, schemas in enumerate(chunks, 1):
        name = base if number == 1 else f"{base} {number}"
        description = f"What the operations of {resource.name} carry." if resource.operations else resource.description
        yield Resource(name, urls.resource_url(name), urls.resource_source(name), description, (), schemas)


def _chunks(spec: Spec, names: list[str]) -> Iterator[tuple[str, ...]]:
    """The names in chunks whose schemas fit a page."""
    chunk: list[str] = []
    size = 0
    for name in names:
        length = len(msgspec.json.encode(spec.schemas()[name]))
        if chunk and size + length > _MAX_BYTES:
            yield tuple(chunk)
            chunk, size = [], 0
        chunk.append(name)
        size += length
    if chunk:
        yield tuple(chunk)


def _resource(
    url: str, operations: list[Operation], descriptions: Mapping[str, str], schema_pages: Mapping[str, str]
) -> Resource:
    names = list(dict.fromkeys(urls.resource_name(operation) for operation in operations))
    name = next((name for name in names if name in descriptions), names[0])
    title = name if name in descriptions else _title(name)
    schemas = tuple(schema for schema, page in schema_pages.items() if page == url)
    return Resource(title, url, urls.resource_source(name), descriptions.get(name, ""), tuple(operations), schemas)


def _title(name: str) -> str:
    """The heading for a segment of a path: `credit-notes` becomes `Credit notes`."""
    return re.sub(r"[-_]+", " ", name[:1].upper() + name[1:]) if re.fullmatch(r"[a-z0-9_-]+", name) else name


def _tags(spec: Spec) -> Iterator[tuple[str, str]]:
    listed = spec.document.get("tags")
    for tag in listed if isinstance(listed, list) else ():
        if isinstance(tag, Mapping) and isinstance(tag.get("name"), str):
            yield tag["name"].strip(), str(tag.get("description") or "")


def _schema_pages(resolver: Resolver, pages: Mapping[str, list[Operation]]) -> dict[str, str]:
    """The page of each component schema: that of the operation nearest to it by references, or that of events."""
    schema_pages: dict[str, str] = {}
    seen: set[str] = set()
    from_operations = [
        (ref, url)
        for url, listed in pages.items()
        for operation in listed
        for ref in sorted(_references(resolver, operation))
    ]
    events = resolver.root.child("webhooks")
    # operations first: a schema that one refers to is shown with it, not with the events
    for sources in (from_operations, [(ref, _OF_EVENTS_URL) for ref in sorted(resolver.references(events))]):
        _assign_reachable(resolver, sources, schema_pages, seen)
    return schema_pages


def _assign_reachable(
    resolver: Resolver, queue: list[tuple[str, str]], schema_pages: dict[str, str], seen: set[str]
) -> None:
    while queue:
        reached: list[tuple[str, str]] = []
        for ref, url in queue:
            if ref not in seen:
                seen.add(ref)
                node = _target(resolver, ref)
                name = schema_name(ref)
                if name is not None and node.value is not None:
                    schema_pages[name] = url
                reached += [(found, url) for found in sorted(resolver.references(node))]
        queue = reached


def _references(resolver: Resolver, operation: Operation) -> set[str]:
    shared: Any = resolver.spec.at(operation.pointer[:-1])
    parameters = shared.get("parameters") if isinstance(shared, Mapping) else None
    found = resolver.references(Node(operation.node, operation.pointer))
    return found | resolver.references(Node(parameters, (*operation.pointer[:-1], "parameters")))


def _target(resolver: Resolver, ref: str) -> Node:
    return resolver.spec.node(pointer_of(ref) if ref != "#" else ("x-nowhere",))
