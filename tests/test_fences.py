"""Fenced code is found as the builder finds it, and what is changed outside of it leaves it alone."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from docgen.fences import fences, outside

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "fences.yaml").read_text(encoding="utf-8"))
LINES = [
    "",
    "words",
    "# A heading",
    "- an item",
    "| a |",
    "```json",
    "```",
    "````",
    "~~~",
    "~~~~ http",
    "~~~ `a`",
    "  ```",
    "{}",
]
COMMONMARK = MarkdownIt("commonmark").disable("inline")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_fence_is_found(case: dict[str, Any]) -> None:
    found = [[fence.language, fence.text, fence.line] for fence in fences(case["markdown"])]
    assert found == case["fences"]


@given(st.lists(st.sampled_from(LINES)).filter(lambda lines: "  ```" not in lines or "- an item" not in lines))
def test_at_the_margin_it_is_what_commonmark_says(lines: list[str]) -> None:
    """In a list CommonMark ends a fence with its item, which no builder of these pages does."""
    text = "".join(f"{line}\n" for line in lines)
    tokens = [token for token in COMMONMARK.parse(text) if token.type == "fence" and token.map]
    told = [(token.info.strip(), token.content, token.map[0]) for token in tokens if token.map]
    assert [(fence.language, fence.text, fence.line) for fence in fences(text)] == told


@given(st.lists(st.sampled_from([*LINES, "> ```", "    ```", "\t~~~"])).map("\n".join))
def test_only_what_is_outside_changes(text: str) -> None:
    found = fences(text)
    assert outside(text, lambda part: part) == text
    assert outside(text, lambda _: "") == "".join(text[fence.start : fence.end] for fence in found)
    assert [text.count("\n", 0, fence.start) for fence in found] == [fence.line for fence in found]
    assert all(one.lines.stop <= other.lines.start for one, other in pairwise(found))
