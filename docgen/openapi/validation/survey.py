"""What is to be checked in the schemas of a contract, found in one walk: examples, defaults and patterns."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from docgen.openapi.examples import Example, examples_of
from docgen.openapi.spec import Spec
from docgen.openapi.structure import parts
from docgen.positions.source import Pointer


class Survey(msgspec.Struct, frozen=True):
    """The examples and the defaults with their schemas, and the patterns with their places, in their order."""

    examples: list[Example]
    defaults: list[Example]
    patterns: list[tuple[Pointer, str]]


def survey(spec: Spec) -> Survey:
    """The values and patterns of a contract."""
    found = Survey([], [], [])
    for part in parts(spec.document):
        found.examples.extend(examples_of(spec, part))
        if part.kind == "schema" and isinstance(part.value, dict):
            found.defaults.extend(_default(part.value, part.pointer))
            found.patterns.extend(_patterns(part.value, part.pointer))
    return found


def _default(schema: Mapping[str, Any], pointer: Pointer) -> Iterator[Example]:
    # a null that the schema allows needs no type
    if "default" in schema and (schema["default"] is not None or schema.get("nullable") is not True):
        yield Example(schema, pointer, schema["default"], (*pointer, "default"))


def _patterns(schema: Mapping[str, Any], pointer: Pointer) -> Iterator[tuple[Pointer, str]]:
    if isinstance(pattern := schema.get("pattern"), str):
        yield (*pointer, "pattern"), pattern
    if isinstance(named := schema.get("patternProperties"), dict):
        yield from (((*pointer, "patternProperties", name), name) for name in named)
