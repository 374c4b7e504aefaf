import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from docgen import parse_spec
from docgen.openapi.carriers import carriers

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "carriers.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_the_operations_and_events_that_have_a_schema(case: dict[str, Any]) -> None:
    spec = parse_spec(json.dumps(case["document"]), "openapi.json")
    found = {name: [*carriers(spec, name)] for name in case["carriers"]}
    assert found == case["carriers"]
