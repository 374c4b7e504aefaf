"""An operation as its page shows it: parameters, bodies, responses, callbacks, samples, and what else is about it."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, count, islice
from typing import Any, Final

from markupsafe import Markup
from msgspec.structs import replace

from docgen import urls
from docgen.model.entry import Entry
from docgen.model.redirect import Redirect
from docgen.model.statuses import beyond_status, status_line
from docgen.openapi.caching import Caching
from docgen.openapi.nodes import Node, as_list
from docgen.openapi.spec import Operation, Spec, operation_nodes
from docgen.records import digest, digest_of
from docgen.render import error_views
from docgen.render.entry_index import entries_by_operation, events_beside
from docgen.render.escape import plain
from docgen.render.publication import Publication, once
from docgen.render.reference.inputs import inputs, of_entries
from docgen.render.reference.object_links import schema_reader
from docgen.render.reference.operation import (
    Body,
    Callback,
    Code,
    Field,
    Response,
    Shape,
    is_good,
    other_examples,
    response_examples,
    schema_of,
)
from docgen.render.reference.reader import Direction, SchemaReader
from docgen.render.reference.request import RequestBuilder
from docgen.render.reference.request_samples import curl, declared_samples, samples
from docgen.render.reference.titles import title, without_stop
from docgen.render.versions import PartHistory

_PARAMETER_HEADINGS: Final = {
    "path": "Path parameters",
    "query": "Query parameters",
    "header": "Headers",
    "cookie": "Cookies",
}
_ROWS: Final = (120, 20, 0)
"""The rows of component schemas that open in the bodies of an operation: fewer where its page would be too large."""
_MAX_WEIGHT: Final = 250_000
# bytes of a page for each of an example
_COLOURED: Final = 2


class OperationView(Caching, frozen=True):
    """All that the reference shows of an operation; in its bodies, `rows` of component schemas open in place."""

    publication: Publication
    operation: Operation
    rows: int

    @property
    def _spec(self) -> Spec:
        return self.publication.spec

    @property
    def _reader(self) -> SchemaReader:
        return schema_reader(self.publication)

    @property
    def url(self) -> str:
        """Its page."""
        return self.publication.page_targets.operations[self.operation.name]

    @cached_property
    def title(self) -> str:
        """Its title in plain words."""
        return title(self.operation)

    @property
    def weight(self) -> int:
        """The bytes of its page, roughly: what its schemas and its examples come to."""
        bodies = chain(self.body, *(sent.bodies for sent in self.responses), *(sent.bodies for sent in self.callbacks))
        fields = chain.from_iterable(fields for _, _, fields in self.parameters)
        shapes = (*(body.shape for body in bodies), *(field.shape for field in fields))
        shown = (*self.examples, *self.samples)
        return sum(shape.weight for shape in shapes) + sum(len(code.text) * _COLOURED for code in shown)

    @property
    def description(self) -> str:
        """The description of the contract, where it says more than the heading."""
        description = self.operation.description
        if without_stop(plain(description)) == self.title:
            return ""
        return description

    @cached_property
    def parameters(self) -> tuple[tuple[str, str, tuple[Field, ...]], ...]:
        """The parameters under the heading of their `in`, which begins their addresses."""
        required_first = sorted(self.operation.parameters, key=lambda node: not node.is_required)
        groups = []
        for location, heading in _PARAMETER_HEADINGS.items():
            nodes = [node for node in required_first if node.get("in") == location]
            if nodes:
                fields = tuple(self._field(node.name, node, "request") for node in nodes)
                groups.append((heading, f"{location}.", fields))
        return tuple(groups)

    def _field(self, name: str, node: Node, direction: Direction) -> Field:
        shape = self._reader.read(schema_of(node), self.rows, direction)
        marks = shape.marks
        if node.is_deprecated:
            # the parameter is deprecated or its schema is, and a reader needs it once
            marks = tuple(dict.fromkeys(("deprecated", *marks)))
        shape = replace(shape, description=node.description or shape.description, marks=marks)
        return Field(name, shape, node.is_required, id=urls.field_id(name))

    @property
    def request_body(self) -> Node:
        """The body of the request as the contract has it."""
        return self._spec.target(self.operation.child("requestBody"))

    @cached_property
    def body(self) -> tuple[Body, ...]:
        """The bodies of the request."""
        return self._bodies(self.request_body, "request", self.rows, "body")

    def _bodies(self, node: Node, direction: Direction, rows: int, at: str) -> tuple[Body, ...]:
        """The bodies of a request or a response, media types of one schema together; the first is at `at` itself."""
        schemas: list[Any] = []
        media_types: list[list[str]] = []
        for media_type, media in node.members("content").items():
            described = self._spec.target(media).mapping
            schema = described.get("schema", described.get("itemSchema"))
            if schema not in schemas:
                schemas.append(schema)
                media_types.append([])
            media_types[schemas.index(schema)].append(media_type)
        shapes = (
            Shape(Markup("")) if schema is None else self._reader.read(Node(schema, ()), rows, direction)
            for schema in schemas
        )
        addresses = [f"{at}-{urls.field_id(names[0])}." for names in media_types]
        return tuple(map(Body, media_types, shapes, [f"{at}.", *addresses[1:]]))

    @cached_property
    def responses(self) -> tuple[Response, ...]:
        """The responses, success first, in the order of the contract; the bodies of errors are named, not opened."""
        responses = sorted(self.operation.fields("responses").items(), key=lambda item: item[0][:1] != "2")
        return tuple(self._response(status, self._spec.target(node)) for status, node in responses)

    def _response(self, status: str, node: Node) -> Response:
        at, headers = urls.field_id(f"response-{status}"), node.members("headers").items()
        fields = tuple(self._field(name, self._spec.target(header), "response") for name, header in headers)
        if is_good(status):
            bodies = self._bodies(node, "response", self.rows, at)
        else:
            # an error has the same envelope everywhere, which its own page explains
            bodies = tuple(body.without_description for body in self._bodies(node, "response", 0, at))
        return Response(status, f"{at}-headers.", beyond_status(status, node.description), fields, bodies)

    @property
    def security(self) -> list[list[tuple[str, list[str]]]]:
        """The alternative security requirements: schemes with their scopes; an empty one needs no credentials."""
        alternatives = []
        for requirement in self._spec.security(self.operation):
            schemes = ((name, list(map(str, as_list(scopes)))) for name, scopes in requirement.items())
            alternatives.append(list(schemes))
        return alternatives

    @cached_property
    def callbacks(self) -> tuple[Callback, ...]:
        """The callbacks of an operation in the order of the contract (OpenAPI 3.1, section 4.8.18)."""
        return tuple(self._callbacks())

    def _callbacks(self) -> Iterator[Callback]:
        for name, callback in self.operation.callbacks.items():
            # the second request of one has a number
            at = (f"callback{number}-{urls.name_id(name)}" for number in chain(("",), count(2)))
            for url, item in self._spec.resolve(callback).items():
                if not url.startswith("x-"):
                    for method, node in operation_nodes(self._spec.target(Node(item, ()))):
                        yield self._callback(name, method.upper(), url, node, next(at))

    def _callback(self, name: str, method: str, url: str, node: Node, at: str) -> Callback:
        description = node.description or str(node.get("summary") or "")
        bodies = self._bodies(self._spec.target(node.child("requestBody")), "response", self.rows, at)
        replies = node.fields("responses").items()
        described = (
            (status_line(status), beyond_status(status, self._spec.target(reply).description))
            for status, reply in replies
        )
        return Callback(name, method, url, description, bodies, tuple(described))

    @cached_property
    def samples(self) -> tuple[Code, ...]:
        """The same request in three languages, then the contract's own samples, which replace those of their label.

        In an older version it is a command alone, without colours, which take bytes.
        """
        pin = self.publication.pin
        assert pin  # noqa: S101 - the operation is of its contract
        request = RequestBuilder(self.publication.config, pin).build(self.operation)
        if self.publication.older:
            return (Code("curl", "text", curl(request)),)
        # one that is known keeps its place
        named = {code.title.casefold(): code for code in samples(request)}
        return tuple({**named, **declared_samples(self.operation)}.values())

    @cached_property
    def examples(self) -> tuple[Code, ...]:
        """An example of each response that has one; in an older version, of the first, without colours."""
        made = response_examples(self._spec, self.operation)
        if self.publication.older:
            return tuple(replace(code, language="text") for code in islice(made, 1))
        return tuple(made)

    @property
    def other_examples(self) -> Iterator[Code]:
        """The other examples that the contract names."""
        return other_examples(self._spec, self.operation)

    @property
    def error_codes(self) -> Sequence[tuple[str, str]]:
        """The error codes that the contract's examples show, with their status."""
        return _error_codes(self.publication).get(self.operation.name, ())

    @cached_property
    def history(self) -> PartHistory:
        """The operation through the pins."""
        return self.publication.history.part(self.operation.name)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The entries that cover the operation, or a change that affects it, the newest first."""
        entries = entries_by_operation(self.publication.site).get(self._current_name, ())
        return self.publication.site.newest_first(entries)

    @property
    def _current_name(self) -> str:
        return self.publication.in_current(self.operation.name, self.publication.pin)

    @cached_property
    def events(self) -> tuple[str, ...]:
        """The events with a page that an entry covers together with the operation."""
        return events_beside(self.publication.site, self._current_name, self.entries)

    @property
    def inputs(self) -> str:
        """The digest of all that it is made of."""
        shown = (self.error_codes, of_entries(self.publication.site, self.entries), self.events, self.redirects)
        return digest(inputs(self.publication).of_operation(self.operation), self._current_inputs, digest_of(shown))

    @property
    def _current_inputs(self) -> str:
        """In an older version, what the page says that changed since."""
        site = self.publication.site
        if not self.publication.older:
            return ""
        now = site.spec.operation(self._current_name)
        return inputs(site).of_operation(now) if now else digest_of(site.history.records(self._current_name))

    @property
    def redirects(self) -> list[Redirect]:
        """The redirects from the operation's path."""
        paths = {base + self.operation.path for base in self._spec.bases()}
        return [rule for rule in self.publication.project.redirects if rule.is_served and rule.path in paths]


def operation_view(publication: Publication, operation: Operation) -> OperationView:
    """An operation with the most rows with which its page is not too large."""
    for rows in _ROWS:
        view = OperationView(publication, operation, rows)
        if view.weight < _MAX_WEIGHT:
            break
    return view


@once
def _error_codes(publication: Publication) -> Mapping[str, Sequence[tuple[str, str]]]:
    """The error codes that the contract's examples show, with their status, by operation."""
    by_operation: dict[str, list[tuple[str, str]]] = {}
    for view in error_views.views(publication):
        for name, status in view.operations:
            by_operation.setdefault(name, []).append((view.code, status))
    return by_operation
