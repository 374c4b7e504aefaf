"""What a project accepts is shown as it says, where it says, until its day; and nothing beside that."""

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from docgen.check import RULES, check
from docgen.differ.ids import known_change_ids
from docgen.differ.project import changes
from docgen.facts import facts
from docgen.load.project import load
from docgen.model.finding import Finding
from docgen.prove import prove
from tests.cases import load_yaml
from tests.check.test_edits_of_sample import sentences
from tests.conftest import accept

HERE = Path(__file__).parent
DATA: dict[str, Any] = load_yaml((HERE / "accepted.yaml").read_text(encoding="utf-8"))


def short(finding: Finding) -> str:
    marks = ("+" if finding.accepted else "") + ("@" if finding.trigger == "calendar" else "")
    return f"{marks}{finding.severity.value} {finding.id} {finding.line}"


@pytest.mark.parametrize("case", DATA["cases"], ids=lambda case: case["title"])
def test_a_finding_is_accepted_only_as_written(case: dict[str, Any], tmp_path: Path) -> None:
    shutil.copytree(HERE / "sample", tmp_path, dirs_exist_ok=True)
    for edit in (DATA["edits"][name] for name in case.get("bad", ())):
        path = tmp_path / edit["file"]
        text = path.read_text(encoding="utf-8")
        assert text.count(edit["was"]) == 1
        path.write_text(text.replace(edit["was"], edit["is"]), encoding="utf-8")
    if "accept" in case:
        accept(tmp_path, *(f"{entry}, why: a test, who: us" for entry in case["accept"]))
    now = datetime.fromisoformat(str(case.get("now", "2026-10-01"))).replace(tzinfo=UTC)
    project, read = load(tmp_path, now)
    assert project is not None
    assert project.complete, read
    found = [
        one
        for one in check(project, prove(project), changes(project), read, facts=facts(project))
        if one.id != "stale-output"
    ]
    assert [short(one) for one in found] == case["found"], found
    assert case.get("says") in (None, *sentences(found))


def test_no_rule_has_the_id_of_a_change() -> None:
    assert {rule.id for rule in RULES} & set(known_change_ids()) == set()
