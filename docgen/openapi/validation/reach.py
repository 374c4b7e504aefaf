"""What is compiled where each schema has a validator of its own: each time all that it refers to, as well."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from docgen.openapi.validation.json_schema import JsonSchema, definition_of

_PARTS: Final = 100  # keywords and values that cost about as much as a schema; an enum can have 100,000


def compiled(schemas: Iterable[JsonSchema], definitions: Mapping[str, JsonSchema], most: int) -> int:
    """How many definitions schemas reach, each time counted, a large one as several; up to about `most`."""
    found = {number: _references(schema) for number, schema in definitions.items()}
    # a value of an enum may look like a reference, too
    targets = {number: refs & definitions.keys() for number, (refs, _) in found.items()}
    sizes, together = dict[str, int](), 0
    for number in targets:
        sizes[number] = sum(1 + found[each][1] // _PARTS for each in _reached(number, targets))
        together += sizes[number]
        if together > most:
            return together
    return sum(sizes[number] for schema in schemas for number in _references(schema)[0] & definitions.keys())


def _reached(start: str, targets: Mapping[str, set[str]]) -> set[str]:
    reached, waiting = {start}, [start]
    while waiting:
        new = targets[waiting.pop()] - reached
        reached |= new
        waiting += new
    return reached


def _references(schema: JsonSchema) -> tuple[set[str], int]:
    """What a schema refers to, at any depth of its own, and how many keywords and values it has."""
    found, waiting, count = set[str](), list[Any]([schema]), 0
    while waiting:
        part = waiting.pop()
        count += 1
        if isinstance(part, dict):
            if isinstance(ref := part.get("$ref"), str):
                found.add(definition_of(ref))
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part
    return found, count
