"""Reads an operation for its page: parameters, bodies, responses, callbacks, samples, and what is elsewhere on it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from markupsafe import Markup
from msgspec.structs import replace

from docgen.model.entry import Entry
from docgen.model.pin import Pin
from docgen.model.redirect import Redirect
from docgen.model.statuses import status_line
from docgen.openapi.nodes import Node
from docgen.openapi.resolver import Resolver
from docgen.openapi.spec import METHODS, Operation
from docgen.render import errors
from docgen.render.escape import text
from docgen.render.page import relative, safe_url
from docgen.render.publication import Publication, newest_first, once
from docgen.render.reference.operation import (
    Body,
    Callback,
    Field,
    OperationView,
    Response,
    Shape,
    description_of,
    is_good,
    response_examples,
    schema_of,
)
from docgen.render.reference.reader import Direction, SchemaReader
from docgen.render.reference.request import RequestBuilder
from docgen.render.reference.request_samples import samples
from docgen.render.reference.resources import PageTargets
from docgen.render.reference.titles import title

_PARAMETER_HEADINGS: Final = {
    "path": "Path parameters",
    "query": "Query parameters",
    "header": "Headers",
    "cookie": "Cookies",
}
_ROWS: Final = (120, 20, 0)
"""The rows of component schemas that open in the bodies of an operation: fewer where its page would be too large."""
_MAX_WEIGHT: Final = 250_000


class OperationReader:
    """Reads the operations of the current contract."""

    def __init__(self, publication: Publication, pin: Pin, targets: PageTargets, reader: SchemaReader) -> None:
        self._publication, self._targets, self._reader, self._spec = publication, targets, reader, targets.spec
        self._request_builder = RequestBuilder(targets.resolver, publication.project.config, pin)
        self._bases = {server.path.rstrip("/") for server in targets.spec.servers()} | {""}
        self._rows = 0

    def read(self, operation: Operation) -> OperationView:
        """All that the page of an operation shows."""
        for rows in _ROWS:
            self._rows = rows
            view = self._view(operation)
            if view.weight < _MAX_WEIGHT:
                break
        return view

    def _view(self, operation: Operation) -> OperationView:
        body = self._spec.resolve(operation.node.get("requestBody"))
        covering, touching = _entries_by_operation(self._publication)
        return OperationView(
            operation=operation,
            url=self._targets.operations[operation.name],
            title=title(operation),
            parameters=tuple(self._parameters(operation)),
            body=self._bodies(body, operation, "request", self._rows),
            body_required=body.get("required") is True,
            body_description=description_of(body),
            responses=tuple(self._responses(operation)),
            security=tuple(self._security(operation)),
            callbacks=tuple(self._callbacks(operation)),
            samples=samples(self._request_builder.build(operation)),
            examples=tuple(response_examples(self._targets.resolver, operation)),
            error_codes=tuple(_error_codes(self._publication).get(operation.name, ())),
            history=self._publication.history.part(operation.name),
            entries=newest_first(touching.get(operation.name, ())),
            events=tuple(dict.fromkeys(self._events(covering.get(operation.name, ())))),
            redirects=tuple(self._redirects(operation)),
        )

    def _parameters(self, operation: Operation) -> Iterator[tuple[str, tuple[Field, ...]]]:
        """The parameters under the heading of their `in`; one of the operation replaces that of its path."""
        by_name = {(node.get("in"), node.get("name")): node for node in operation.parameters}
        required_first = sorted(by_name.values(), key=lambda node: node.get("required") is not True)
        for location, heading in _PARAMETER_HEADINGS.items():
            found = [node for node in required_first if node.get("in") == location]
            if found:
                yield heading, tuple(self._field(str(node.get("name")), node, operation, "request") for node in found)

    def _field(self, name: str, node: Mapping[str, Any], operation: Operation, direction: Direction) -> Field:
        schema = schema_of(node)
        carried = Node({} if schema is None else schema, (*operation.pointer, "x-carried"))
        shape = self._reader.read(carried, self._rows, direction)
        marks = shape.marks
        if node.get("deprecated") is True:
            marks = tuple(dict.fromkeys(("deprecated", *marks)))
        shape = replace(shape, description=description_of(node) or shape.description, marks=marks)
        return Field(name, shape, node.get("required") is True)

    def _bodies(
        self, node: Mapping[str, Any], operation: Operation, direction: Direction, rows: int
    ) -> tuple[Body, ...]:
        """The bodies of a request or a response, media types of one schema together."""
        found: list[Body] = []
        schemas: list[Any] = []
        for media_type, media in Node(node, (*operation.pointer, "x-body")).members("content").items():
            described = self._spec.resolve(media.value)
            schema = described.get("schema", described.get("itemSchema"))
            if schema in schemas:
                same = found[schemas.index(schema)]
                found[schemas.index(schema)] = replace(same, media_types=(*same.media_types, str(media_type)))
                continue
            shape = Shape(Markup(""))
            if schema is not None:
                shape = self._reader.read(Node(schema, (*operation.pointer, "x-body")), rows, direction)
            schemas.append(schema)
            found.append(Body((str(media_type),), shape))
        return tuple(found)

    def _responses(self, operation: Operation) -> Iterator[Response]:
        """The responses in the order of the contract; the bodies of errors are named, not opened."""
        for status, response in operation.responses.items():
            if str(status).startswith("x-"):
                continue
            node = self._spec.resolve(response)
            fields = tuple(
                self._field(str(name), self._spec.resolve(header.value), operation, "response")
                for name, header in Node(node, ()).members("headers").items()
            )
            bodies = self._bodies(node, operation, "response", self._rows if is_good(status) else 0)
            if not is_good(status):
                bodies = tuple(map(_without_description, bodies))
            yield Response(str(status), description_of(node), fields, bodies)

    def _security(self, operation: Operation) -> Iterator[tuple[tuple[str, tuple[str, ...]], ...]]:
        """The alternative security requirements: schemes with their scopes; an empty one needs no credentials."""
        for requirement in self._spec.security(operation):
            scopes = {name: listed if isinstance(listed, list) else () for name, listed in requirement.items()}
            yield tuple((str(name), tuple(map(str, listed))) for name, listed in scopes.items())

    def _callbacks(self, operation: Operation) -> Iterator[Callback]:
        """The callbacks of an operation in the order of the contract (OpenAPI 3.1, section 4.8.18)."""
        for name, node in operation.callbacks.items():
            for url, item in self._spec.resolve(node).items():
                if str(url).startswith("x-"):
                    continue
                path_item = self._spec.resolve(item)
                for method in METHODS:
                    if isinstance(path_item.get(method), Mapping):
                        yield self._callback(str(name), method, str(url), path_item[method], operation)

    def _callback(self, name: str, method: str, url: str, node: Mapping[str, Any], operation: Operation) -> Callback:
        body = self._bodies(self._spec.resolve(node.get("requestBody")), operation, "response", self._rows)
        listed = Node(node, ()).fields("responses").items()
        responses = tuple(
            (status_line(status), description_of(self._spec.resolve(response.value))) for status, response in listed
        )
        description = str(node.get("description") or node.get("summary") or "")
        return Callback(name, method.upper(), url, description, body, responses)

    def _events(self, entries: Sequence[Entry]) -> Iterator[str]:
        """The events with a page that an entry covers together with the operation."""
        for entry in newest_first(entries):
            for selector in entry.text.covers:
                kind, _, name = selector.partition(" ")
                if kind == "event" and name in self._publication.event_pages:
                    yield name

    def _redirects(self, operation: Operation) -> Iterator[Redirect]:
        """The redirects from the operation's path."""
        paths = {base + operation.path for base in self._bases}
        return (rule for rule in self._publication.project.redirects if rule.is_served and rule.path in paths)


def _without_description(body: Body) -> Body:
    """A body whose object is named and linked, without the description that its own section has."""
    return body if body.shape.summary else replace(body, shape=replace(body.shape, description=""))


@once
def _entries_by_operation(
    publication: Publication,
) -> tuple[Mapping[str, Sequence[Entry]], Mapping[str, Sequence[Entry]]]:
    """The entries that cover each operation of the current contract, and those that cover or change it.

    Paths that name another pin count as the same operation.
    """
    covering: dict[str, list[Entry]] = {}
    touching: dict[str, list[Entry]] = {}
    pins = {pin.id: pin for pin in publication.pins()}
    for entry in publication.entries():
        pin, covers = pins.get(entry.pin), frozenset(entry.text.covers)
        covered = [publication.in_current(name, pin) for name in entry.text.covers]
        touched = list(covered)
        for change in publication.changes(entry.pin):
            if not covers.isdisjoint((change.selector, *change.selectors)):
                touched += [publication.in_current(name, pin) for name in change.operations]
        for name in dict.fromkeys(covered):
            covering.setdefault(name, []).append(entry)
        for name in dict.fromkeys(touched):
            touching.setdefault(name, []).append(entry)
    return covering, touching


@once
def _error_codes(publication: Publication) -> Mapping[str, Mapping[tuple[str, str], None]]:
    """The error codes that the contract's examples show, with their status, by operation."""
    found: dict[str, dict[tuple[str, str], None]] = {}
    for view in errors.views(publication):
        for example in view.examples:
            found.setdefault(example.operation.name, {})[view.code, example.status] = None
    return found


def linking_reader(publication: Publication, here: str, resolver: Resolver) -> SchemaReader:
    """The reader for the page at `here` of schemas of the current contract, or of another form of it: `resolver`'s."""
    objects = publication.page_targets.objects if publication.page_targets else {}

    def link(name: str) -> Markup | None:
        if name not in objects:
            return None
        return Markup('<a href="{}">{}</a>').format(safe_url(relative(objects[name], here)), text(name))

    return SchemaReader(resolver, link, publication.history.field)
