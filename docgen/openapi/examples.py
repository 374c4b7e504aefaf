"""The examples of a contract, each with the schema that it illustrates, and the envelope of an error code."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from docgen.openapi.merging import demands
from docgen.openapi.nodes import Node, children
from docgen.openapi.resolver import Resolver
from docgen.openapi.schema import UNIONS
from docgen.openapi.spec import Operation, Spec
from docgen.openapi.survey import Example, media_examples, survey
from docgen.positions.source import Pointer
from docgen.wording import json_text


class ResponseExample(msgspec.Struct, frozen=True):
    """A body that an operation answers with under a status."""

    value: object
    operation: Operation
    status: str


def examples(spec: Spec) -> Sequence[Example]:
    """Every example of media types, parameters, headers and schemas, in the order of the document."""
    return survey(spec).examples


def occurrences(
    resolver: Resolver, example: Example, target: Mapping[str, Any], *, whole: bool = False
) -> Iterator[tuple[object, Pointer]]:
    """Each value inside an example that the target schema (the same object) describes.

    With `whole`, only those that it describes alone: not as a part of an `allOf` with other fields.
    """
    schema = Node(example.schema, example.schema_pointer)
    yield from _Occurrences(resolver, target, whole).below([schema], example.value, example.pointer)


class _Occurrences:
    def __init__(self, resolver: Resolver, target: Mapping[str, Any], whole: bool) -> None:
        self._resolver = resolver
        self._target = target
        self._whole = whole

    def below(self, schemas: list[Node], value: object, pointer: Pointer) -> Iterator[tuple[object, Pointer]]:
        """Those in a value, by each part of its schemas: a schema merged with others is no longer the same object."""
        parts = list(demands(self._resolver, [*map(self._resolver.resolve, schemas)], UNIONS))
        if any(part.value is self._target for part in (self._alone(schemas) if self._whole else parts)):
            yield value, pointer
        for key, child in children(value):
            if inner := [found for part in parts if (found := _schema_below(part, key))]:
                yield from self.below(inner, child, (*pointer, key))

    def _alone(self, schemas: list[Node]) -> Iterator[Node]:
        """Schemas and their alternatives, each once; an `allOf` of one schema says the same as that."""
        waiting, taken = [*schemas], set[int]()
        while waiting:
            part = self._resolver.resolve(waiting.pop())
            if id(part.value) in taken:
                continue
            taken.add(id(part.value))
            yield part
            inner = [member for key in UNIONS for member in part.items(key)]
            demanded = part.items("allOf")
            waiting += [*inner, *(demanded if len(demanded) == 1 and not part.get("properties") else [])]


def _schema_below(part: Node, key: str | int) -> Node | None:
    if isinstance(key, int):
        return _schema_of_index(part, key)
    if key in (part.get("properties") or {}):
        return part.child("properties", key)
    return part.child("additionalProperties") if isinstance(part.get("additionalProperties"), Mapping) else None


def _schema_of_index(part: Node, index: int) -> Node | None:
    prefix = part.items("prefixItems")
    if index < len(prefix):
        return prefix[index]
    return part.child("items") if isinstance(part.get("items"), Mapping) else None


def response_examples(spec: Spec) -> Iterator[ResponseExample]:
    """Every example of every response body, those behind a `$ref` too, once an operation."""
    for operation in spec.operations():
        for status, listed in operation.responses.items():
            for media in (spec.resolve(listed).get("content") or {}).values():
                for _, value in media_examples(spec, media):
                    yield ResponseExample(value, operation, str(status))


def field(value: Any, path: str) -> Any:  # noqa: ANN401 - a field of JSON can be anything
    """The field of a value under a dotted path such as `error.code`, or None."""
    for key in path.split("."):
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def envelope(spec: Spec, code_field: str | None, code: str) -> Mapping[str, Any] | None:
    """The first example whose field under `code_field` (dotted) is the code, or None where the contract shows none."""
    if code_field is None:
        return None
    for example in examples(spec):
        found = field(example.value, code_field)
        if found is not None and json_text(found) == code and isinstance(example.value, Mapping):
            return example.value
    return None
