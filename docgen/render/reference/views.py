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
from docgen.render.contract import checksum
from docgen.render.escape import text
from docgen.render.page import element_id, relative, safe_url
from docgen.render.publication import Publication
from docgen.render.reference.entry_index import EntryIndex
from docgen.render.reference.operation import OperationView, budget, title
from docgen.render.reference.operation_parts import OperationReader
from docgen.render.reference.page_targets import PageTargets
from docgen.render.reference.reader import SchemaReader
from docgen.render.reference.request import RequestBuilder
from docgen.render.reference.resources import Resource
from docgen.render.reference.shape import Shape
from docgen.render.versions import ContractHistory, PartHistory


class ObjectView(msgspec.Struct, frozen=True):
    """A component schema as the section of objects shows it."""

    name: str
    anchor: Markup
    shape: Shape
    history: PartHistory
    removed_fields: Mapping[str, Pin]


class Row(msgspec.Struct, frozen=True):
    """An operation in a list."""

    operation: Operation
    title: str
    url: str


class ResourceView(msgspec.Struct, frozen=True):
    """A page of the reference: its operations as a list and in full, then its objects."""

    resource: Resource
    rows: tuple[Row, ...]
    operations: tuple[OperationView, ...]
    objects: tuple[ObjectView, ...]


def views(publication: Publication) -> tuple[ResourceView, ...]:
    """Every resource of the current contract; nothing where it has no operation and no event."""
    return publication.cached(_views)


def _views(publication: Publication) -> tuple[ResourceView, ...]:
    pin, targets = publication.project.current, publication.page_targets
    if pin is None or targets is None:
        return ()
    builder = _ViewBuilder(publication, pin, targets)
    return tuple(map(builder.resource, targets.resources))


def index_context(publication: Publication) -> dict[str, Any]:
    """What the first page shows: servers, authentication, the version, the contract, and every operation."""
    pin, targets = publication.project.current, publication.page_targets
    assert pin and targets  # noqa: S101 - asked where there are resources
    document = targets.spec.document
    servers = document.get("servers")
    return {
        "pin": pin,
        "description": str((document.get("info") or {}).get("description") or ""),
        "servers": [server for server in (servers if isinstance(servers, list) else ()) if isinstance(server, Mapping)],
        "schemes": targets.spec.security_schemes().items(),
        "listed": [(view.resource, view.rows) for view in views(publication)],
        "contract": checksum(targets.spec),
    }


class _ViewBuilder:
    def __init__(self, publication: Publication, pin: Pin, targets: PageTargets) -> None:
        self._publication, self._targets = publication, targets
        self._entries = EntryIndex(publication)
        config = publication.project.config
        self._request_builder = RequestBuilder(
            targets.resolver, config.api, tuple(config.hosts), pin.id, pin.text.versioning
        )
        self._error_codes = _error_codes(publication)

    def resource(self, resource: Resource) -> ResourceView:
        reader = reader_for(self._targets, resource.url, self._publication.history)
        operation_reader = OperationReader(
            self._targets.resolver, reader, self._request_builder, budget(len(resource.operations))
        )
        return ResourceView(
            resource,
            tuple(Row(operation, title(operation), urls.operation_url(operation)) for operation in resource.operations),
            tuple(self._view(operation_reader, operation) for operation in resource.operations),
            tuple(self._objects(resource, reader)),
        )

    def _objects(self, resource: Resource, reader: SchemaReader) -> Iterator[ObjectView]:
        for name in sorted(resource.schemas, key=str.lower):
            node = Node(self._targets.spec.schemas()[name], ("components", "schemas", name))
            shape = reader.read(node, 0, "both", lambda *fields, of=name: element_id(urls.object_anchor(of, *fields)))
            pins = self._publication.history
            anchor = element_id(urls.object_anchor(name))
            yield ObjectView(name, anchor, shape, pins.part(name), pins.removed_fields(name))

    def _view(self, operation_reader: OperationReader, operation: Operation) -> OperationView:
        body = self._targets.spec.resolve(operation.node.get("requestBody"))
        return OperationView(
            operation=operation,
            anchor=element_id(urls.operation_anchor(operation)),
            title=title(operation),
            parameters=tuple(operation_reader.parameters(operation)),
            body=operation_reader.body(operation),
            body_required=body.get("required") is True,
            body_description=str(body.get("description") or ""),
            responses=tuple(operation_reader.responses(operation)),
            security=tuple(operation_reader.security(operation)),
            callbacks=tuple(operation_reader.callbacks(operation)),
            samples=operation_reader.samples(operation),
            examples=tuple(operation_reader.examples(operation)),
            error_codes=tuple(dict.fromkeys(self._error_codes.get(operation.name, ()))),
            history=self._publication.history.part(operation.name),
            entries=self._entries.entries(operation),
            events=self._entries.events(operation),
            redirects=tuple(self._redirects(operation)),
        )

    def _redirects(self, operation: Operation) -> Iterator[Any]:
        """The redirects from the operation's path."""
        bases = {urlsplit(str(server.geturl())).path.rstrip("/") for server in self._targets.spec.servers()} | {""}
        paths = {base + operation.path for base in bases}
        return (rule for rule in self._publication.project.redirects if rule.is_served and rule.path in paths)


def reader_for(targets: PageTargets, here: str, versions: ContractHistory) -> SchemaReader:
    """The reader of schemas for the page at `here`, whose links lead to the objects of the reference."""

    def link(name: str) -> Markup | None:
        url = targets.object_url(name)
        return Markup('<a href="{}">{}</a>').format(safe_url(relative(url, here)), text(name)) if url else None

    return SchemaReader(targets.resolver, link, versions.field)


def _error_codes(publication: Publication) -> Mapping[str, list[tuple[str, str]]]:
    """The error codes that the contract's examples show, by operation, with their status."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for view in errors.views(publication):
        for example in view.examples:
            found[example.operation.name].append((view.code, example.status))
    return found
