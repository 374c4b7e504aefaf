"""How long the validation of a value can take, known before it begins: forty lines of alternatives can take an age."""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any, Final

from docgen.openapi.nodes import JsonObject, children
from docgen.openapi.schema import applied
from docgen.openapi.validation.json_schema import JsonSchema, definition_of

_DEEPEST: Final = 100  # levels of objects and lists of a value; in contracts of 13 MB they are 15 at most
_MOST_ALTERNATIVES: Final = 20_000
_EACH_ITEM: Final = (
    *("items", "contains", "propertyNames", "additionalProperties"),
    *("unevaluatedItems", "unevaluatedProperties"),
)


class Effort:
    """The schemas of a contract, with how many of them a validator looks at for one value."""

    def __init__(self, definitions: Mapping[str, JsonSchema]) -> None:
        self._definitions = definitions
        self._known: dict[tuple[int, int], int] = {}
        self._known_comparisons: dict[int, int] = {}

    def steps(self, schema: JsonSchema, value: object) -> int | None:
        """The most schemas that a validator compares with the parts of a value; None for a value that is too deep."""
        levels, size = _measure(value)
        return self._most(schema, levels) * size if levels <= _DEEPEST else None

    def _most(self, schema: JsonSchema, levels: int) -> int:
        """The most schemas that apply to a single part of a value with some levels."""
        if not isinstance(schema, dict):
            return 1
        # by identity: to hash a schema takes a walk through it
        key = (id(schema), levels)
        if key not in self._known:
            parts = self._same_value(schema)
            below = self._below(parts, levels - 1) if levels else 0
            self._known[key] = max(sum(map(self._comparisons, parts)), below)
        return self._known[key]

    def _below(self, parts: list[JsonObject], levels: int) -> int:
        """The most schemas that apply to what is below a value, by the key that has most of them."""
        by_name, of_each = Counter[str](), 0
        for part in parts:
            for name, schema in part.get("properties", {}).items():
                by_name[name] += self._most(schema, levels)
            of_each += sum(self._most(schema, levels) for schema in _each_item(part))
        return of_each + max(by_name.values(), default=0)

    def _same_value(self, schema: JsonObject) -> list[JsonObject]:
        """A schema with those that apply to the same value, once for each way that leads to one."""
        parts, waiting = list[JsonObject](), [schema]
        # alternatives of alternatives are as many as a power of their levels
        while waiting and len(parts) < _MOST_ALTERNATIVES:
            part = waiting.pop()
            parts.append(part)
            waiting += [inner for inner in self._applied(part) if isinstance(inner, dict)]
        return parts

    def _comparisons(self, part: JsonObject) -> int:
        """One, and with each value of an enum that no validator finds by a hash."""
        options = part.get("enum", ())
        # a plain value is found by its hash; objects and lists are compared one by one
        if options and id(part) not in self._known_comparisons:
            is_hashed = not any(isinstance(option, dict | list) for option in options)
            self._known_comparisons[id(part)] = 1 if is_hashed else 1 + len(options)
        return self._known_comparisons.get(id(part), 1)

    def _applied(self, part: JsonObject) -> Iterator[Any]:
        if "$ref" in part:
            yield self._definitions[definition_of(part["$ref"])]
        yield from applied(part)


def _each_item(part: JsonObject) -> Iterator[Any]:
    for key in _EACH_ITEM:
        if key in part:
            yield part[key]
    yield from part.get("patternProperties", {}).values()
    yield from part.get("prefixItems", ())


def _measure(value: object) -> tuple[int, int]:
    """The levels of a value, 0 for a plain one, and the number of its parts."""
    levels, size, level = -1, 0, [value]
    while level:
        levels, size = levels + 1, size + len(level)
        parts = chain.from_iterable(map(children, level))
        level = [inner for _, inner in parts]
    return levels, size
