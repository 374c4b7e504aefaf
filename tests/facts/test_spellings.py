"""Dates, durations, counts and limits are read in any spelling; what is none of them is left alone."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.facts.test_lies import facts_of

SPELLINGS: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("spellings.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", SPELLINGS, ids=lambda case: str(case["text"])[:60])
def test_what_a_sentence_states_however_it_is_spelt(case: dict[str, Any], aurous: Path) -> None:
    page = aurous / "docs" / "guides" / "spelt.md"
    page.write_text(f"# Spelt\n\n{case['text']}\n", encoding="utf-8")
    try:
        found = facts_of(aurous)
    finally:
        page.unlink()
    wrong = [fact.text for fact in found if fact.state in ("unbound", "contradicted")]
    assert sorted(wrong) == sorted(case.get("wrong", []))
