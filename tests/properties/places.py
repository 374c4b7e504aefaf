"""Where what stands in a document: its operations, parameters, bodies, responses, headers and schemas by pointer."""

from collections.abc import Iterator
from typing import Any, Literal

import msgspec

from docgen.openapi.pointers import parse_pointer, value_at
from docgen.openapi.structure import METHODS
from docgen.positions.source import Pointer

Kind = Literal["document", "path item", "operation", "parameter", "body", "content", "response", "header", "schema"]


class Place(msgspec.Struct, frozen=True):
    """A part of a document; `merged` says that it stands below allOf, oneOf or anyOf."""

    kind: Kind
    pointer: Pointer
    node: dict[str, Any]
    merged: bool = False


def places(document: dict[str, Any]) -> Iterator[Place]:
    """Every part of a document, the document first."""
    yield Place("document", (), document)
    for name, schema in document.get("components", {}).get("schemas", {}).items():
        yield from _schema(("components", "schemas", name), schema, False)
    for section in ("paths", "webhooks"):
        for name, item in document.get(section, {}).items():
            yield from _path_item((section, name), item)


def at(document: Any, pointer: Pointer) -> Any:  # noqa: ANN401 - a node of JSON can be anything
    """The node under a pointer."""
    for key in pointer:
        document = document[key]
    return document


def has(document: Any, pointer: str) -> bool:  # noqa: ANN401 - a node of JSON can be anything
    """Whether a document has a node under a JSON pointer (RFC 6901), null too."""
    if not pointer:
        return True
    *above, last = parse_pointer(pointer)
    holder = value_at(document, tuple(above))
    return str(last) in holder if isinstance(holder, dict) else value_at(holder, (last,)) is not None


def _path_item(pointer: Pointer, item: dict[str, Any]) -> Iterator[Place]:
    yield Place("path item", pointer, item)
    yield from _parameters(pointer, item)
    for method in METHODS:
        if method in item:
            yield from _operation((*pointer, method), item[method])


def _operation(pointer: Pointer, node: dict[str, Any]) -> Iterator[Place]:
    yield Place("operation", pointer, node)
    yield from _parameters(pointer, node)
    if "requestBody" in node:
        yield Place("body", (*pointer, "requestBody"), node["requestBody"])
        yield from _content((*pointer, "requestBody"), node["requestBody"])
    for status, response in node["responses"].items():
        at_response = (*pointer, "responses", status)
        yield Place("response", at_response, response)
        yield from _content(at_response, response)
        for name, header in response.get("headers", {}).items():
            yield Place("header", (*at_response, "headers", name), header)
            yield from _schema((*at_response, "headers", name, "schema"), header["schema"], False)
    for name, callback in node.get("callbacks", {}).items():
        for expression, item in callback.items():
            yield from _path_item((*pointer, "callbacks", name, expression), item)


def _parameters(pointer: Pointer, holder: dict[str, Any]) -> Iterator[Place]:
    for index, parameter in enumerate(holder.get("parameters", ())):
        yield Place("parameter", (*pointer, "parameters", index), parameter)
        yield from _schema((*pointer, "parameters", index, "schema"), parameter["schema"], False)


def _content(pointer: Pointer, holder: dict[str, Any]) -> Iterator[Place]:
    if "content" not in holder:
        return
    yield Place("content", (*pointer, "content"), holder["content"])
    for media, node in holder["content"].items():
        yield from _schema((*pointer, "content", media, "schema"), node["schema"], False)


def _schema(pointer: Pointer, schema: Any, merged: bool) -> Iterator[Place]:  # noqa: ANN401 - or a boolean
    if not isinstance(schema, dict):
        return
    yield Place("schema", pointer, schema, merged)
    for name, inner in schema.get("properties", {}).items():
        yield from _schema((*pointer, "properties", name), inner, merged)
    for keyword in ("items", "additionalProperties"):
        yield from _schema((*pointer, keyword), schema.get(keyword), merged)
    for keyword in ("allOf", "oneOf", "anyOf"):
        for index, inner in enumerate(schema.get(keyword, ())):
            yield from _schema((*pointer, keyword, index), inner, True)
