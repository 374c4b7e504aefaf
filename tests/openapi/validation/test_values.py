"""A value is compared with a schema of a contract as OpenAPI reads it, and in bounded time whatever the schema."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from properties.circles import PATTERNS
from properties.instances import Sided, instances, validator
from properties.schemas import Dialect, schemas
from properties.searching import EXAMPLES

from docgen.openapi.pointers import json_pointer
from docgen.openapi.spec import Spec
from docgen.openapi.validation import values
from docgen.openapi.validation.keywords import APPLICATORS_3_1, OPENAPI_3_0, OPENAPI_3_1
from docgen.openapi.validation.values import ValueValidator
from docgen.positions.source import Source
from tests.cases import load_yaml

CASES: list[dict[str, Any]] = load_yaml(Path(__file__).with_name("values.yaml").read_text(encoding="utf-8"))
ITEM = ("components", "schemas", "Item")
REF = {"$ref": "#/components/schemas/Item"}
MISMATCH = "does not match its schema: "


def item_validator(version: str, schema: Any, others: dict[str, Any] | None = None) -> ValueValidator:  # noqa: ANN401
    document = {"openapi": version, "components": {"schemas": {"Item": schema, **(others or {})}}}
    return ValueValidator(Spec(Source("api.json", json.dumps(document)), document), [ITEM])


@pytest.mark.parametrize(
    ("case", "version"),
    [(case, version) for case in CASES for version in case.get("openapi", ["3.0.3", "3.1.0"])],
    ids=lambda value: value["title"] if isinstance(value, dict) else value,
)
def test_what_is_wrong_with_a_value(case: dict[str, Any], version: str) -> None:
    errors = item_validator(version, case["schema"], case.get("schemas")).errors(ITEM, case["value"])
    assert {json_pointer(at): said.removeprefix(MISMATCH) for at, said in errors} == case["found"]


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_no_pattern_ends_in_an_error_of_the_library(version: str) -> None:
    """Whatever no engine takes is left out before it is compiled, wherever a schema has it."""
    for pattern in PATTERNS:
        pattern_of = {"pattern": pattern}
        for schema in (
            pattern_of,
            {"patternProperties": {pattern: {}}, "additionalProperties": False},
            {"propertyNames": pattern_of},
            {"allOf": [pattern_of], "$defs": {"a": pattern_of}, "not": {"properties": {"a": pattern_of}}},
            {"format": "regex"},
        ):
            for formats in (False, True):
                list(item_validator(version, schema).errors(ITEM, {"a": "b"}, formats=formats))


@pytest.mark.slow
@EXAMPLES
@given(st.sampled_from(["3.0.3", "3.1.0"]), st.data())
def test_it_agrees_with_another_validator(version: str, data: st.DataObject) -> None:
    schema = data.draw(schemas(Dialect(version)))
    side = Sided(schema, {"components": {"schemas": {}}})
    ours, other = item_validator(version, schema), validator(side)
    for value in instances(side):
        assert (not list(ours.errors(ITEM, value))) is other.is_valid(value), value


def tower(levels: int, branches: int) -> dict[str, Any]:
    """Schemas of alternatives of alternatives, each a step into the value."""
    branch = [{"properties": {"a": {"$ref": "#/components/schemas/C{}"}}, "minProperties": 1}] * branches
    return {f"C{at}": json.loads(json.dumps({"anyOf": branch}).replace("C{}", f"C{at + 1}")) for at in range(levels)}


@pytest.mark.parametrize(
    ("schema", "others"),
    [
        ({"anyOf": [{"type": "array", "items": REF, "minItems": size} for size in (1, 1, 1)]}, {}),
        ({"oneOf": [{"type": "array", "items": REF}, {"type": "array", "items": REF}]}, {}),
        ({"$ref": "#/components/schemas/C0"}, {**tower(90, 3), "C90": {"type": "string"}}),
    ],
    ids=["itself in its items", "one of itself", "a tower"],
)
@pytest.mark.parametrize("levels", [20, 60])
def test_alternatives_of_alternatives_end(schema: dict[str, Any], others: dict[str, Any], levels: int) -> None:
    value: Any = 7
    for _ in range(levels):
        value = {"a": value} if others else [value]
    start = time.process_time()
    found = list(item_validator("3.1.0", schema, others).errors(ITEM, value))
    assert time.process_time() - start < 10
    assert [(at, said.partition(" ")[0]) for at, said in found] == [((), "cannot")]


def test_what_takes_too_many_steps_says_so_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(values, "STEPS", 1_000)
    validator = item_validator("3.1.0", {"anyOf": [{"type": "array", "items": REF}] * 4})
    assert list(validator.errors(ITEM, [[[[[[7]]]]]])) == [
        ((), "cannot be checked: its schemas need more than 1,000 validation steps")
    ]
    assert list(validator.errors(ITEM, 7)) == []


def test_the_budget_of_a_contract_may_be_used_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(values, "STEPS", 2)
    validator = item_validator("3.1.0", {"type": "integer"})
    found = [list(validator.errors(ITEM, 7)) for _ in range(4)]
    assert found == [[], [], [((), "cannot be checked: its schemas need more than 2 validation steps")], []]


def test_a_mismatch_whose_explanation_would_take_long_has_none() -> None:
    schema = {"anyOf": [{"type": "array", "items": REF, "minItems": size} for size in (1, 2, 3)]}
    value: Any = 7
    for _ in range(8):
        value = [value]
    assert list(item_validator("3.1.0", schema).errors(ITEM, value)) == [((), MISMATCH.rstrip(": "))]


@pytest.mark.parametrize(("levels", "found"), [(100, []), (101, ["cannot be checked: it is nested too deeply"])])
def test_how_deep_a_value_may_be(levels: int, found: list[str]) -> None:
    value: dict[str, Any] = {}
    for _ in range(levels):
        value = {"child": value}
    errors = item_validator("3.1.0", {"properties": {"child": REF}}).errors(ITEM, value)
    assert [said for _, said in errors] == found


@pytest.mark.slow
@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_each_example_along_a_chain_costs_no_more_than_the_first(version: str) -> None:
    links = {f"C{at}": {"properties": {"next": {"$ref": f"#/components/schemas/C{at + 1}"}}} for at in range(3_000)}
    schemas = {**links, "C3000": {"type": "string"}}
    document = {"openapi": version, "components": {"schemas": schemas}}
    pointers = [("components", "schemas", name) for name in schemas]
    validator = ValueValidator(Spec(Source("api.json", json.dumps(document)), document), pointers)
    start = time.process_time()
    found = [at for at in pointers for _ in validator.errors(at, {"next": {"next": 7}})]
    assert time.process_time() - start < 20
    assert found == pointers[-3:]


@pytest.mark.slow
def test_an_enum_of_objects_with_an_example_each_ends() -> None:
    options = [{"id": number} for number in range(10_000)]
    validator = item_validator("3.1.0", {"enum": options})
    start = time.process_time()
    found = [said.partition(":")[0] for option in options for _, said in validator.errors(ITEM, option)]
    assert time.process_time() - start < 10
    assert found == ["cannot be checked"]


@pytest.mark.slow
@pytest.mark.parametrize("keyword", [None, "anyOf", "oneOf"])
def test_many_examples_of_a_long_enum_end_and_the_first_say_what_is_expected(keyword: str | None) -> None:
    long: dict[str, Any] = {"enum": [f"v{number}" for number in range(50_000)]}
    schemas: dict[str, Any] = {"Long": {keyword: [long, {"type": "integer"}]} if keyword else long}
    schemas |= {f"S{number}": {"allOf": [{"$ref": "#/components/schemas/Long"}]} for number in range(2_000)}
    document = {"openapi": "3.1.0", "components": {"schemas": schemas}}
    pointers = [("components", "schemas", name) for name in schemas]
    validator = ValueValidator(Spec(Source("api.json", json.dumps(document)), document), pointers)
    start = time.process_time()
    found = [said for at in pointers for _, said in validator.errors(at, "w")]
    assert time.process_time() - start < 10
    assert len(found) == len(pointers)
    assert 'expected `"v0"`' in found[0]
    assert found[-1] == MISMATCH.rstrip(": ")


ODD: list[Any] = [
    *(None, True, False, 0, -1, 1.0, 0.5, 1e308, 10**30, 2**63, "", "a", "[a", "(?=a)", "int", "#/nowhere"),
    *([], [None], ["a", "a"], [["a"]], [{}], [{"type": "int"}], {}, {"a": None}, {"a": ["b", "b"]}, {"[a": {}}),
    *({"propertyName": 7}, {"propertyName": "a", "mapping": 7}, {"propertyName": "a", "mapping": {"1": 7}}),
]


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
@pytest.mark.parametrize(
    "keyword", sorted({*OPENAPI_3_0, *OPENAPI_3_1, *APPLICATORS_3_1, "discriminator", "nullable", "$ref"})
)
def test_a_keyword_may_have_any_value(keyword: str, version: str) -> None:
    for odd in ODD:
        for beside in ({}, {"oneOf": [REF]}, {"discriminator": {"propertyName": "a"}}):
            list(item_validator(version, {**beside, keyword: odd}).errors(ITEM, {"a": "b"}, formats=True))


@pytest.mark.parametrize("keyword", ["anyOf", "oneOf"])
def test_an_error_of_alternatives_that_are_hundreds_of_levels_deep_is_not_explained(keyword: str) -> None:
    others = {f"C{at}": {keyword: [{"$ref": f"#/components/schemas/C{at + 1}"}]} for at in range(500)}
    validator = item_validator(
        "3.1.0", {keyword: [{"$ref": "#/components/schemas/C0"}]}, others | {"C500": {"enum": [1]}}
    )
    assert list(validator.errors(ITEM, "a")) == [((), "does not match its schema")]
