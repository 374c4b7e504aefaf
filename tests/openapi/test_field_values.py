"""The fields of a schema by their paths: one that is looked for is found at once, and too many are none."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from docgen.openapi.allowed_values import Field, field_values
from docgen.openapi.nodes import Node
from docgen.openapi.resolver import Resolver
from docgen.openapi.spec import Spec
from docgen.positions.source import Source
from docgen.wording import json_text
from tests.cases import load_yaml

CASES: list[dict[str, Any]] = load_yaml(Path(__file__).with_name("field_values.yaml").read_text(encoding="utf-8"))
WIDE = {
    "properties": {**{f"f{index}": {"$ref": "#/components/schemas/Wide"} for index in range(30)}, "code": {"const": 7}}
}


def fields(schemas: dict[str, Any], only: str | None = None) -> dict[str, Field]:
    document = {"openapi": "3.1.0", "components": {"schemas": schemas}}
    resolver = Resolver(Spec(Source("api.json", json.dumps(document)), document))
    return field_values(resolver, Node({"$ref": f"#/components/schemas/{next(iter(schemas))}"}, ()), only=only)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_the_fields_of_a_schema_with_their_values(case: dict[str, Any]) -> None:
    found = {
        path: ({} if field.values is None else {"values": list(field.values)})
        | ({"nullable": True} if field.nullable else {})
        for path, field in fields(case["schemas"], case.get("only")).items()
    }
    wanted = {
        path: {**field, "values": list(map(json_text, field["values"]))} if "values" in field else field
        for path, field in case["fields"].items()
    }
    assert found == wanted


def test_one_field_is_found_whatever_else_there_is() -> None:
    assert fields({"Wide": WIDE}, "f1.f2.code")["f1.f2.code"] == Field(("7",), nullable=False)


@pytest.mark.parametrize(("most", "found"), [(3, ["a", "a.b", "c"]), (2, [])])
def test_as_many_fields_as_there_may_be(monkeypatch: pytest.MonkeyPatch, most: int, found: list[str]) -> None:
    monkeypatch.setattr("docgen.openapi.allowed_values._MOST", most)
    assert list(fields({"A": {"properties": {"a": {"properties": {"b": {}}}, "c": {}}}})) == found


def test_a_schema_with_too_many_fields_has_none_to_guess_from() -> None:
    started = time.perf_counter()
    assert fields({"Wide": WIDE}) == {}
    assert time.perf_counter() - started < 5
