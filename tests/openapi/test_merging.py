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


def test_a_schema_is_the_same_whoever_was_merged_before() -> None:
    """Each schema of a chain into a circle, and of the circle, alone and after all others."""
    refs = {index: {"$ref": f"#/components/schemas/C{index}"} for index in range(6)}
    parts = [(1,), (2, 3), (3,), (4,), (2, 5), ()]
    schemas = {
        f"C{index}": {"title": str(index), "pattern": f"^{index}", "allOf": [refs[inner] for inner in listed]}
        for index, listed in enumerate(parts)
    }
    spec = Spec(Source("api.json", ""), {"openapi": "3.1.0", "components": {"schemas": schemas}})
    together = Resolver(spec)
    for node in reversed(together.schemas().values()):
        merged(together, node)
    for node in together.schemas().values():
        assert merged(together, node) == merged(Resolver(spec), node)
