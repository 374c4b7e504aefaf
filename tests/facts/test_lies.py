"""A text that is made false is found, wherever it stands; the texts as they are have no such fact."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from docgen.facts import facts
from docgen.load import load
from docgen.model.fact import Fact
from docgen.prove import prove
from tests.cases import load_yaml

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
LIES: list[dict[str, Any]] = load_yaml((HERE / "lies.yaml").read_text(encoding="utf-8"))
SENTENCES: list[dict[str, Any]] = load_yaml((HERE / "sentences.yaml").read_text(encoding="utf-8"))
SAMPLES = {"aurous": ROOT, "harbour": ROOT / "tests/other/harbour", "widgets": ROOT / "tests/check/sample"}
NOW = datetime(2026, 6, 1, tzinfo=UTC)


def facts_of(root: Path) -> tuple[Fact, ...]:
    project, findings = load(root, NOW)
    assert project is not None
    assert project.complete, findings
    return facts(project, prove(project))


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_fact_of_the_samples_is_bound(sample: str) -> None:
    found = facts_of(SAMPLES[sample])
    assert found
    assert [fact for fact in found if fact.state not in ("bound", "unchecked")] == []
    assert all(fact.bound_to for fact in found)


@pytest.mark.slow
@pytest.mark.parametrize("case", LIES, ids=lambda case: case["lie"])
def test_a_lie_is_found_at_its_line(case: dict[str, Any], aurous: Path) -> None:
    path = aurous / case["file"]
    before = path.read_text(encoding="utf-8")
    assert case["old"] in before, "the text has changed: write the case anew"
    edited = (
        before.replace(case["old"], case["new"]) if case.get("all") else before.replace(case["old"], case["new"], 1)
    )
    path.write_text(edited, encoding="utf-8")
    try:
        found = [fact for fact in facts_of(aurous) if fact.state in ("unbound", "contradicted")]
    finally:
        path.write_text(before, encoding="utf-8")
    assert {fact.source.path for fact in found} == {case["file"]}
    first = next(index for index, line in enumerate(edited.split("\n"), 1) if line not in before.split("\n"))
    assert any(abs(fact.line - first) <= edited.count("\n") - before.count("\n") + 12 for fact in found), found
    assert all(fact.message and fact.hint for fact in found)


@pytest.fixture(scope="module")
def stated(aurous: Path) -> Callable[[str], list[Fact]]:
    """The facts of a page by its text: all pages are read in one run, since each run reads the whole project."""
    return facts_by_text(aurous, [case["text"] for case in SENTENCES])


def facts_by_text(root: Path, texts: Sequence[str]) -> Callable[[str], list[Fact]]:
    """What is found in each of several texts where each is a page of its own."""
    pages = {text: f"docs/guides/stated-{number}.md" for number, text in enumerate(texts)}
    for text, page in pages.items():
        (root / page).write_text(page_text(text), encoding="utf-8")
    try:
        found = facts_of(root)
    finally:
        for page in pages.values():
            (root / page).unlink()
    return lambda text: [fact for fact in found if fact.source.path == pages[text]]


@pytest.mark.parametrize("case", SENTENCES, ids=lambda case: str(case["text"])[:60])
def test_what_a_sentence_states(case: dict[str, Any], stated: Callable[[str], list[Fact]]) -> None:
    found = stated(case["text"])
    wrong = [fact for fact in found if fact.state != "bound"]
    assert [f"{fact.state} {fact.text}" for fact in wrong] == case.get("wrong", [])
    assert [fact.text for fact in found if fact.state == "bound"] == case.get("bound", [])
    lines = page_text(case["text"]).split("\n")
    for fact in found:
        assert lines[fact.line - 1][fact.column - 1 :].startswith(re.split(r"\s", fact.text)[0]), fact


def page_text(text: str) -> str:
    return f"# Stated\n\n{text}\n"
