import shutil
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from docgen.check import check
from docgen.facts import facts
from docgen.load.project import load
from docgen.model.finding import Finding
from docgen.prove import prove
from tests.cases import load_yaml

HERE = Path(__file__).parent
CASES: list[dict[str, Any]] = load_yaml((HERE / "edits.yaml").read_text(encoding="utf-8"))
NOW = datetime(2026, 10, 1, tzinfo=UTC)


def edit(path: Path, pairs: dict[str, str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    for old, new in pairs.items():
        assert old in text, (path, old)
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")


def sentences(findings: Iterable[Finding]) -> list[str]:
    """What a reader sees of each finding beside its place."""
    return [f"{finding.message}; {finding.hint}" for finding in findings]


def positions(findings: Iterable[Finding]) -> list[str]:
    return [f"{finding.path}:{finding.line}:{finding.column}" for finding in findings]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_edit(case: dict[str, Any], tmp_path: Path) -> None:
    shutil.copytree(HERE / "sample", tmp_path, dirs_exist_ok=True)
    for name, pairs in case["edits"].items():
        edit(tmp_path / name, pairs)
    project, findings = load(tmp_path, NOW)
    assert project is not None
    assert project.complete, findings
    found = check(project, prove(project), facts=facts(project))
    others = [finding for finding in found if finding.id != "stale-output"]
    assert sorted({finding.id for finding in others}) == case["ids"], others
    assert case.get("says") in (None, *sentences(found))
    assert set(case.get("at", ())) <= set(positions(found))
