"""An entry says when it breaks clients, and cannot call that non-breaking."""

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from docgen.check import check
from docgen.entries.endings import breaking_days, breaks_on
from docgen.load.project import load
from docgen.prove import prove
from tests.cases import load_yaml

HERE = Path(__file__).parent
SAMPLE = HERE.parent / "check" / "sample"
CASES: list[dict[str, Any]] = load_yaml((HERE / "breaking.yaml").read_text(encoding="utf-8"))
FILES = {
    "rules": "redirects/parts.yaml",
    "entry": "changelog/2026-01-15/widgets.yaml",
    "spec": "changelog/2026-01-15/api-spec.json",
}
NOW = datetime(2026, 10, 1, tzinfo=UTC)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_the_days_on_which_an_entry_breaks_clients(case: dict[str, Any], tmp_path: Path) -> None:
    shutil.copytree(SAMPLE, tmp_path, dirs_exist_ok=True)
    for part, name in FILES.items():
        text = (tmp_path / name).read_text(encoding="utf-8")
        for old, new in case.get(part, {}).items():
            assert old in text
            text = text.replace(old, new, 1)
        (tmp_path / name).write_text(text, encoding="utf-8")
    project, findings = load(tmp_path, NOW)
    assert project is not None
    assert project.complete, findings
    entry = next(entry for entry in project.entries if entry.slug == "widgets")
    assert list(breaking_days(project, entry)) == case["days"]
    assert breaks_on(project, entry) == next(iter(case["days"]), None)
    found = [finding for finding in check(project, prove(project)) if finding.id != "stale-output"]
    assert sorted({finding.id for finding in found}) == case.get("ids", [])
    assert any(case.get("says", "") in finding.message for finding in found) or not found
