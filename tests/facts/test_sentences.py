"""What a text states as a page, in a strict text and in a guide; cases in sentences.yaml."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pytest

from docgen.facts.texts.segments import Block, Span, sentences, without_code
from tests.facts.lies import Row
from tests.facts.sentences import Stated, page, read_rows, stated

ROWS: Final = read_rows()


@pytest.fixture(scope="module")
def found(aurous: Path) -> Sequence[Stated]:
    return stated(aurous, [row["text"] for row in ROWS])


@pytest.mark.parametrize("at", range(len(ROWS)), ids=lambda at: str(ROWS[at]["text"])[:60])
def test_what_a_text_states(at: int, found: Sequence[Stated]) -> None:
    row, one = ROWS[at], found[at]
    assert one.row(row) == row
    for is_strict, facts in ((True, one.strict), (False, one.guide)):
        lines = page(row["text"], is_strict=is_strict).split("\n")
        for fact in facts:
            start = re.split(r"\s", fact.text)[0]
            if start in row["text"]:  # markup may stand in a fact, and a phrase for a status
                assert lines[fact.line - 1][fact.column - 1 :].startswith(start), fact
            assert fact.bound_to or (fact.message and fact.hint)


@pytest.mark.parametrize("row", [row for row in ROWS if row.get("so")], ids=lambda row: str(row["text"])[:60])
def test_nothing_contradicts_what_is_so(row: Row) -> None:
    assert not row.get("guide")
    assert not any(fact.startswith("contradicted") for fact in row.get("strict", ()))


def test_a_false_text_is_found_in_a_strict_text() -> None:
    assert all(row.get("strict") for row in ROWS if not row.get("so"))


def test_a_sentence_that_is_too_long_is_not_cut_within_code() -> None:
    for letters in range(22):
        text = "a" * letters + " " + ", ".join(f"`GET /v1/orders/{number}`" for number in range(70)) + "."
        spans = [*sentences(without_code(text), Block(Span(0, len(text)), "", is_row=False))]
        assert len(spans) > 1
        assert [span for span in spans if text[slice(*span)].count("`") % 2] == []
