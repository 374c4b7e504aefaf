"""History is read apart from the pins with a contract and their entries, and every mistake in its files is found."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from docgen.load.project import load

CASES = yaml.safe_load((Path(__file__).parent / "history_cases.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_history_is_read(case: dict[str, Any], aurous: Path) -> None:
    now = datetime(2026, 6, 1, tzinfo=UTC)
    before, known = load(aurous, now)
    for name, text in case["files"].items():
        path = aurous / "changelog" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    project, findings = load(aurous, now)
    new = [finding for finding in findings if finding not in known]
    expected = case.get("findings", [])
    assert len(new) == len(expected), new
    for finding, words in zip(new, expected, strict=True):
        assert f"{finding.id} {finding.line}:{finding.column} {finding.message}".startswith(words)
    assert project and before
    assert [pin.id for pin in project.history.pins] == case.get("pins", [])
    assert [entry.slug for entry in project.history.entries] == case.get("entries", [])
    assert project.pins == before.pins
    assert [entry for entry in before.entries if entry not in project.entries] == [
        entry for entry in before.entries if entry.slug in re.findall(r"the slug `(.*?)`", repr(new))
    ]
