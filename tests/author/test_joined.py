"""Which groups of changes are one draft, since one of them covers what breaks in the other; cases in joined.yaml."""

from pathlib import Path
from typing import Any

import pytest

from docgen.openapi.spec import Spec
from docgen.positions.source import Source
from tests.author.vendor import complaints, drafted_project
from tests.cases import load_yaml

CASES = load_yaml(Path(__file__).with_name("joined.yaml").read_text(encoding="utf-8"))


def contract(side: str, schemas: dict[str, Any], responses: dict[str, Any]) -> Spec:
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": {"/a": {"get": {"responses": {"200": {"description": "A", "content": content}, **responses}}}},
        "components": {"schemas": schemas},
    }
    return Spec(Source(f"{side}.json", "{}"), document)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_an_entry_has_one_impact(case: dict[str, Any]) -> None:
    project = drafted_project(contract("old", case["old"], {}), contract("new", case["new"], case.get("responses", {})))
    assert {entry.slug: entry.text.impact for entry in project.entries} == case["drafts"]
    assert complaints(project) == []
