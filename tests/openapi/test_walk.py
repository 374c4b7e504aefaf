"""Whatever schemas refer to, what is read of them ends soon: circles, schemas in schemas many times, long chains."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from properties.test_hostile import within

from docgen.differ import diff
from docgen.facts.knowledge.places import Place, unknown_fields
from docgen.facts.knowledge.surface import Declaration, Surface
from docgen.model.config import Config
from docgen.openapi.allowed_values import allowed_values, field_values
from docgen.openapi.examples import examples, occurrences
from docgen.openapi.narrowing import narrowed
from docgen.openapi.nodes import Node
from docgen.openapi.object_shape import object_shape
from docgen.openapi.resolver import Resolver
from docgen.openapi.schema import Schema
from docgen.openapi.selectors import find_fields
from docgen.openapi.spec import Spec
from docgen.positions.source import Source
from tests.counting import calls

Json = dict[str, Any]
CONFIG = Config(api="Shop", site_url="https://shop.example/", feed_authority="shop.example,2026", hosts=())
FIRST = {"$ref": "#/components/schemas/C0"}
PLACES = ("oneOf", "anyOf", "allOf", "properties", "items", "additionalProperties", "then", "not")
MOST = 5_000_000  # calls, for what takes two million


def schema_with(place: str, refs: list[Json]) -> Json:
    if place.endswith("Of"):
        return {place: [*refs, {"properties": {"own": {"type": "string"}}}]}
    inner = refs[0] if len(refs) == 1 else {"anyOf": refs}
    return {place: {"id": inner} if place == "properties" else inner}


def each_in_each(count: int, place: str) -> dict[str, Json]:
    """Surface of which each has every one in it, itself too."""
    refs = [{"$ref": f"#/components/schemas/C{index}"} for index in range(count)]
    return {f"C{index}": schema_with(place, refs) for index in range(count)}


def chained(count: int, place: str) -> dict[str, Json]:
    """Surface of which each has the next in it."""
    refs = [{"$ref": f"#/components/schemas/C{index}"} for index in range(1, count)]
    return {f"C{index}": schema_with(place, [ref]) for index, ref in enumerate(refs)} | {
        f"C{count - 1}": {"properties": {"id": {"enum": ["a", "b"]}}}
    }


def repeated(count: int, _: str) -> dict[str, Json]:
    """A schema that is many times an alternative of itself, and demands itself and another one."""
    other = {"$ref": "#/components/schemas/C1"}
    return {"C0": {"oneOf": [FIRST] * count, "allOf": [other, FIRST]}, "C1": {"type": "object"}}


def doubled(count: int, place: str) -> dict[str, Json]:
    """Surface of which each has the next in it twice."""
    refs = [[{"$ref": f"#/components/schemas/C{index}"}] * 2 for index in range(1, count)]
    return {f"C{index}": schema_with(place, two) for index, two in enumerate(refs)} | {f"C{count - 1}": {"enum": ["a"]}}


MADE = [
    (each_in_each, 10),
    pytest.param(chained, 1_100, marks=pytest.mark.slow),
    (repeated, 9),
    (doubled, 40),
]
VALUE: Any = "a"
for _ in range(30):
    VALUE = {"id": VALUE}


def spec_of(schemas: dict[str, Json]) -> Spec:
    filters = {"name": "filter", "in": "query", "schema": FIRST}
    body = {
        "content": {"application/json": {"schema": FIRST, "example": VALUE}, "multipart/form-data": {"schema": FIRST}}
    }
    item = {"post": {"parameters": [filters], "requestBody": body, "responses": {}}}
    document = {"openapi": "3.1.0", "paths": {"/a": item}, "components": {"schemas": schemas}}
    return Spec(Source("api.json", json.dumps(document)), document)


def place_of(resolver: Resolver, _: Spec) -> object:
    place = Place(((resolver, Node(FIRST, ())),))
    for _level in range(8):
        place = place.child("id")
    return list(unknown_fields(place, VALUE))


def declared_types(_: Resolver, spec: Spec) -> list[Declaration]:
    """How each field of a contract is declared."""
    schemas = Surface("1", spec, CONFIG)
    return [one for name in schemas.fields for one in schemas.declarations_of(name)]


READ: dict[str, Callable[[Resolver, Spec], object]] = {
    "allowed values": lambda resolver, _: allowed_values(resolver, Node(FIRST, ())),
    "the shape": lambda resolver, _: object_shape(resolver, Node(FIRST, ())),
    "a field that is missing": lambda _, spec: find_fields(spec, "C0.id.missing.id"),
    "all fields": lambda resolver, _: field_values(resolver, Node(FIRST, ())),
    "one field": lambda resolver, _: field_values(resolver, Node(FIRST, ()), only="id.id.id"),
    "a narrowed payload": lambda resolver, _: narrowed(resolver, Node(FIRST, ()), {("id",): "a"}, Schema.listed),
    "values in an example": lambda resolver, spec: [
        found for one in examples(spec) for found in occurrences(resolver, one, {id(spec.schemas()["C1"])})
    ],
    "places in a sample": place_of,
    "declared types": declared_types,
    "a comparison": lambda _, spec: diff(spec, spec_of({"C0": {"type": "string"}, "C1": {"type": "string"}})),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("make", "count"), MADE, ids=lambda value: getattr(value, "__name__", str(value)))
def test_what_is_read_of_schemas_ends(make: Callable[[int, str], dict[str, Json]], count: int, place: str) -> None:
    for name, read in READ.items():
        spec = spec_of(make(count, place))
        with within(30):
            assert calls(partial(read, Resolver(spec), spec)) < MOST, name


@pytest.mark.parametrize("kind", [1.5, True, {"a": 1}, [None, {}]])
def test_a_type_that_is_none_is_read(kind: object) -> None:
    spec = spec_of({"C0": {"properties": {"id": {"type": kind}}}})
    assert [*Surface("1", spec, CONFIG).declarations_of("id")]


def test_the_types_of_a_schema_that_is_one_of_itself() -> None:
    either = {"oneOf": [{"$ref": "#/components/schemas/C1"}, {"type": "string"}], "nullable": True}
    spec = spec_of({"C0": {"properties": {"id": {"$ref": "#/components/schemas/C1"}}}, "C1": either})
    declared = [*Surface("1", spec, CONFIG).declarations_of("id")]
    assert declared == [Declaration(is_required=False, types=frozenset(("string", "null")))]


def test_schemas_that_all_demand_each_other_are_compared_soon() -> None:
    """Twice as many refer to each other four times as often; what is compared for each of them is not their square."""

    def compared(count: int) -> int:
        old, new = (spec_of(each_in_each(count, "allOf") | {"C7": {"type": kind}}) for kind in ("string", "integer"))
        with within(30):
            return calls(partial(diff, old, new))

    assert compared(80) < 8 * compared(40)
