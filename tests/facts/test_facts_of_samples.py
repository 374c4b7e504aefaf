"""What a sample states in any language: its request, what it reads of the answer, and values that fit together."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest

from docgen.facts.knowledge.scope import Scope, Vocabularies
from docgen.facts.reader import Reader
from docgen.facts.texts.passages import Passage
from docgen.load import load
from docgen.positions.source import Source
from tests.cases import load_yaml
from tests.conftest import REPOSITORY

SAMPLES: Final[list[dict[str, Any]]] = load_yaml(Path(__file__).with_name("samples.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def scope() -> Scope:
    project, _ = load(REPOSITORY, datetime(2026, 6, 1, tzinfo=UTC))
    assert project is not None
    return Scope(Vocabularies(project), None)


@pytest.mark.parametrize("case", SAMPLES, ids=lambda case: case["sample"])
def test_what_a_sample_states(case: dict[str, Any], scope: Scope) -> None:
    text = case["text"]
    passage = Passage(Source("docs/guides/x.md", text), text, scope.project.current, first_line=1)
    wrong = [(found, verdict) for found, verdict in Reader(passage, scope).facts() if verdict.state != "bound"]
    assert [f"{verdict.state} {found.text}" for found, verdict in wrong] == case.get("wrong", [])
    assert all(verdict.message and verdict.hint for _, verdict in wrong)
    assert all(text[found.start : found.end] == found.text for found, _ in wrong)
