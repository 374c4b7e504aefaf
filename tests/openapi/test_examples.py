"""The examples of a contract are found where OpenAPI keeps them, and in them the values of a schema."""

import json
from pathlib import Path
from typing import Any

import pytest

from docgen.openapi.examples import envelope, examples, occurrences, response_examples
from docgen.openapi.pointers import json_pointer
from docgen.openapi.resolver import Resolver
from docgen.openapi.spec import Spec
from docgen.positions.source import Source
from tests.cases import load_yaml

CASES: list[dict[str, Any]] = load_yaml(Path(__file__).with_name("examples.yaml").read_text(encoding="utf-8"))


def values(spec: Spec, *, whole: bool) -> list[str]:
    """The pointers of the values that the component `Target` describes."""
    resolver, target = Resolver(spec), spec.schemas().get("Target", {})
    found = [each for example in examples(spec) for each in occurrences(resolver, example, {id(target)}, whole=whole)]
    assert all(spec.at(pointer) == value for value, pointer in found)
    return [json_pointer(pointer) for _, pointer in found]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_the_examples_of_a_contract(case: dict[str, Any]) -> None:
    spec = Spec(Source("api.json", ""), {key: case[key] for key in ("paths", "components") if key in case})
    bodies = [f"{each.operation.name} {each.status} {json.dumps(each.value)}" for each in response_examples(spec)]
    assert bodies == case.get("bodies", [])
    assert values(spec, whole=False) == case.get("values", [])
    assert values(spec, whole=True) == case.get("alone", [])
    for field, wanted in case.get("envelopes", {}).items():
        assert envelope(spec, *field.split(" ")) == wanted, field
    assert envelope(spec, None, "lost") is None
