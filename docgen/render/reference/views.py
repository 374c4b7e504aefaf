"""What the reference shows of a contract, for its pages and their twins: resources with operations and objects."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec
from markupsafe import Markup

from docgen import urls
from docgen.model.entry import Entry
from docgen.model.pin import Pin
from docgen.openapi.nodes import Node
from docgen.openapi.pointers import pointer_of
from docgen.openapi.references import schema_name
from docgen.openapi.resolver import Resolver
from docgen.openapi.spec import Operation
from docgen.render import errors
from docgen.render.contract import checksum
from docgen.render.page import element_id
from docgen.render.publication import Publication, newest_first, once
from docgen.render.reference.linking_reader import linking_reader
from docgen.render.reference.operation import OperationView, Shape, response_examples
from docgen.render.reference.operation_parts import OperationReader
from docgen.render.reference.request import RequestBuilder
from docgen.render.reference.resources import PageTargets, Resource, references
from docgen.render.reference.titles import title
from docgen.render.versions import PartHistory


class EntryIndex:
    """The entries by operation of the current contract; paths that name another pin count as the same operation."""

    def __init__(self, publication: Publication) -> None:
        self._event_pages = publication.event_pages
        self._covering: dict[str, list[Entry]] = {}
        self._touching: dict[str, list[Entry]] = {}
        pins = {pin.id: pin for pin in publication.pins()}
        for entry in publication.entries():
            pin, covers = pins.get(entry.pin), frozenset(entry.text.covers)
            changes = publication.changes(entry.pin)
            affecting = (change for change in changes if covers & {change.selector, *change.selectors})
            changed = [publication.in_current(name, pin) for change in affecting for name in change.operations]
            covered = [publication.in_current(name, pin) for name in entry.text.covers]
            for name in dict.fromkeys(covered):
                self._covering.setdefault(name, []).append(entry)
            for name in dict.fromkeys([*covered, *changed]):
                self._touching.setdefault(name, []).append(entry)

    def entries(self, operation: Operation) -> tuple[Entry, ...]:
        """The entries that cover the operation, or a change that affects it, the newest first."""
        return newest_first(self._touching.get(operation.name, ()))

    def events(self, operation: Operation) -> tuple[str, ...]:
        """The events with a page that an entry covers together with the operation."""
        entries = newest_first(self._covering.get(operation.name, ()))
        selectors = (selector for entry in entries for selector in entry.text.covers)
        names = (selector.removeprefix("event ") for selector in selectors if selector.startswith("event "))
        return tuple(dict.fromkeys(name for name in names if name in self._event_pages))


DEEP: Final = f"{urls.REFERENCE}-/-/"
"""Links from here hold on the page of every operation and object: each is as deep in the reference."""
_ROWS: Final = (120, 20, 0)
_ROWS_OF_OBJECTS: Final = 60
_MAX_WEIGHT: Final = 250_000


class Use(msgspec.Struct, frozen=True):
    """An operation, event or schema in which a component schema is used; `url` is None where no page shows it."""

    selector: str
    url: str | None


class ObjectView(msgspec.Struct, frozen=True):
    """All that the reference shows of a component schema; `uses` are the operations, events and schemas with it."""

    name: str
    url: str
    shape: Shape
    uses: tuple[Use, ...]
    history: PartHistory
    removed_fields: Mapping[str, Pin]

    @property
    def anchor(self) -> Markup:
        """Its id in the list of its resource."""
        return element_id(urls.object_anchor(self.name))


class ResourceView(msgspec.Struct, frozen=True):
    """A resource with its operations and its objects, each of which has its page."""

    resource: Resource
    operations: tuple[OperationView, ...]
    objects: tuple[ObjectView, ...]


@once
def views(publication: Publication) -> tuple[ResourceView, ...]:
    """Every resource of the current contract; nothing where it has no operation and no event."""
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
        "resources": views(publication),
        "contract": checksum(targets.spec),
    }


class _ViewBuilder:
    def __init__(self, publication: Publication, pin: Pin, targets: PageTargets) -> None:
        self._publication, self._targets = publication, targets
        self._entries = EntryIndex(publication)
        config = publication.project.config
        request_builder = RequestBuilder(targets.resolver, config.api, tuple(config.hosts), pin.id, pin.text.versioning)
        self._reader = linking_reader(publication, DEEP, targets.resolver)
        self._operation_readers = [
            OperationReader(targets.resolver, self._reader, request_builder, rows) for rows in _ROWS
        ]
        self._error_codes = _error_codes(publication)
        self._uses = uses(targets.resolver)

    def resource(self, resource: Resource) -> ResourceView:
        return ResourceView(
            resource, tuple(map(self._operation, resource.operations)), tuple(map(self._object, resource.schemas))
        )

    def _object(self, name: str) -> ObjectView:
        node = Node(self._targets.spec.schemas()[name], ("components", "schemas", name))
        shape = self._reader.read(
            node, _ROWS_OF_OBJECTS, "both", lambda *fields: element_id(urls.field_anchor(*fields))
        )
        pins, named = self._publication.history, self._uses.get(name, ())
        used = tuple(Use(selector, self._publication.url_of(selector)) for selector in named)
        return ObjectView(name, self._targets.objects[name], shape, used, pins.part(name), pins.removed_fields(name))

    def _operation(self, operation: Operation) -> OperationView:
        view = self._view(operation, self._operation_readers[0])
        for reader in self._operation_readers[1:]:
            if view.weight < _MAX_WEIGHT:
                break
            view = self._view(operation, reader)
        return view

    def _view(self, operation: Operation, reader: OperationReader) -> OperationView:
        body = self._targets.spec.resolve(operation.node.get("requestBody"))
        return OperationView(
            operation=operation,
            url=self._targets.operations[operation.name],
            title=title(operation),
            parameters=tuple(reader.parameters(operation)),
            body=reader.body(operation),
            body_required=body.get("required") is True,
            body_description=str(body.get("description") or ""),
            responses=tuple(reader.responses(operation)),
            security=tuple(reader.security(operation)),
            callbacks=tuple(reader.callbacks(operation)),
            samples=reader.samples(operation),
            examples=tuple(response_examples(self._targets.resolver, operation)),
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


def _error_codes(publication: Publication) -> Mapping[str, list[tuple[str, str]]]:
    """The error codes that the contract's examples show, by operation, with their status."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for view in errors.views(publication):
        for example in view.examples:
            found[example.operation.name].append((view.code, example.status))
    return found


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
