"""Every field that an object can have is found with its place, whatever its schema is put together from."""

from pathlib import Path
from typing import Any

import pytest

from docgen.openapi.object_shape import object_shape
from docgen.openapi.resolver import Resolver
from docgen.openapi.spec import Spec
from docgen.positions.source import Pointer, Source
from tests.cases import load_yaml

CASES: list[dict[str, Any]] = load_yaml(Path(__file__).with_name("object_shape.yaml").read_text(encoding="utf-8"))


def below(pointer: Pointer) -> str:
    """A pointer from the component schemas."""
    assert pointer[:2] == ("components", "schemas")
    return "/".join(map(str, pointer[2:]))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_the_shape_of_an_object(case: dict[str, Any]) -> None:
    spec = Spec(Source("api.json", ""), {"openapi": "3.1.0", "components": {"schemas": case["schemas"]}})
    shape, wanted = object_shape(Resolver(spec), spec.node(("components", "schemas", "A"))), case["shape"]
    assert {name: below(pointer) for name, pointer in shape.properties.items()} == wanted.get("fields", {})
    assert sorted(shape.required) == wanted.get("required", [])
    assert {pattern: below(pointer) for pattern, pointer in shape.patterns.items()} == wanted.get("patterns", {})
    assert list(map(below, shape.open_at)) == wanted.get("open", [])
    assert {type_: below(pointer) for type_, pointer in shape.other_types.items()} == wanted.get("other", {})
    assert shape.is_object is wanted.get("is_object", False)
