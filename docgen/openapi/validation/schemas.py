"""The Schema Objects of a contract: their patterns and their defaults."""

from collections.abc import Iterator
from typing import Final

from docgen.openapi.examples import Example
from docgen.openapi.nodes import Node
from docgen.openapi.patterns import matchable
from docgen.openapi.spec import Spec
from docgen.openapi.structure import parts
from docgen.openapi.validation.problem import Problem
from docgen.positions.source import Pointer

_LONG: Final = 80  # characters of a pattern that are shown


def pattern_problems(spec: Spec) -> Iterator[Problem]:
    """Each pattern that no example is checked against."""
    for pointer, pattern in (found for node in _schemas(spec) for found in _patterns(node)):
        if not matchable(pattern):
            shown = pattern if len(pattern) <= _LONG else f"{pattern[:_LONG]}..."
            message = f"the pattern `{shown}` cannot be matched in linear time, so examples are not checked against it"
            hint = "write it without lookaround, backreferences and large repetitions"
            yield Problem("unchecked-pattern", pointer, message, hint)


def _schemas(spec: Spec) -> Iterator[Node]:
    yield from (Node(part.value, part.pointer) for part in parts(spec.document) if part.kind == "schema")


def _patterns(schema: Node) -> Iterator[tuple[Pointer, str]]:
    if isinstance(pattern := schema.get("pattern"), str):
        yield (*schema.pointer, "pattern"), pattern
    yield from (((*schema.pointer, "patternProperties", name), name) for name in schema.members("patternProperties"))


def defaults(spec: Spec) -> Iterator[Example]:
    """The default of each schema that has one; a null that the schema allows needs no check."""
    for schema in _schemas(spec):
        value = schema.value.get("default") if isinstance(schema.value, dict) else None
        if value is not None or ("default" in schema.value and schema.get("nullable") is not True):
            yield Example(schema.value, schema.pointer, value, (*schema.pointer, "default"))
