import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from docgen.check import check
from docgen.facts import facts
from docgen.load import load
from docgen.prove import prove

HERE = Path(__file__).parent
CASES: list[dict[str, Any]] = yaml.safe_load((HERE / "edits.yaml").read_text(encoding="utf-8"))
NOW = datetime(2026, 10, 1, tzinfo=UTC)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_edit(case: dict[str, Any], tmp_path: Path) -> None:
    shutil.copytree(HERE / "sample", tmp_path, dirs_exist_ok=True)
    path = tmp_path / case["file"]
    path.parent.mkdir(parents=True, exist_ok=True)
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    for old, new in case["edits"].items():
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    project, findings = load(tmp_path, NOW)
    assert project is not None
    assert project.complete, findings
    found = check(project, prove(project), facts=facts(project, prove(project)))
    others = [finding for finding in found if finding.id != "stale-output"]
    assert sorted({finding.id for finding in others}) == case["ids"], others
    assert any(case.get("says", "") in finding.message for finding in [*others, *found])
    assert any(case.get("stale", "") in finding.message for finding in found)
