"""How many schemas are compiled where each has a validator of its own: each time all that it refers to, as well."""

from collections.abc import Iterable, Mapping
from typing import Any

from docgen.openapi.validation.json_schema import JsonSchema, definition_of


def compiled(schemas: Iterable[JsonSchema], definitions: Mapping[str, JsonSchema], most: int) -> int:
    """How many definitions schemas reach, each time counted; more than `most` are not counted to the end."""
    # a value of an enum may look like a reference, too
    targets = {number: _references(schema) & definitions.keys() for number, schema in definitions.items()}
    sizes, together = dict[str, int](), 0
    for number in targets:
        sizes[number] = len(_reached(number, targets))
        together += sizes[number]
        if together > most:
            return together
    return sum(sizes[number] for schema in schemas for number in _references(schema) & definitions.keys())


def _reached(start: str, targets: Mapping[str, set[str]]) -> set[str]:
    reached, waiting = {start}, [start]
    while waiting:
        new = targets[waiting.pop()] - reached
        reached |= new
        waiting += new
    return reached


def _references(schema: JsonSchema) -> set[str]:
    """What a schema refers to, at any depth of its own."""
    found, waiting = set[str](), list[Any]([schema])
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            if isinstance(ref := part.get("$ref"), str):
                found.add(definition_of(ref))
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part
    return found
