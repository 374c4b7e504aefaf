"""Instances around schemas: some valid, and each differing from one in a single place, boundary or kind."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

import msgspec
from jsonschema import Draft202012Validator

from properties.schemas import PATTERNS

Json = Any
Document = dict[str, Any]
_MOST: Final = 40
_ANY: Final[tuple[Json, ...]] = (
    *("text", 7, 7.5, True, [], {}, None),
    *("", "a", "A-1", "123", "abc", "red", "violet", 0, -1000, 1000, 1.5),
)
"""A value of each type, and some that generated enums, patterns and bounds take or refuse."""


class Sided(msgspec.Struct, frozen=True):
    """A schema with the document in which its references lead somewhere."""

    schema: Json
    document: Document

    def resolved(self) -> dict[str, Any]:
        """The schema that it stands for; a boolean schema as an object."""
        schema = self.schema
        while isinstance(schema, dict) and "$ref" in schema:
            schema = self.document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return {} if schema is True else {"not": {}} if schema is False else schema

    def inner(self, schema: Json) -> "Sided":
        """Another schema of the same document."""
        return Sided(schema, self.document)


def validator(side: Sided) -> Draft202012Validator:
    """What accepts the instances of a schema: 3.0's own words are said in JSON Schema's first."""
    schemas = {name: as_json_schema(schema) for name, schema in side.document["components"]["schemas"].items()}
    root = {"$ref": "#/root", "root": as_json_schema(side.schema), "components": {"schemas": schemas}}
    return Draft202012Validator(root)


def as_json_schema(schema: Json) -> Json:
    """A schema of OpenAPI 3.0 or 3.1 in the words of JSON Schema 2020-12."""
    if isinstance(schema, list):
        return [as_json_schema(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    said = {key: value if key in ("enum", "const") else as_json_schema(value) for key, value in schema.items()}
    if said.pop("nullable", False) is True:
        said["type"] = [said["type"], "null"]
    if said.get("exclusiveMinimum") is True:
        said["exclusiveMinimum"] = said.pop("minimum")
    return said


def opened(side: Sided) -> Sided:
    """The same schema with every object open to properties that it does not name."""
    document = {"components": {"schemas": _opened(side.document["components"]["schemas"])}}
    return Sided(_opened(side.schema), {**side.document, **document})


def _opened(schema: Json) -> Json:
    if isinstance(schema, list):
        return [_opened(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return {key: _opened(value) for key, value in schema.items() if key != "additionalProperties"}


def instances(*sides: Sided) -> list[Json]:
    """Instances on both sides of what the schemas accept, without repetition."""
    return _unlike(_values([member for side in sides for member in _members(side)], 4))


def _members(side: Sided) -> Iterator[Sided]:
    """The plain schemas that a schema is made of, through references and combinators."""
    schema = side.resolved()
    yield side.inner({key: value for key, value in schema.items() if key not in ("allOf", "oneOf", "anyOf")})
    for keyword in ("allOf", "oneOf", "anyOf"):
        for inner in schema.get(keyword, ()):
            yield from _members(side.inner(inner))


def _values(members: list[Sided], depth: int) -> Iterator[Json]:
    schemas = [member.resolved() for member in members]
    for schema in schemas:
        yield from schema.get("enum", ())
        if schema.get("multipleOf"):
            yield from (schema["multipleOf"] * times for times in (1, 5, -5))
        if "const" in schema:
            yield schema["const"]
    yield from _texts(schemas)
    yield from _numbers(schemas)
    if depth:
        yield from _arrays(members, depth)
        yield from _objects(members, depth)
    yield from _ANY


def _texts(schemas: Iterable[dict[str, Any]]) -> Iterator[str]:
    for schema in schemas:
        yield from PATTERNS.get(schema.get("pattern", ""), ())
        for keyword in ("minLength", "maxLength"):
            if keyword in schema:
                yield from ("a" * max(0, schema[keyword] + step) for step in (0, -1, 1))


def _numbers(schemas: Iterable[dict[str, Any]]) -> Iterator[float]:
    for schema in schemas:
        for keyword in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"):
            bound = schema.get(keyword)
            if bound is not None and not isinstance(bound, bool):
                yield from (bound, bound - 1, bound + 1, bound + 0.5)


def _arrays(members: list[Sided], depth: int) -> Iterator[list[Json]]:
    items = [side.inner(side.resolved()["items"]) for side in members if "items" in side.resolved()]
    found = _unlike(_values([each for side in items for each in _members(side)], depth - 1)) if items else []
    good = [value for side in items for value in _accepted(side, found)]
    sizes = {size for side in members for key in ("minItems", "maxItems") for size in _around(side.resolved().get(key))}
    for item in [*good[:5], *found[:_MOST]]:
        yield from ([item] * size for size in sorted({1, 3, *sizes} - {0}))
    yield from (found[:size] for size in sorted(sizes))
    yield from (good[:size] for size in sorted(sizes))


def _around(bound: int | None) -> tuple[int, ...]:
    return () if bound is None else (max(0, bound - 1), bound, bound + 1)


def _objects(members: list[Sided], depth: int) -> Iterator[dict[str, Json]]:
    """From each valid looking object: a property less, a property more, each property in turn with its next value."""
    names = sorted({name for side in members for name in side.resolved().get("properties", {})})
    if not names:
        return
    inner = {name: [each for side in members for each in _property(side, name)] for name in names}
    values = {name: _unlike(_values(inner[name], depth - 1)) for name in names}
    open_to = [side.inner(side.resolved().get("additionalProperties", True)) for side in members]
    beyond = _unlike(_values([each for side in open_to for each in _members(side)], 0))[:_MOST]
    for base in _unlike(_bases(members, names, values)):
        yield base
        yield from ({key: value for key, value in base.items() if key != name} for name in base)
        yield from ({**base, "unheard of": value} for value in (1, "text", *beyond))
        for at in range(3 * _MOST):
            yield from ({**base, name: values[name][at]} for name in names if at < len(values[name]))


def _property(side: Sided, name: str) -> Iterator[Sided]:
    properties = side.resolved().get("properties", {})
    if name in properties:
        yield from _members(side.inner(properties[name]))


def _bases(members: list[Sided], names: list[str], values: dict[str, list[Json]]) -> Iterator[dict[str, Json]]:
    """Objects that one side accepts: all it has, or what it requires; each property by its own schema's measure."""
    for side in members:
        schema = side.resolved()
        own = schema.get("properties", {})
        good = {name: _accepted(side.inner(own[name]), values[name]) for name in own}
        good = {name: found[0] for name, found in good.items() if found}
        yield good
        yield {name: value for name, value in good.items() if name in schema.get("required", ())}
    together: dict[str, Json] = {}
    for side in members:
        for name, schema in side.resolved().get("properties", {}).items():
            found = _accepted(side.inner(schema), values[name])
            if found and name not in together:
                together[name] = found[0]
    yield together


def _accepted(side: Sided, values: list[Json]) -> list[Json]:
    accepts = validator(side).is_valid
    return [value for value in values if accepts(value)]


def _unlike(values: Iterable[Json]) -> list[Json]:
    seen: dict[bytes, Json] = {}
    for value in values:
        seen.setdefault(msgspec.json.encode(value), value)
    return list(seen.values())
