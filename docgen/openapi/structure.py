"""The kinds of OpenAPI's objects by the fields that have them: OpenAPI 3.0 to 3.2, JSON Schema 2020-12 (section 10).

A kind is `schema` for one object, `{schema}` for a map of them by name, and `[schema]` for a list of them. What has no
kind is data: `example`, `default`, `enum`, extensions.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from docgen.openapi.caching import once
from docgen.openapi.nodes import JsonObject, Node, children, is_reference
from docgen.positions.source import Pointer

if TYPE_CHECKING:
    from docgen.openapi.spec import Spec

METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
"""The methods that a path item has an operation for, as it writes them."""

_PARAMETER: Final = {"schema": "schema", "examples": "{example}", "content": "{mediaType}"}
_MEDIA_TYPE: Final = {
    "schema": "schema",
    "itemSchema": "schema",
    "examples": "{example}",
    "encoding": "{encoding}",
    "prefixEncoding": "[encoding]",
    "itemEncoding": "encoding",
}
_SCHEMA: Final = {
    **dict.fromkeys(("allOf", "anyOf", "oneOf", "prefixItems"), "[schema]"),
    **dict.fromkeys(("not", "if", "then", "else", "items", "additionalItems", "unevaluatedItems"), "schema"),
    **dict.fromkeys(("additionalProperties", "unevaluatedProperties", "propertyNames"), "schema"),
    **dict.fromkeys(("contains", "contentSchema"), "schema"),
    **dict.fromkeys(("properties", "patternProperties", "dependentSchemas", "dependencies"), "{schema}"),
    **dict.fromkeys(("$defs", "definitions"), "{schema}"),
    "discriminator": "discriminator",
    "externalDocs": "externalDocs",
    "xml": "xml",
}

_ANY: Final = "*"  # any other field that is no extension

COMPONENTS: Final[Mapping[str, str]] = {
    "schemas": "schema",
    "responses": "response",
    "parameters": "parameter",
    "examples": "example",
    "requestBodies": "requestBody",
    "headers": "header",
    "securitySchemes": "securityScheme",
    "links": "link",
    "callbacks": "callback",
}
"""The kinds that may be a Reference Object, by their sections of `components`."""

_OBJECTS: Final[Mapping[str, Mapping[str, str]]] = {
    "document": {
        "info": "info",
        "servers": "[server]",
        "paths": "paths",
        **dict.fromkeys(("webhooks", "x-webhooks"), "{pathItem}"),
        "components": "components",
        "tags": "[tag]",
        "externalDocs": "externalDocs",
        **dict.fromkeys(("$defs", "definitions"), "{schema}"),  # left from Swagger 2.0 or JSON Schema, and referred to
    },
    "info": {"contact": "contact", "license": "license"},
    "server": {"variables": "{serverVariable}"},
    "tag": {"externalDocs": "externalDocs"},
    "components": {
        **{section: f"{{{kind}}}" for section, kind in COMPONENTS.items()},
        "pathItems": "{pathItem}",
        "mediaTypes": "{mediaType}",
    },
    "paths": {_ANY: "pathItem"},
    "callback": {_ANY: "pathItem"},
    "pathItem": {
        **dict.fromkeys((*METHODS, "query"), "operation"),
        "additionalOperations": "{operation}",
        "servers": "[server]",
        "parameters": "[parameter]",
    },
    "operation": {
        "externalDocs": "externalDocs",
        "parameters": "[parameter]",
        "requestBody": "requestBody",
        "responses": "responses",
        "callbacks": "{callback}",
        "servers": "[server]",
    },
    "responses": {_ANY: "response"},
    "response": {"headers": "{header}", "content": "{mediaType}", "links": "{link}"},
    "parameter": _PARAMETER,
    "header": _PARAMETER,
    "requestBody": {"content": "{mediaType}"},
    "mediaType": _MEDIA_TYPE,
    "encoding": {
        "headers": "{header}",
        "encoding": "{encoding}",
        "prefixEncoding": "[encoding]",
        "itemEncoding": "encoding",
    },
    "link": {"server": "server"},
    "securityScheme": {"flows": "flows"},
    "flows": {_ANY: "flow"},
    "schema": _SCHEMA,
    "discriminator": {"mapping": "{mapped}"},  # a name or a reference, as text
}


def kind_below(kind: str, key: str | int) -> str | None:
    """The kind of a field, member or item of what has a kind itself; None for data."""
    if isinstance(key, int):
        # early drafts of JSON Schema have lists of schemas where later ones have one
        return kind.strip("[]")
    if kind[0] == "{":
        return kind[1:-1]
    fields = _OBJECTS.get(kind, {})
    return fields.get(key) or (None if key[:2] == "x-" else fields.get(_ANY))


class Part(Node, frozen=True):
    """A node of a document with its kind there."""

    kind: str


def parts(document: JsonObject) -> Iterator[Part]:
    """What is in a document, in its order, but for data."""
    waiting = [Part(document, (), "document")]
    # no recursion: `docgen diff` reads more levels than Python calls itself
    while waiting:
        part = waiting.pop()
        yield part
        inside = []
        for key, inner in children(part.value):
            kind = kind_below(part.kind, key) if isinstance(inner, dict | list) else None
            if kind:
                inside.append(Part(inner, (*part.pointer, key), kind))
        waiting += reversed(inside)


@once
def objects(spec: "Spec") -> tuple[Part, ...]:
    """Every object of a contract and every map of them by name, in the order of the document, found in one walk."""
    return tuple(part for part in parts(spec.document) if isinstance(part.value, dict))


def objects_of(spec: "Spec", kind: str) -> list[Part]:
    """Every object of a kind."""
    return [part for part in objects(spec) if part.kind == kind]


def references_in(document: JsonObject) -> Iterator[tuple[str, Pointer]]:
    """Each `$ref` of a document with its place, in their order; data has none."""
    for part in parts(document):
        if is_reference(part.value):
            yield part.value["$ref"], (*part.pointer, "$ref")
