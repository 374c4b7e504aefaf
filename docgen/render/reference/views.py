"""What the reference shows of a contract, for its pages and their twins: resources with operations and objects."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

import msgspec
from markupsafe import Markup

from docgen import urls
from docgen.model.pin import Pin
from docgen.openapi.nodes import Node
from docgen.openapi.spec import Operation
from docgen.render import errors
from docgen.render.contract import contract
from docgen.render.escape import text
from docgen.render.page import anchor as href
from docgen.render.page import identity, relative
from docgen.render.publication import Publication
from docgen.render.reference.announced import Announced
from docgen.render.reference.operation import OperationView, budget, title
from docgen.render.reference.operation_parts import Parts
from docgen.render.reference.page_targets import Places
from docgen.render.reference.reader import Reader
from docgen.render.reference.request import Sender
from docgen.render.reference.resources import Resource
from docgen.render.reference.shape import Shape
from docgen.render.versions import History, Versions


class ObjectView(msgspec.Struct, frozen=True):
    """A component schema as the section of objects shows it."""

    name: str
    anchor: Markup
    shape: Shape
    history: History
    gone: Mapping[str, Pin]


class Row(msgspec.Struct, frozen=True):
    """An operation in a list."""

    operation: Operation
    title: str
    url: str


class ResourceView(msgspec.Struct, frozen=True):
    """A page of the reference: its operations as a list and in full, then the objects that have their place here."""

    resource: Resource
    rows: tuple[Row, ...]
    operations: tuple[OperationView, ...]
    objects: tuple[ObjectView, ...]


def views(publication: Publication) -> tuple[ResourceView, ...]:
    """Every resource of the current contract; nothing where it has no operation and no event."""
    return publication.once(_views)


def _views(publication: Publication) -> tuple[ResourceView, ...]:
    pin, places = publication.project.current, publication.places
    if pin is None or places is None:
        return ()
    writer = _Writer(publication, pin, places)
    return tuple(map(writer.resource, places.resources))


def overview(publication: Publication) -> dict[str, Any]:
    """What the first page shows: servers, authentication, the version, the contract, and every operation."""
    pin, places = publication.project.current, publication.places
    assert pin and places  # noqa: S101 - asked where there are resources
    document = places.spec.document
    components = document.get("components")
    schemes = components.get("securitySchemes") if isinstance(components, Mapping) else None
    servers = document.get("servers")
    return {
        "pin": pin,
        "note": str((document.get("info") or {}).get("description") or ""),
        "servers": [server for server in (servers if isinstance(servers, list) else ()) if isinstance(server, Mapping)],
        "schemes": [(name, places.spec.resolve(node)) for name, node in _items(schemes)],
        "listed": [(view.resource, view.rows) for view in views(publication)],
        "contract": contract(places.spec),
    }


def of_resource(view: ResourceView) -> dict[str, Any]:
    """What the page of a resource shows, and its twin."""
    return {"resource": view.resource, "rows": view.rows, "operations": view.operations, "objects": view.objects}


def _items(node: object) -> list[tuple[str, Any]]:
    return list(node.items()) if isinstance(node, Mapping) else []


class _Writer:
    def __init__(self, publication: Publication, pin: Pin, places: Places) -> None:
        self._story, self._places = publication, places
        self._announced = Announced(publication)
        config = publication.project.config
        self._sender = Sender(places.resolver, config.api, tuple(config.hosts), pin.id, pin.text.versioning)
        self._codes = _codes(publication)

    def resource(self, resource: Resource) -> ResourceView:
        reader = reader_for(self._places, resource.url, self._story.versions)
        parts = Parts(self._places.resolver, reader, self._sender, budget(len(resource.operations)))
        return ResourceView(
            resource,
            tuple(Row(one, title(one), urls.operation_url(one)) for one in resource.operations),
            tuple(self._view(parts, operation) for operation in resource.operations),
            tuple(self._objects(resource, reader)),
        )

    def _objects(self, resource: Resource, reader: Reader) -> Iterator[ObjectView]:
        for name in sorted(resource.schemas, key=str.lower):
            node = Node(self._places.spec.schemas()[name], ("components", "schemas", name))
            shape = reader.read(node, 0, "both", lambda *fields, of=name: identity(urls.object_anchor(of, *fields)))
            versions = self._story.versions
            history, gone = versions.history(name), versions.gone_fields(name)
            yield ObjectView(name, identity(urls.object_anchor(name)), shape, history, gone)

    def _view(self, parts: Parts, operation: Operation) -> OperationView:
        body = self._places.spec.resolve(operation.node.get("requestBody"))
        return OperationView(
            operation=operation,
            anchor=identity(urls.operation_anchor(operation)),
            title=title(operation),
            parameters=tuple(parts.parameters(operation)),
            body=parts.body(operation),
            body_required=body.get("required") is True,
            body_note=str(body.get("description") or ""),
            answers=tuple(parts.answers(operation)),
            security=tuple(parts.security(operation)),
            callbacks=tuple(parts.callbacks(operation)),
            samples=parts.samples(operation),
            examples=tuple(parts.examples(operation)),
            codes=tuple(dict.fromkeys(self._codes.get(operation.name, ()))),
            history=self._story.versions.history(operation.name),
            entries=self._announced.entries(operation),
            events=self._announced.events(operation),
            rules=tuple(self._rules(operation)),
        )

    def _rules(self, operation: Operation) -> Iterator[Any]:
        """The redirects that take requests away from the operation's path."""
        bases = {urlsplit(str(server.geturl())).path.rstrip("/") for server in self._places.spec.servers()} | {""}
        paths = {base + operation.path for base in bases}
        return (rule for rule in self._story.project.redirects if rule.is_served and rule.path in paths)


def reader_for(places: Places, here: str, versions: Versions) -> Reader:
    """The reader of schemas for the page at `here`, whose links lead to the objects of the reference."""

    def link(name: str) -> Markup | None:
        url = places.object(name)
        return Markup('<a href="{}">{}</a>').format(href(relative(url, here)), text(name)) if url else None

    return Reader(places.resolver, link, versions.field)


def _codes(publication: Publication) -> Mapping[str, list[tuple[str, str]]]:
    """The error codes that the contract's examples show, by operation, with their status."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for view in errors.views(publication):
        for returned in view.returned:
            found[returned.operation.name].append((view.code, returned.status))
    return found
