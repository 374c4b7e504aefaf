"""The fields of a schema by their paths: one that is looked for is found at once, and too many are none."""

import json
import time

from docgen.openapi.field_values import Field, field_values
from docgen.openapi.nodes import Node
from docgen.openapi.resolver import Resolver
from docgen.openapi.spec import Spec
from docgen.positions.source import Source

WIDE = {
    "properties": {**{f"f{index}": {"$ref": "#/components/schemas/Wide"} for index in range(30)}, "code": {"const": 7}}
}
DOCUMENT = {"openapi": "3.1.0", "components": {"schemas": {"Wide": WIDE}}}


def fields(only: str | None) -> dict[str, Field]:
    resolver = Resolver(Spec(Source("api.json", json.dumps(DOCUMENT)), DOCUMENT))
    return field_values(resolver, Node({"$ref": "#/components/schemas/Wide"}, ()), only=only)


def test_one_field_is_found_whatever_else_there_is() -> None:
    assert fields("f1.f2.code")["f1.f2.code"] == Field(("7",), nullable=False)


def test_a_schema_with_too_many_fields_has_none_to_guess_from() -> None:
    started = time.perf_counter()
    assert fields(None) == {}
    assert time.perf_counter() - started < 5
