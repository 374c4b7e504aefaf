"""An event has the name that is sent, wherever its payload says it, and the key of its webhook otherwise."""

from pathlib import Path
from typing import Any

import pytest

from docgen.openapi.selectors import find
from docgen.openapi.spec import Spec
from docgen.positions.source import Source
from tests.cases import load_yaml

CASES: list[dict[str, Any]] = load_yaml(Path(__file__).with_name("event_names.yaml").read_text(encoding="utf-8"))


def webhook(schema: object) -> dict[str, Any]:
    return {"post": {"requestBody": {"content": {"application/json": {"schema": schema}}}, "responses": {}}}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_names_on_the_wire(case: dict[str, Any]) -> None:
    webhooks = {key: webhook(schema) for key, schema in case["webhooks"].items()}
    for key, listed in case.get("examples", {}).items():
        examples = {str(number): {"value": example} for number, example in enumerate(listed)}
        webhooks[key]["post"]["requestBody"]["content"]["application/json"]["examples"] = examples
    for key, schema in case.get("headers", {}).items():
        webhooks[key]["post"]["parameters"] = [{"name": "X-Event", "in": "header", "schema": schema}]
    document = {"openapi": "3.1.0", "webhooks": webhooks, "components": {"schemas": case.get("schemas", {})}}
    spec = Spec(Source("api.json", ""), document, event_name=case.get("setting", ""))
    assert dict(spec.event_keys()) == case["names"]
    assert [*spec.event_keys()] == [*case["names"]], "in the order of the document"
    for name, key in case["names"].items():
        assert find(spec, f"event {name}") == ("webhooks", key)
        assert spec.webhook(name).value is webhooks[key]
        assert key == name or find(spec, f"event {key}") is None


@pytest.mark.parametrize(
    "webhooks", [None, [], "text", {"a": None}, {"a": {"post": {"requestBody": 1}}}, {"a": {"post": 3}}]
)
def test_what_is_not_openapi_ends_in_keys(webhooks: object) -> None:
    spec = Spec(Source("api.json", ""), {"openapi": "3.1.0", "webhooks": webhooks})
    assert spec.events() == (("a",) if isinstance(webhooks, dict) else ())


@pytest.mark.parametrize(
    ("document", "read"),
    [
        ({"x-webhooks": {"sold": webhook({})}}, True),
        ({"x-webhooks": {"sold": {"$ref": "#/components/x-items/sold"}, "plain": {}}, "webhooks": {}}, True),
        ({"x-webhooks": {"sold": webhook({})}, "webhooks": {"made": webhook({})}}, False),
        ({"x-webhooks": {"sold": {"url": "https://example.com"}}}, False),
        ({"x-webhooks": {"sold": webhook({}), "enabled": True}}, False),
        ({"x-webhooks": [webhook({})]}, False),
        ({"x-webhooks": True}, False),
        ({"x-webhooks": {}}, False),
    ],
)
def test_the_extension_of_openapi_3_0_is_read_where_it_has_path_items(document: dict[str, Any], read: bool) -> None:
    spec = Spec(Source("api.json", ""), {"openapi": "3.0.3", **document})
    events = tuple(document["x-webhooks"]) if read else tuple(document.get("webhooks", ()))
    assert spec.events() == events
    assert [spec.webhook(event).pointer[0] for event in events] == ["x-webhooks" if read else "webhooks"] * len(events)


def test_schemas_that_double_at_each_level_take_no_time() -> None:
    twice = {f"S{n}": {"allOf": [{"$ref": f"#/components/schemas/S{n + 1}"}] * 2} for n in range(18)}
    schemas = {**twice, "S18": {"properties": {"type": {"const": "x"}}}}
    document = {"webhooks": {"a": webhook({"$ref": "#/components/schemas/S0"})}, "components": {"schemas": schemas}}
    assert Spec(Source("api.json", ""), document).events() == ("x",)
