"""The index of errors shows the body that the differ compares: `allOf` merged, and values as JSON has them."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from docgen.load.project import load
from docgen.model.analysis import Analysis
from docgen.model.files import Files
from docgen.model.project import Project
from docgen.render import render
from tests.cases import load_yaml

HARBOUR = Path(__file__).parents[1] / "other" / "harbour"
CASES: list[dict[str, Any]] = load_yaml(Path(__file__).with_name("error_bodies.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def harbour() -> Project:
    project, findings = load(HARBOUR, datetime(2026, 8, 1, tzinfo=UTC))
    assert project is not None
    assert findings == ()
    return project


def with_schemas(project: Project, schemas: dict[str, Any]) -> Files:
    """The pages with schemas put into the newest contract."""
    *before, pin = project.pins
    spec = pin.spec
    assert spec is not None
    components = {**spec.document["components"], "schemas": {**spec.document["components"]["schemas"], **schemas}}
    document = {**spec.document, "openapi": "3.1.0", "components": components}
    changed = msgspec.structs.replace(pin, spec=msgspec.structs.replace(spec, document=document, refs={}))
    return render(Analysis(msgspec.structs.replace(project, pins=(*before, changed))))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["about"])
def test_the_body_of_an_error_is_what_its_schema_demands(case: dict[str, Any], harbour: Project) -> None:
    twin = str(with_schemas(harbour, case["schemas"])["errors/index.md.txt"])
    shown = twin.partition("## Error body")[2].partition("\n## ")[0].split("\n")
    assert {f"- {field}" for field in case["fields"]} <= set(shown)
