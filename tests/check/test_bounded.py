"""What a value costs to be held against a schema is bounded, whatever the schema; what is found stays the same."""

import json
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest

from docgen.check import bounded_validation, validator
from docgen.check.validator import Validator
from docgen.openapi.spec import Spec
from docgen.positions.source import Source

ENDLESS = "a" * 40 + "!"


def errors(schema: dict[str, Any], value: object, version: str = "3.1.0", **schemas: Any) -> list[str]:  # noqa: ANN401
    document = {"openapi": version, "components": {"schemas": {"Item": schema, **schemas}}}
    spec = Spec(Source("api-spec.json", json.dumps(document)), document)
    start = time.process_time()
    found = [message for _, message in Validator(spec).errors(("components", "schemas", "Item"), value)]
    assert time.process_time() - start < 30
    return found


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
@pytest.mark.parametrize(
    ("schema", "value", "said"),
    [
        ({"pattern": "(a+)+$"}, ENDLESS, f"'{ENDLESS}' does not match '(a+)+$'"),
        ({"pattern": "(a+)+$"}, "aa", None),
        ({"pattern": "^(?=a)(a+)+$"}, ENDLESS, None),
        ({"$schema": "https://json-schema.org/draft/2020-12/schema", "pattern": "(a+)+$"}, ENDLESS, "does not match"),
        ({"pattern": "a"}, 7, None),
        ({"properties": {"b": {}}, "additionalProperties": False}, {"b": 1, "c": 2}, "are not allowed ('c' was"),
    ],
)
def test_patterns(version: str, schema: dict[str, Any], value: object, said: str | None) -> None:
    found = errors(schema, value, version)
    assert len(found) == (said is not None)
    assert said is None or said in found[0]


@pytest.mark.parametrize(
    ("schema", "value", "said"),
    [
        ({"patternProperties": {"^(a+)+$": {"type": "string"}}}, {ENDLESS: 1, "a": 1}, "1 is not of type 'string'"),
        ({"patternProperties": {"^a": {}}, "additionalProperties": False}, {"b": 1}, "'b' does not match any of the"),
        ({"patternProperties": {"^a": {}}, "additionalProperties": False}, {"b": 1, "c": 1}, "'b', 'c' do not match"),
        ({"patternProperties": {"^a": {}}, "additionalProperties": {"type": "string"}}, {"b": 1}, "1 is not of type"),
        ({"patternProperties": {"^a": {}}, "additionalProperties": False}, {"a": 1}, None),
        ({"patternProperties": {"^(?=a)": {}}, "additionalProperties": False}, {"b": 1}, None),
        ({"propertyNames": {"pattern": "^(a+)+$"}}, {ENDLESS: 1}, "does not match"),
        ({"unevaluatedProperties": False, "properties": {"a": {}}}, {"b": 1}, "Unevaluated properties are not allowed"),
        ({"unevaluatedProperties": False, "allOf": [{"patternProperties": {"^(a+)+$": {}}}]}, {ENDLESS: 1}, None),
    ],
)
def test_patterns_of_names(schema: dict[str, Any], value: object, said: str | None) -> None:
    found = errors(schema, value)
    assert len(found) == (said is not None)
    assert said is None or said in found[0]


def test_what_takes_too_many_steps_says_so_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded_validation, "STEPS", 10_000)
    item = {"$ref": "#/components/schemas/Item"}
    schema = {"anyOf": [{"type": "array", "items": item, "minItems": size} for size in (1, 1, 1, 1)]}
    value: list[Any] = []
    for _ in range(30):
        value = [value]
    document = {"openapi": "3.1.0", "components": {"schemas": {"Item": schema}}}
    bounded = Validator(Spec(Source("api-spec.json", "{}"), document))
    found = list(bounded.errors(("components", "schemas", "Item"), value))
    assert found == [((), "cannot be checked: its schemas need more than 10,000 validation steps")]
    assert list(bounded.errors(("components", "schemas", "Item"), 7)) == []


@pytest.mark.parametrize(("levels", "found"), [(90, []), (120, [validator.ENDLESS])])
def test_how_deep_a_value_is_checked_does_not_depend_on_pythons_limit(
    levels: int, found: list[str], recursion_limit: int
) -> None:
    """That may be hit inside a Rust library of jsonschema, whose panic ends the process."""
    value: dict[str, Any] = {}
    for _ in range(levels):
        value = {"child": value}
    assert errors({"properties": {"child": {"$ref": "#/components/schemas/Item"}}}, value) == found


@pytest.fixture(params=[1_000, 5_000])
def recursion_limit(request: pytest.FixtureRequest) -> Iterator[int]:
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(request.param)
    yield request.param
    sys.setrecursionlimit(before)
