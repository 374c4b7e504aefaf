"""Schemas that contain themselves for one and the same value: a validator has no end with them (2020-12, 9.4.1)."""

from collections.abc import Iterator, Mapping
from typing import Any

from docgen.openapi.cycles import strongly_connected
from docgen.openapi.validation.effort import applied
from docgen.openapi.validation.json_schema import JsonSchema, definition_of


def endless(definitions: Mapping[str, JsonSchema]) -> list[list[str]]:
    """The numbers of the definitions that lead back to themselves without a step into the value, by circle."""
    targets = {number: list(_targets(schema)) for number, schema in definitions.items()}
    circles = strongly_connected(targets, targets.__getitem__)
    return [circle for circle in circles if len(circle) > 1 or circle[0] in targets[circle[0]]]


def _targets(schema: JsonSchema) -> Iterator[str]:
    """The definitions that a schema, or one inside of it for the same value, refers to."""
    waiting: list[Any] = [schema]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            if "$ref" in part:
                yield definition_of(part["$ref"])
            waiting += applied(part)
