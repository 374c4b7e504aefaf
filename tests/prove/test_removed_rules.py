"""A rule that was removed from the edge kept its promise from the instant of its sunset on, and not before."""

from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from docgen.author.rules import refuse_removal
from docgen.check.redirect_calendar import sunset_moved_earlier, sunset_passed
from docgen.errors import UsageError
from docgen.load.project import load
from docgen.model.project import Base, Project
from docgen.prove import prove
from tests.cases import load_yaml
from tests.prove.test_claims import project_with

CASES: list[dict[str, Any]] = load_yaml(Path(__file__).with_name("removals.yaml").read_text("utf-8"))


def removed(root: Path, case: dict[str, Any]) -> Project:
    until = {"sunset": case["until"]} if "until" in case else {}
    project_with(root, [{"redirect": {"rule": "parts", "status": "308", **until}}])
    rules = root / "redirects/parts.yaml"
    text = rules.read_text(encoding="utf-8")
    sunset = f"    sunset: {case['sunset']}\n" if "sunset" in case else ""
    text = text.replace("    sunset: 2026-12-01T00:00:00Z\n", sunset) + f"    removed: {case['removed']}\n"
    text = text if sunset else text.replace("    after: {status: 404, error: not_found}\n", "")
    rules.write_text(text, encoding="utf-8")
    project, findings = load(root, datetime.fromisoformat(case["now"]))
    assert project is not None
    assert project.complete, findings
    return project


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_a_removed_rule_kept_its_promise_or_the_claim_is_refuted(case: dict[str, Any], tmp_path: Path) -> None:
    [proof] = [proof for proof in prove(removed(tmp_path, case)) if proof.kind == "redirect"]
    assert proof.status == ("proved" if case["kept"] else "refuted")
    if case["kept"]:
        assert "simulation" not in proof.against  # no edge serves it, so nothing is simulated
    else:
        assert f"the rule has `removed: {case['removed']}`, so no edge serves it" in proof.message


@pytest.mark.parametrize("case", [case for case in CASES if "until" in case], ids=lambda case: case["title"])
def test_a_rule_that_ended_before_a_published_sunset_is_found(case: dict[str, Any], tmp_path: Path) -> None:
    project = removed(tmp_path, case)
    base = Base("main", project.pins, project.entries)
    found = [finding.message for finding in sunset_moved_earlier.function(project, base)]
    assert [message.rpartition(" ")[2] for message in found] == ([case["ended"]] if "ended" in case else [])


@pytest.mark.parametrize(("now", "passed"), [("2026-11-30T23:59:59+00:00", False), ("2026-12-01T00:00:00+00:00", True)])
def test_a_rule_can_be_removed_from_the_second_of_its_sunset_on(now: str, passed: bool, tmp_path: Path) -> None:
    project = project_with(tmp_path, [])
    project = msgspec.structs.replace(project, now=datetime.fromisoformat(now))
    rules = [rule for rule in project.redirects if rule.id == "parts"]
    assert bool(list(sunset_passed.function(project))) == passed
    with nullcontext() if passed else pytest.raises(UsageError, match="promised until 2026-12-01T00:00:00Z"):
        refuse_removal(rules, project.epoch)
