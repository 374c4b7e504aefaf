import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from docgen import parse_spec
from docgen.openapi.carriers import carriers

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "carriers.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_the_operations_and_events_that_have_a_part(case: dict[str, Any]) -> None:
    spec = parse_spec(json.dumps(case["document"]), "openapi.json")
    schemas, places = case.get("carriers", {}), case.get("at", {})
    assert {name: [*carriers(spec, ("components", "schemas", name))] for name in schemas} == schemas
    assert {place: [*carriers(spec, pointer(place))] for place in places} == places


def pointer(place: str) -> tuple[str, ...]:
    """The tokens of a place, in which a path begins with a slash of its own."""
    return tuple(token.replace("|", "/") for token in place.replace("//", "/|").split("/"))
