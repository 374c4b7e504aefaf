"""What the schemas of a contract show and match, found in one walk: examples, defaults and patterns."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec

from docgen.openapi.nodes import Node
from docgen.openapi.spec import Spec
from docgen.openapi.structure import Part, objects
from docgen.positions.source import Pointer

_CARRIERS: Final = ("mediaType", "parameter", "header")
_DELIMITERS: Final = {"spaceDelimited": " ", "pipeDelimited": "|"}
_LISTS: Final = ("array", ["array"], ["array", "null"])
_CONDITIONS: Final = frozenset(("not", "if", "propertyNames"))  # what they describe need not be sent


class Example(msgspec.Struct, frozen=True):
    """A value that the spec shows, the schema that it must fit, and the pointers of both."""

    schema: Mapping[str, Any]
    schema_pointer: Pointer
    value: object
    pointer: Pointer


class Survey(msgspec.Struct, frozen=True):
    """The examples and the defaults with their schemas, and the patterns with their places, in their order."""

    examples: list[Example]
    defaults: list[Example]
    patterns: list[tuple[Pointer, str]]


def survey(spec: Spec) -> Survey:
    """The values and patterns of a contract."""
    return spec.cached(_survey)


def _survey(spec: Spec) -> Survey:
    found = Survey([], [], [])
    for part in objects(spec):
        if part.kind == "schema":
            found.examples.extend(_of_schema(part.value, part.pointer))
            found.defaults.extend(_default(part.value, part.pointer))
            found.patterns.extend(_patterns(part.value, part.pointer))
        elif part.kind in _CARRIERS:
            found.examples.extend(_of_carrier(spec, part))
    return found


def _of_carrier(spec: Spec, part: Part) -> Iterator[Example]:
    schema = part.value.get("schema")
    if isinstance(schema, dict):
        for place, value in media_examples(spec, part.value):
            if isinstance(value, str) and _is_encoded(part):
                continue
            shown = value if part.kind == "mediaType" else _items(spec, part.value, value)
            yield Example(schema, (*part.pointer, "schema"), shown, (*part.pointer, *place))


def _is_encoded(part: Part) -> bool:
    """Whether text is an example as it is sent, in XML for one: its schema describes what it encodes.

    "Use a string value to contain the example" where JSON is not natural (OpenAPI 3.0.4 and 3.1.1, section 4.7.19.1).
    """
    name = str(part.pointer[-1]).partition(";")[0].strip().lower()
    is_named = part.kind == "mediaType" and part.pointer[-2] == "content"
    return is_named and not name.endswith(("/json", "+json", "/plain", "*"))


def _items(spec: Spec, carrier: Mapping[str, Any], value: object) -> object:
    """The list that a text is, where a parameter or header takes a list: its example may be written as it is sent.

    "In the correct format as specified in the parameter encoding" (OpenAPI 3.1, section 4.8.12.2).
    """
    schema = spec.resolve(carrier["schema"])
    if not isinstance(value, str) or schema.get("type") not in _LISTS:
        return value
    items = spec.resolve(schema.get("items"))
    are_texts, options = items.get("type") == "string", items.get("enum", ())
    listed = value.split(_DELIMITERS.get(str(carrier.get("style")), ","))
    return [item if are_texts or item in options else _scalar(item) for item in listed]


def _scalar(text: str) -> object:
    """The number or truth value that a text is, or else the text."""
    try:
        return msgspec.json.decode(text, type=int | float | bool | None)
    except msgspec.DecodeError:
        return text


def _of_schema(node: Mapping[str, Any], pointer: Pointer) -> Iterator[Example]:
    if pointer[-1] in _CONDITIONS and pointer[-2] != "properties":
        return
    if "example" in node:
        yield Example(node, pointer, node["example"], (*pointer, "example"))
    for shown in Node(node, pointer).items("examples"):
        yield Example(node, pointer, shown.value, shown.pointer)


def _default(node: Mapping[str, Any], pointer: Pointer) -> Iterator[Example]:
    # a null that the schema allows needs no type
    if "default" in node and (node["default"] is not None or node.get("nullable") is not True):
        yield Example(node, pointer, node["default"], (*pointer, "default"))


def _patterns(node: Mapping[str, Any], pointer: Pointer) -> Iterator[tuple[Pointer, str]]:
    if isinstance(pattern := node.get("pattern"), str):
        yield (*pointer, "pattern"), pattern
    if isinstance(named := node.get("patternProperties"), dict):
        yield from (((*pointer, "patternProperties", name), name) for name in named)


def media_examples(spec: Spec, media: object) -> Iterator[tuple[Pointer, Any]]:
    """The examples of one media type with their place in it: `example`, and each of `examples`."""
    media = spec.resolve(media)
    if "example" in media:
        yield ("example",), media["example"]
    shown = media.get("examples")
    for name, listed in shown.items() if isinstance(shown, Mapping) else ():
        example = spec.resolve(listed)
        for key in ("value", "dataValue"):  # the latter since OpenAPI 3.2, which takes one of the two
            if key in example:
                yield ("examples", name, key), example[key]
