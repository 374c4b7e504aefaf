"""The shape of an OpenAPI document: what has to be a mapping, a list or text before anything reads it."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final, NamedTuple

from docgen.openapi.nodes import Node, children
from docgen.openapi.references import is_reference
from docgen.openapi.spec import webhooks_key
from docgen.openapi.structure import METHODS
from docgen.positions.source import Pointer


class Malformed(NamedTuple):
    """A place whose value has another type than OpenAPI gives it."""

    pointer: Pointer
    expected: str


_MAPPING, _LIST, _TEXT, _TEXTS = "a mapping", "a list", "text", "a list of texts"
_NAMED, _LISTED = "mapping of ", "list of "

# Each object of OpenAPI 3.0 and 3.1 (section 4.8) with those of its fields that docgen reads.
_OBJECTS: Final[Mapping[str, Mapping[str, str]]] = {
    "document": {"info": "info", "paths": _NAMED + "path", "webhooks": _NAMED + "path", "components": "components"},
    "info": {"title": _TEXT, "description": _TEXT},
    "path": {"parameters": _LISTED + "parameter", "$ref": _TEXT} | dict.fromkeys(METHODS, "operation"),
    "operation": {
        "parameters": _LISTED + "parameter",
        "requestBody": "body",
        "responses": _NAMED + "response",
        "summary": _TEXT,
        "description": _TEXT,
        "tags": _TEXTS,
    },
    "parameter": {
        "$ref": _TEXT,
        "name": _TEXT,
        "in": _TEXT,
        "schema": "schema",
        "examples": _NAMED + "example",
        "description": _TEXT,
    },
    "body": {"$ref": _TEXT, "content": _NAMED + "media", "description": _TEXT},
    "response": {
        "$ref": _TEXT,
        "headers": _NAMED + "parameter",
        "content": _NAMED + "media",
        "description": _TEXT,
    },
    "media": {"schema": "schema", "itemSchema": "schema", "examples": _NAMED + "example"},
    "example": {"$ref": _TEXT, "summary": _TEXT, "description": _TEXT},
    "schema": {
        "$ref": _TEXT,
        "title": _TEXT,
        "description": _TEXT,
        "format": _TEXT,
        "required": _TEXTS,
        "enum": _LIST,
        "properties": _NAMED + "schema",
        "patternProperties": _NAMED + "schema",
        "additionalProperties": "schema",
        "items": "schema",
        **dict.fromkeys(("allOf", "anyOf", "oneOf"), _LISTED + "schema"),
    },
    "components": {
        "schemas": _NAMED + "schema",
        "responses": _NAMED + "response",
        "requestBodies": _NAMED + "body",
        "examples": _NAMED + "example",
        "mediaTypes": _NAMED + "media",
        **dict.fromkeys(("parameters", "headers"), _NAMED + "parameter"),
    },
}

_MAY_BE_EMPTY: Final = frozenset((_NAMED + "response", _NAMED + "media"))  # written as a key without a value
_SKELETON: Final = frozenset(("document", "path", "components"))


def malformed(document: object, *, skeleton: bool) -> Iterator[Malformed]:
    """Every place whose value has another type than OpenAPI gives it, in the order of the document.

    With `skeleton`, the inside of parameters, bodies, responses and schemas is not checked, but that no `content` is a
    reference.
    """
    checked = _SKELETON if skeleton else _OBJECTS.keys()
    yield from _kind(document, "document", (), checked)
    if isinstance(document, Mapping) and (key := webhooks_key(document)) != "webhooks":
        yield from _kind(document[key], _NAMED + "path", (key,), checked)
    if skeleton:
        yield from (Malformed((*node.pointer, "content", "$ref"), _MAPPING) for node in _referring(Node(document, ())))


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
    for key, value in around.mapping.items():
        if isinstance(value, dict) and "content" in value and is_reference(value["content"]):
            yield around.child(key)


def _kind(node: Any, kind: str, pointer: Pointer, checked: Collection[str]) -> Iterator[Malformed]:  # noqa: ANN401 - any JSON
    if kind in _OBJECTS:
        if isinstance(node, Mapping):
            fields = _OBJECTS[kind] if kind in checked else {}
            for key, value in node.items() if fields else ():
                inner = fields.get(key)
                if inner and (value is not None or inner not in _MAY_BE_EMPTY):
                    yield from _kind(value, inner, (*pointer, key), checked)
        elif not (kind == "schema" and isinstance(node, bool)):
            yield Malformed(pointer, _MAPPING)
    elif kind.startswith(_NAMED):
        yield from _members(node, kind.removeprefix(_NAMED), pointer, checked, (dict, _MAPPING))
    elif kind.startswith(_LISTED):
        yield from _members(node, kind.removeprefix(_LISTED), pointer, checked, (list, _LIST))
    elif not _plain(node, kind):
        yield Malformed(pointer, kind)


def _members(
    node: Any,  # noqa: ANN401 - any JSON
    kind: str,
    pointer: Pointer,
    checked: Collection[str],
    expected: tuple[type[Any], str],
) -> Iterator[Malformed]:
    container, name = expected
    if not isinstance(node, container):
        yield Malformed(pointer, name)
        return
    unchecked = kind in _OBJECTS and kind not in checked  # then any mapping will do
    for key, member in children(node):
        extension = isinstance(key, str) and key.startswith("x-")
        if not extension and not (unchecked and isinstance(member, dict)):
            yield from _kind(member, kind, (*pointer, key), checked)


def _plain(node: object, kind: str) -> bool:
    if kind == _TEXT:
        return isinstance(node, str)
    return isinstance(node, list) and (kind == _LIST or all(isinstance(item, str) for item in node))
