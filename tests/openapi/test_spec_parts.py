"""What a contract says of its operations, servers and events is read where OpenAPI keeps it."""

from pathlib import Path
from typing import Any

import pytest

from docgen.openapi.spec import Spec, path_parameters
from docgen.positions.source import Source
from tests.cases import load_yaml

CASES: list[dict[str, Any]] = load_yaml(Path(__file__).with_name("spec_parts.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_what_a_contract_says(case: dict[str, Any]) -> None:
    spec = Spec(Source("api.json", ""), case["document"])
    operations = spec.operations()
    assert {each.name: list(spec.headers(each)) for each in operations} == case.get("headers", {})
    if "security" in case:
        assert {each.name: list(spec.security(each)) for each in operations} == case["security"]
    assert spec.security_schemes() == case.get("schemes", {})
    assert [server.geturl() for server in spec.servers()] == case.get("servers", [])
    assert list(spec.events()) == case.get("events", [])
    assert list(spec.schemas()) == case.get("schemas", [])


@pytest.mark.parametrize(
    ("path", "names"), [("/a/{b}/{c}", ("b", "c")), ("/a", ()), ("/{}", ("",)), ("/{a{b}}", ("b",))]
)
def test_the_parameters_of_a_path(path: str, names: tuple[str, ...]) -> None:
    assert path_parameters(path) == names


def test_a_parameter_of_an_operation_replaces_that_of_its_path() -> None:
    shared = [{"name": "limit", "in": "query", "required": True}, {"name": "limit", "in": "header"}, {"name": {"a": 1}}]
    own = {"name": "limit", "in": "query"}
    document = {"paths": {"/a": {"parameters": shared, "get": {"parameters": [own]}}}}
    (operation,) = Spec(Source("api.json", ""), document).operations()
    assert [node.value for node in operation.parameters] == [own, *shared[1:]]
