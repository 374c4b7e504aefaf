"""Dates, durations, counts and limits are read in any spelling; what is none of them is left alone."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from docgen.model.fact import Fact
from tests.cases import load_yaml
from tests.facts.test_lies import facts_by_text

SPELLINGS: list[dict[str, Any]] = load_yaml(Path(__file__).with_name("spellings.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def spelt(aurous: Path) -> Callable[[str], list[Fact]]:
    return facts_by_text(aurous, [case["text"] for case in SPELLINGS])


@pytest.mark.parametrize("case", SPELLINGS, ids=lambda case: str(case["text"])[:60])
def test_what_a_sentence_states_however_it_is_spelt(case: dict[str, Any], spelt: Callable[[str], list[Fact]]) -> None:
    wrong = [fact.text for fact in spelt(case["text"]) if fact.state in ("unbound", "contradicted")]
    assert sorted(wrong) == sorted(case.get("wrong", []))
