import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from docgen.check import check
from docgen.facts import facts
from docgen.load.project import load
from docgen.prove import prove
from tests.cases import load_yaml

HERE = Path(__file__).parent
CASES: list[dict[str, Any]] = load_yaml((HERE / "circles.yaml").read_text(encoding="utf-8"))
NOW = datetime(2026, 10, 1, tzinfo=UTC)


def ids(root: Path, widget: dict[str, Any]) -> set[str]:
    shutil.copytree(HERE / "sample", root, dirs_exist_ok=True)
    path = root / "changelog/2026-01-15/api-spec.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    document["components"]["schemas"]["Widget"] = widget
    path.write_text(json.dumps(document), encoding="utf-8")
    project, _ = load(root, NOW)
    assert project is not None
    return {finding.id for finding in check(project, prove(project), facts=facts(project))}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_it_ends_with_a_finding(case: dict[str, Any], tmp_path: Path) -> None:
    assert case["finding"] in ids(tmp_path, case["widget"])


def test_a_schema_that_holds_itself_in_a_property_is_fine(tmp_path: Path) -> None:
    child = {"$ref": "#/components/schemas/Widget"}
    status = {"type": "string", "enum": ["making", "ready", "lost"]}
    properties = {"id": {"type": "string"}, "status": status, "parent": child}
    found = ids(tmp_path, {"type": "object", "required": ["id", "status"], "properties": properties})
    assert found == {"field-present", "stale-output"}


@pytest.mark.parametrize("path", ["/widgets/}", "/widgets/{", "/widgets/{a!}"])
def test_a_path_with_half_of_a_pair_of_braces_is_a_finding(path: str, tmp_path: Path) -> None:
    shutil.copytree(HERE / "sample", tmp_path, dirs_exist_ok=True)
    spec = tmp_path / "changelog/2026-01-15/api-spec.json"
    document = json.loads(spec.read_text(encoding="utf-8"))
    document["paths"][path] = {"get": {"responses": {"200": {"description": "OK"}}}}
    spec.write_text(json.dumps(document), encoding="utf-8")
    project, _ = load(tmp_path, NOW)
    assert project is not None
    assert "spec-invalid" in {finding.id for finding in check(project, prove(project), facts=facts(project))}
