"""Reads the parts of an operation: parameters, bodies, answers, callbacks, samples and examples."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec
from markupsafe import Markup

from docgen.openapi.examples import media_examples
from docgen.openapi.nodes import Node
from docgen.openapi.resolver import Resolver
from docgen.openapi.spec import METHODS, Operation
from docgen.render.page import indented_json
from docgen.render.reference.code import curl, javascript, python
from docgen.render.reference.operation import Answer, Body, Budget, Callback, Code, is_good, status_line
from docgen.render.reference.reader import Direction, Reader
from docgen.render.reference.request import Sender, schema_of
from docgen.render.reference.sample import NONE, sample
from docgen.render.reference.shape import Field, Shape

_WHERE: Final = {
    "path": "Path parameters",
    "query": "Query parameters",
    "header": "Headers",
    "cookie": "Cookies",
}


def _named(body: Body) -> Body:
    """A body whose object is named and linked, without what is said there."""
    return body if body.shape.opens else Body(body.media_types, msgspec.structs.replace(body.shape, note=""))


class Parts:
    """Reads the parts of operations for one page."""

    def __init__(self, resolver: Resolver, reader: Reader, sender: Sender, share: Budget) -> None:
        self._resolver, self._spec = resolver, resolver.spec
        self._reader, self._sender, self._share = reader, sender, share

    def parameters(self, operation: Operation) -> Iterator[tuple[str, tuple[Field, ...]]]:
        """The parameters by where they stand; those of the operation before those of its path with the same name."""
        last = {(p.get("in"), p.get("name")): p for p in operation.parameters}
        for where, words in _WHERE.items():
            found = [(str(name), node) for (kind, name), node in last.items() if kind == where]
            if found:
                yield words, tuple(self._carrier(name, node, operation, "request") for name, node in found)

    def _carrier(self, name: str, node: Mapping[str, Any], operation: Operation, direction: Direction) -> Field:
        schema = schema_of(node)
        place = Node({} if schema is None else schema, (*operation.pointer, "x-carried"))
        shape = self._reader.read(place, self._share.rows, direction)
        note = str(node.get("description") or shape.note)
        marks = ("deprecated", *shape.marks) if node.get("deprecated") is True else shape.marks
        shown = msgspec.structs.replace(shape, note=note, marks=tuple(dict.fromkeys(marks)))
        return Field(name, shown, node.get("required") is True)

    def body(self, operation: Operation) -> tuple[Body, ...]:
        """The body of the request, media types of one schema together."""
        node = self._spec.resolve(operation.node.get("requestBody"))
        return self._bodies(node, operation, "request", self._share.rows)

    def _bodies(
        self, node: Mapping[str, Any], operation: Operation, direction: Direction, rows: int
    ) -> tuple[Body, ...]:
        content = node.get("content")
        found: list[tuple[Any, list[str]]] = []
        for media_type, media in content.items() if isinstance(content, Mapping) else ():
            schema = media.get("schema") if isinstance(media, Mapping) else None
            same = next((names for known, names in found if known == schema), None)
            if same is None:
                found.append((schema, [str(media_type)]))
            else:
                same.append(str(media_type))
        return tuple(
            Body(tuple(names), Shape(Markup("")) if schema is None else self._reader.read(
                Node(schema, (*operation.pointer, "x-body")), rows, direction))
            for schema, names in found
        )  # fmt: skip

    def answers(self, operation: Operation) -> Iterator[Answer]:
        """The responses in the order of the contract; the bodies of errors are named, not opened."""
        responses = operation.node.get("responses")
        for status, listed in responses.items() if isinstance(responses, Mapping) else ():
            if str(status).startswith("x-"):
                continue
            node = self._spec.resolve(listed)
            headers = node.get("headers")
            carried = tuple(
                self._carrier(str(name), self._spec.resolve(header), operation, "response")
                for name, header in (headers.items() if isinstance(headers, Mapping) else ())
            )
            good = is_good(status)
            bodies = self._bodies(node, operation, "response", self._share.rows if good else 0)
            if not good:
                bodies = tuple(map(_named, bodies))
            yield Answer(str(status), str(node.get("description") or ""), carried, bodies)

    def security(self, operation: Operation) -> Iterator[tuple[tuple[str, tuple[str, ...]], ...]]:
        """The alternatives of the security requirements: schemes with their scopes; an empty one asks for nothing."""
        for requirement in self._spec.security(operation):
            yield tuple(
                (str(name), tuple(map(str, scopes if isinstance(scopes, list) else ())))
                for name, scopes in requirement.items()
            )

    def callbacks(self, operation: Operation) -> Iterator[Callback]:
        """The callbacks of an operation in the order of the contract (OpenAPI 3.1, section 4.8.18)."""
        for name, node in operation.callbacks.items():
            for where, item in self._spec.resolve(node).items():
                sent = self._spec.resolve(item) if not str(where).startswith("x-") else {}
                yield from (
                    self._callback(str(name), method, str(where), sent[method], operation)
                    for method in METHODS
                    if isinstance(sent.get(method), Mapping)
                )

    def _callback(self, name: str, method: str, where: str, node: Mapping[str, Any], operation: Operation) -> Callback:
        said = node.get("description") or node.get("summary") or ""
        body = self._bodies(self._spec.resolve(node.get("requestBody")), operation, "response", self._share.rows)
        responses = node.get("responses")
        answers = tuple(
            (status_line(status), str(self._spec.resolve(listed).get("description") or ""))
            for status, listed in (responses.items() if isinstance(responses, Mapping) else ())
            if not str(status).startswith("x-")
        )
        return Callback(name, method.upper(), where, str(said), body, answers)

    def samples(self, operation: Operation) -> tuple[Code, ...]:
        """The same request in three languages."""
        request = self._sender.request(operation)
        return (
            self._code("curl", "bash", curl(request)),
            self._code("Python", "python", python(request)),
            self._code("JavaScript", "javascript", javascript(request)),
        )

    def _code(self, title: str, language: str, text: str) -> Code:
        return Code(title, language if self._share.coloured else "text", text)

    def examples(self, operation: Operation) -> Iterator[Code]:
        """An example of each answer: the contract's, or for the first good one without, one made of its schema."""
        made = False
        for status, listed in (operation.node.get("responses") or {}).items():
            good = is_good(status)
            if not good and not self._share.errors:
                continue
            for media_type, media in (self._spec.resolve(listed).get("content") or {}).items():
                if "json" not in str(media_type) or not isinstance(media, Mapping):
                    continue
                value = next((value for _, value in media_examples(self._spec, media)), NONE)
                if value is NONE and good and not made and media.get("schema") is not None:
                    value = sample(self._resolver, Node(media["schema"], (*operation.pointer, "x-answer")), "response")
                if value is not NONE:
                    made = made or good
                    yield self._cut(status_line(status), indented_json(value))
                break

    def _cut(self, said: str, text: str) -> Code:
        lines = text.split("\n")
        if len(lines) <= self._share.lines + 4:
            return self._code(said, "json", text)
        cut = "\n".join([*lines[: self._share.lines], "…"])
        return self._code(f"{said}, its first {self._share.lines} lines", "json", cut)
