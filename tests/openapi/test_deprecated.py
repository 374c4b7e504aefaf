"""The parts of a contract that can be marked as deprecated are found at their places, with their marks and sunsets."""

from pathlib import Path
from typing import Any

import pytest

from docgen.openapi.deprecated import Part, deprecated_parts, parts
from docgen.openapi.pointers import json_pointer
from docgen.openapi.spec import Spec
from docgen.positions.source import Source
from tests.cases import load_yaml

CASES: list[dict[str, Any]] = load_yaml(Path(__file__).with_name("deprecated.yaml").read_text(encoding="utf-8"))


def shown(part: Part) -> dict[str, Any]:
    """A part as the cases write it."""
    sunset = {"sunset": part.sunset, "unreadable": part.unreadable, "by_example": part.by_example}
    found = {"deprecated": part.is_deprecated, **sunset}
    return {"is": f"{part.kind} {json_pointer(part.pointer)}"} | {key: value for key, value in found.items() if value}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_the_parts_that_can_be_deprecated(case: dict[str, Any]) -> None:
    document = {key: case[key] for key in ("paths", "webhooks", "components") if key in case}
    spec = Spec(Source("api.json", ""), document)
    marked = deprecated_parts(spec)
    assert [part.selector for part in marked] == case["marked"]
    assert all(part in parts(spec, part.selector) for part in marked)
    for selector, wanted in case["parts"].items():
        found = parts(spec, selector)
        assert [shown(part) for part in found] == wanted, selector
        assert {part.selector for part in found} <= {selector}
