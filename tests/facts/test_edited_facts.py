"""A text that readers see is read wherever it stands: what is true there stays without a finding, and a lie has one."""

from pathlib import Path
from typing import Any

import pytest

from tests.cases import load_yaml
from tests.facts.test_lies import facts_of

EDITS: list[dict[str, Any]] = load_yaml(Path(__file__).with_name("edits.yaml").read_text(encoding="utf-8"))
pytestmark = pytest.mark.slow  # each edit is of the whole project


@pytest.mark.parametrize("case", EDITS, ids=lambda case: str(case["new"])[:60])
def test_what_an_edited_text_states(case: dict[str, Any], aurous: Path) -> None:
    path = aurous / case["file"]
    before = path.read_text(encoding="utf-8")
    assert case["old"] in before, "the text has changed: write the case anew"
    path.write_text(before.replace(case["old"], case["new"], 1), encoding="utf-8")
    try:
        found = [fact for fact in facts_of(aurous) if fact.state in ("unbound", "contradicted")]
    finally:
        path.write_text(before, encoding="utf-8")
    assert sorted(fact.text for fact in found) == sorted(case.get("wrong", []))
    lines = before.replace(case["old"], case["new"], 1).split("\n")
    assert all(fact.text in lines[fact.line - 1] for fact in found if " /" not in fact.text), found
