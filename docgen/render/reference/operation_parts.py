"""Reads the parts of an operation: parameters, bodies, responses, callbacks, samples and examples."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec
from markupsafe import Markup

from docgen.model.statuses import status_line
from docgen.openapi.nodes import Node
from docgen.openapi.resolver import Resolver
from docgen.openapi.spec import Operation
from docgen.openapi.structure import METHODS
from docgen.render.reference.code import curl, javascript, python
from docgen.render.reference.operation import Body, Callback, Code, Field, Response, Shape, is_good
from docgen.render.reference.reader import Direction, SchemaReader
from docgen.render.reference.request import RequestBuilder, schema_of

_PARAMETER_HEADINGS: Final = {
    "path": "Path parameters",
    "query": "Query parameters",
    "header": "Headers",
    "cookie": "Cookies",
}


def _without_description(body: Body) -> Body:
    """A body whose object is named and linked, without the description that its own section has."""
    return body if body.shape.summary else Body(body.media_types, msgspec.structs.replace(body.shape, description=""))


class OperationReader:
    """Reads the parts of operations, in whose bodies `rows` of component schemas open in place."""

    def __init__(self, resolver: Resolver, reader: SchemaReader, request_builder: RequestBuilder, rows: int) -> None:
        self._resolver, self._spec = resolver, resolver.spec
        self._reader, self._request_builder, self._rows = reader, request_builder, rows

    def parameters(self, operation: Operation) -> Iterator[tuple[str, tuple[Field, ...]]]:
        """The parameters under the heading of their `in`; one of the operation replaces that of its path."""
        by_name = {(p.get("in"), p.get("name")): p for p in operation.parameters}
        for location, heading in _PARAMETER_HEADINGS.items():
            found = [(str(name), node) for (parameter_in, name), node in by_name.items() if parameter_in == location]
            found.sort(key=lambda parameter: parameter[1].get("required") is not True)
            if found:
                yield heading, tuple(self._field(name, node, operation, "request") for name, node in found)

    def _field(self, name: str, node: Mapping[str, Any], operation: Operation, direction: Direction) -> Field:
        schema = schema_of(node)
        schema_node = Node({} if schema is None else schema, (*operation.pointer, "x-carried"))
        shape = self._reader.read(schema_node, self._rows, direction)
        description = str(node.get("description") or shape.description)
        marks = ("deprecated", *shape.marks) if node.get("deprecated") is True else shape.marks
        described = msgspec.structs.replace(shape, description=description, marks=tuple(dict.fromkeys(marks)))
        return Field(name, described, node.get("required") is True)

    def body(self, operation: Operation) -> tuple[Body, ...]:
        """The body of the request, media types of one schema together."""
        node = self._spec.resolve(operation.node.get("requestBody"))
        return self._bodies(node, operation, "request", self._rows)

    def _bodies(
        self, node: Mapping[str, Any], operation: Operation, direction: Direction, rows: int
    ) -> tuple[Body, ...]:
        content = node.get("content")
        found: list[tuple[Any, list[str]]] = []
        for media_type, media in content.items() if isinstance(content, Mapping) else ():
            described = self._spec.resolve(media)
            schema = described.get("schema", described.get("itemSchema"))
            same = next((names for known, names in found if known == schema), None)
            if same is None:
                found.append((schema, [str(media_type)]))
            else:
                same.append(str(media_type))
        pointer = (*operation.pointer, "x-body")
        shapes = (
            Shape(Markup("")) if schema is None else self._reader.read(Node(schema, pointer), rows, direction)
            for schema, _ in found
        )
        return tuple(Body(tuple(names), shape) for (_, names), shape in zip(found, shapes, strict=True))

    def responses(self, operation: Operation) -> Iterator[Response]:
        """The responses in the order of the contract; the bodies of errors are named, not opened."""
        for status, response in operation.responses.items():
            if str(status).startswith("x-"):
                continue
            node = self._spec.resolve(response)
            headers = node.get("headers")
            fields = tuple(
                self._field(str(name), self._spec.resolve(header), operation, "response")
                for name, header in (headers.items() if isinstance(headers, Mapping) else ())
            )
            good = is_good(status)
            bodies = self._bodies(node, operation, "response", self._rows if good else 0)
            if not good:
                bodies = tuple(map(_without_description, bodies))
            yield Response(str(status), str(node.get("description") or ""), fields, bodies)

    def security(self, operation: Operation) -> Iterator[tuple[tuple[str, tuple[str, ...]], ...]]:
        """The alternative security requirements: schemes with their scopes; an empty one needs no credentials."""
        for requirement in self._spec.security(operation):
            yield tuple(
                (str(name), tuple(map(str, scopes if isinstance(scopes, list) else ())))
                for name, scopes in requirement.items()
            )

    def callbacks(self, operation: Operation) -> Iterator[Callback]:
        """The callbacks of an operation in the order of the contract (OpenAPI 3.1, section 4.8.18)."""
        for name, node in operation.callbacks.items():
            for url, item in self._spec.resolve(node).items():
                path_item = self._spec.resolve(item) if not str(url).startswith("x-") else {}
                for method in METHODS:
                    if isinstance(path_item.get(method), Mapping):
                        yield self._callback(str(name), method, str(url), path_item[method], operation)

    def _callback(self, name: str, method: str, url: str, node: Mapping[str, Any], operation: Operation) -> Callback:
        description = node.get("description") or node.get("summary") or ""
        body = self._bodies(self._spec.resolve(node.get("requestBody")), operation, "response", self._rows)
        listed = node.get("responses")
        responses = tuple(
            (status_line(status), str(self._spec.resolve(response).get("description") or ""))
            for status, response in (listed.items() if isinstance(listed, Mapping) else ())
            if not str(status).startswith("x-")
        )
        return Callback(name, method.upper(), url, str(description), body, responses)

    def samples(self, operation: Operation) -> tuple[Code, ...]:
        """The same request in three languages."""
        request = self._request_builder.build(operation)
        return (
            Code("curl", "bash", curl(request)),
            Code("Python", "python", python(request)),
            Code("JavaScript", "javascript", javascript(request)),
        )
