"""A schema with its `allOf` demands what its parts demand together, each keyword at the place that has it."""

from pathlib import Path
from typing import Any

import pytest

from docgen.openapi.merging import merged
from docgen.openapi.pointers import json_pointer
from docgen.openapi.resolver import Resolver
from docgen.openapi.schema import Schema
from docgen.openapi.spec import Spec
from docgen.positions.source import Source
from tests.cases import load_yaml

CASES: list[dict[str, Any]] = load_yaml(Path(__file__).with_name("merging.yaml").read_text(encoding="utf-8"))


def place(schema: Schema, path: str) -> str:
    keyword, _, name = path.partition(".")
    node = schema.property(name) if name else None
    return json_pointer(node.pointer if node else schema.child_pointer(keyword))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_what_a_schema_demands_in_all(case: dict[str, Any]) -> None:
    schemas = {"A": case["schema"], **case.get("schemas", {})}
    document = {"openapi": case.get("openapi", "3.1.0"), "components": {"schemas": schemas}}
    spec = Spec(Source("api.json", ""), document)
    schema = merged(Resolver(spec), spec.node(("components", "schemas", "A")))
    wanted = case["becomes"]
    assert schema.keywords == wanted.get("keywords", {})
    assert schema.properties == wanted.get("properties", {})
    assert schema.required == set(wanted.get("required", ()))
    assert schema.nullable is wanted.get("nullable", False)
    assert [member.value for member in schema.members] == wanted.get("members", [])
    assert {path: place(schema, path) for path in wanted.get("places", ())} == wanted.get("places", {})
