"""What openapi-core spends on a message is bounded, whatever the schema; what is found stays the same."""

import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest
from openapi_schema_validator import OAS30Validator, OAS31Validator

from docgen.check import bounded_validation
from docgen.check.bounded_validation import Budget, ExhaustedError, bounded_validator

ENDLESS = "a" * 40 + "!"
KINDS = {"3.0.3": OAS30Validator, "3.1.0": OAS31Validator}


def errors(schema: dict[str, Any], value: object, version: str = "3.1.0") -> list[str]:
    validator = bounded_validator(KINDS[version], Budget())
    start = time.process_time()
    found = [error.message for error in validator(schema).iter_errors(value)]
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
        ({"patternProperties": {"^a": {}}, "properties": {"b": {}}, "additionalProperties": False}, {"b": 1}, None),
        ({"propertyNames": {"pattern": "^(a+)+$"}}, {ENDLESS: 1}, "does not match"),
        ({"unevaluatedProperties": False, "properties": {"a": {}}}, {"b": 1}, "Unevaluated properties are not allowed"),
        ({"unevaluatedProperties": False, "allOf": [{"patternProperties": {"^(a+)+$": {}}}]}, {ENDLESS: 1}, None),
    ],
)
def test_patterns_of_names(schema: dict[str, Any], value: object, said: str | None) -> None:
    found = errors(schema, value)
    assert len(found) == (said is not None)
    assert said is None or said in found[0]


@pytest.mark.parametrize("last", [{"$ref": "#/$defs/0"}, {}], ids=["circle", "chain"])
def test_what_the_library_reads_by_recursion_is_left_out(last: dict[str, Any]) -> None:
    """For these keywords, it counts no steps, and Python's limit may be hit within Rust: a panic."""
    links = {str(at): {"$ref": f"#/$defs/{at + 1}"} for at in range(1_000)}
    too_many = {"maxProperties": 0, "maxItems": 0, "$ref": "#/$defs/0", "$defs": {**links, "1000": last}}
    for name, value in (("unevaluatedProperties", {"b": 1}), ("unevaluatedItems", [1])):
        found = bounded_validator(OAS31Validator, Budget())({name: False, **too_many}).iter_errors(value)
        assert "expected to be empty" in next(found).message


OF_PATTERNS: dict[str, Any] = {"patternProperties": {"^a": {}}}


@pytest.mark.parametrize(
    "beside",
    [
        {"patternProperties": {"^a": {}}},
        *({"if": {}, key: OF_PATTERNS} for key in ("if", "then", "else")),
        *({key: [{}, OF_PATTERNS]} for key in ("allOf", "anyOf", "oneOf")),
        {"allOf": [{"anyOf": [OF_PATTERNS]}]},
        {"dependentSchemas": {"c": OF_PATTERNS}},
        {"$ref": "#/$defs/patterns"},
        {"$dynamicRef": "#/$defs/patterns"},
    ],
    ids=str,
)
def test_what_is_unevaluated_is_not_said_where_another_schema_of_the_value_has_patterns(beside: dict[str, Any]) -> None:
    """It would be matched without a bound."""
    closed = {"unevaluatedProperties": False, "$defs": {"patterns": OF_PATTERNS}}
    assert len(errors(closed, {"b": 1})) == 1
    assert not [error for error in errors({**closed, **beside}, {"b": 1}) if "nevaluated" in error]


def test_what_takes_too_many_steps_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded_validation, "STEPS", 10_000)
    value: list[Any] = []
    for _ in range(30):
        value = [value]
    with pytest.raises(ExhaustedError, match="need more than 10,000 validation steps"):
        errors({"anyOf": [{"type": "array", "items": {"$ref": "#"}, "minItems": size} for size in (1, 1, 1, 1)]}, value)


@pytest.mark.parametrize(("levels", "is_too_deep"), [(90, False), (120, True)])
def test_how_deep_a_value_is_checked_does_not_depend_on_pythons_limit(
    levels: int, is_too_deep: bool, recursion_limit: int
) -> None:
    """That may be hit inside a Rust library of jsonschema, whose panic ends the process."""
    value: dict[str, Any] = {}
    for _ in range(levels):
        value = {"child": value}
    schema = {"properties": {"child": {"$ref": "#"}}}
    if is_too_deep:
        with pytest.raises(RecursionError):
            errors(schema, value)
    else:
        assert errors(schema, value) == []


@pytest.fixture(params=[1_000, 5_000])
def recursion_limit(request: pytest.FixtureRequest) -> Iterator[int]:
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(request.param)
    yield request.param
    sys.setrecursionlimit(before)
