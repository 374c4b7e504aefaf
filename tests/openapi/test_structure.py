"""The kind of an object follows from its place in the document, whatever the keys on the way are called."""

from pathlib import Path
from typing import Any

import pytest

from docgen.openapi.examples import examples
from docgen.openapi.pointers import parse_pointer
from docgen.openapi.spec import Spec
from docgen.openapi.structure import kind_below, parts, references_in
from docgen.positions.source import Source
from tests.cases import load_yaml

KINDS: dict[str, str | None] = load_yaml(Path(__file__).with_name("kinds.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("pointer", KINDS)
def test_the_kind_follows_from_the_place(pointer: str) -> None:
    kind: str | None = "document"
    for key in parse_pointer(pointer):
        kind = kind_below(kind, str(key) if isinstance(key, int) and kind[0] != "[" else key) if kind else None
    assert kind == KINDS[pointer]


def test_parts_come_in_the_order_of_the_document_without_data() -> None:
    document: dict[str, Any] = {
        "paths": {"/a": {"get": {"tags": ["a"], "x-a": {"schema": {}}}}},
        "components": {"schemas": {"A": {"allOf": [{}, {"example": {"properties": {}}}], "default": {}}}},
    }
    assert [(".".join(map(str, part.pointer)), part.kind) for part in parts(document)] == [
        ("", "document"),
        ("paths", "paths"),
        ("paths./a", "pathItem"),
        ("paths./a.get", "operation"),
        ("components", "components"),
        ("components.schemas", "{schema}"),
        ("components.schemas.A", "schema"),
        ("components.schemas.A.allOf", "[schema]"),
        ("components.schemas.A.allOf.0", "schema"),
        ("components.schemas.A.allOf.1", "schema"),
    ]


def test_the_references_of_a_document_are_none_of_its_data() -> None:
    schemas = {"A": {"items": {"$ref": "#/a"}, "allOf": [{"$ref": "#/b"}], "default": {"items": {"$ref": "#/c"}}}}
    document = {"components": {"schemas": schemas}}
    place = ("components", "schemas", "A")
    assert list(references_in(document)) == [
        ("#/a", (*place, "items", "$ref")),
        ("#/b", (*place, "allOf", 0, "$ref")),
    ]


def test_a_property_called_schema_beside_one_called_example_is_no_example() -> None:
    fields = {"schema": {"type": "string"}, "example": {"type": "string", "example": "a"}}
    document = {"openapi": "3.1.0", "components": {"schemas": {"Field": {"type": "object", "properties": fields}}}}
    (found,) = examples(Spec(Source("api.json", ""), document))
    assert (found.value, found.pointer[-2:]) == ("a", ("example", "example"))
