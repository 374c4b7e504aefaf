"""The shape of an OpenAPI document: what has to be a mapping, a list or text before anything reads it."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from docgen.openapi.nodes import Node, as_mapping, children, is_reference
from docgen.openapi.spec import webhooks_key
from docgen.openapi.structure import METHODS, kind_below
from docgen.positions.source import Pointer


class Malformed(NamedTuple):
    """A place whose value has another type than OpenAPI gives it."""

    pointer: Pointer
    expected: str


_MAPPING, _LIST, _TEXT, _TEXTS = "a mapping", "a list", "text", "a list of texts"
_PLAIN: Final[Mapping[str, str]] = {
    **dict.fromkeys(("title", "description", "summary", "format", "name", "in", "$ref"), _TEXT),
    **dict.fromkeys(("required", "tags"), _TEXTS),
    "enum": _LIST,
}
_PARAMETER: Final = frozenset(("$ref", "name", "in", "schema", "examples", "description"))
# Of each object of OpenAPI 3.0 and 3.1 (section 4.8), the fields that docgen reads: what else is wrong breaks nothing.
_FIELDS: Final[Mapping[str, frozenset[str]]] = {
    "document": frozenset(("info", "paths", "webhooks", "components")),
    "info": frozenset(("title", "description")),
    "pathItem": frozenset(("parameters", "$ref", *METHODS)),
    "operation": frozenset(("parameters", "requestBody", "responses", "summary", "description", "tags")),
    "parameter": _PARAMETER,
    "header": _PARAMETER,
    "requestBody": frozenset(("$ref", "content", "description")),
    "response": frozenset(("$ref", "headers", "content", "description")),
    "mediaType": frozenset(("schema", "itemSchema", "examples")),
    "example": frozenset(("$ref", "summary", "description")),
    "schema": frozenset((
        "$ref", "title", "description", "format", "required", "enum", "properties", "patternProperties",
        "additionalProperties", "items", "allOf", "anyOf", "oneOf",
    )),
    "components": frozenset((
        "schemas", "responses", "requestBodies", "examples", "mediaTypes", "parameters", "headers",
    )),
}  # fmt: skip
_BELOW: Final = {
    kind: {key: _PLAIN.get(key) or str(kind_below(kind, key)) for key in fields} for kind, fields in _FIELDS.items()
}
_MAY_BE_EMPTY: Final = frozenset(("responses", "{response}", "{mediaType}"))  # written as a key without a value
_SKELETON: Final = frozenset(("document", "pathItem", "components"))


def malformed(document: object, *, skeleton: bool) -> Iterator[Malformed]:
    """Every place whose value has another type than OpenAPI gives it, in the order of the document.

    With `skeleton`, the inside of parameters, bodies, responses and schemas is not checked, but that no `content` is a
    reference.
    """
    yield from _wrong(document, "document", (), skeleton)
    if isinstance(document, Mapping) and (key := webhooks_key(document)) != "webhooks":
        yield from _wrong(document[key], "{pathItem}", (key,), skeleton)
    if skeleton:
        for node in _referring(Node(document, ())):
            yield Malformed((*node.pointer, "content", "$ref"), _MAPPING)


def _referring(document: Node) -> Iterator[Node]:
    """The bodies and responses of a document whose `content` is a reference."""
    for section in ("paths", webhooks_key(document.mapping)):
        for item in document.members(section).values():
            for method in item.mapping:
                operation = item.child(method)
                yield from _referring_in(operation)
                yield from _referring_in(operation.child("responses"))
    for section in ("requestBodies", "responses"):
        yield from _referring_in(document.child("components", section))


def _referring_in(around: Node) -> Iterator[Node]:
    for key, node in around.mapping.items():
        if is_reference(as_mapping(node).get("content")):
            yield around.child(key)


def _wrong(node: Any, kind: str, pointer: Pointer, skeleton: bool) -> Iterator[Malformed]:  # noqa: ANN401 - any JSON
    """What is wrong at and below a node that has to be of a kind, or of a plain type."""
    if kind in _PLAIN.values():
        if not _is_plain(node, kind):
            yield Malformed(pointer, kind)
    elif kind[0] == "[" and not isinstance(node, list):
        yield Malformed(pointer, _LIST)
    elif kind[0] != "[" and not isinstance(node, Mapping):
        if not (kind == "schema" and isinstance(node, bool)):
            yield Malformed(pointer, _MAPPING)
    elif not skeleton or kind in _SKELETON or kind not in _FIELDS:
        for key, inner, below in _parts(node, kind):
            if inner is not None or below not in _MAY_BE_EMPTY:
                yield from _wrong(inner, below, (*pointer, key), skeleton)


def _parts(node: Any, kind: str) -> Iterator[tuple[Any, Any, str]]:  # noqa: ANN401 - any JSON
    """What is read below a node of a kind, with its key and its kind or plain type."""
    fields = _BELOW.get(kind)
    if fields is not None:
        for key, inner in node.items():
            if key in fields:
                yield key, inner, fields[key]
        return
    # what is below a map or a list is of one kind, but for extensions
    below = str(kind_below(kind, "") if isinstance(node, dict) else kind_below(kind, 0))
    for key, inner in children(node):
        if not (isinstance(key, str) and key.startswith("x-")):
            yield key, inner, below


def _is_plain(node: object, kind: str) -> bool:
    if kind == _TEXT:
        return isinstance(node, str)
    return isinstance(node, list) and (kind == _LIST or all(isinstance(item, str) for item in node))
