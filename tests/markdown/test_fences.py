"""Fenced code is found as the builder finds it, and what is changed outside of it leaves it alone."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.markdown.fences import fences, map_outside_fences, open_fence
from tests.cases import load_yaml

CASES: list[dict[str, Any]] = load_yaml((Path(__file__).parent / "fences.yaml").read_text(encoding="utf-8"))
LINES = [
    *("", "words", "# A heading", "- an item", "  more", "    code", "<!--", "-->", "| a |", "{}"),
    *("```json", "```", "````", "~~~", "~~~~ http", "  ```", "  ```json", "    ```", "    ~~~", "- ```json"),
    *("> ```", "> words", ">", "> ~~~ http", "> ~~~", '=== "A tab"', '```json title="x"', "~~~ { .json }"),
]


def of_the_builder(text: str) -> list[tuple[str, str]]:
    """Language and text of each block that superfences make of a page."""
    found: list[tuple[str, str]] = []

    def noted(source: str, language: str | None, *_: object, **__: object) -> str:
        found.append((language or "", source))
        return ""

    fence = {"name": "*", "class": "", "format": noted, "validator": lambda *_, **__: True}
    options = {"pymdownx.superfences": {"custom_fences": [fence]}}
    markdown.Markdown(extensions=["pymdownx.superfences"], extension_configs=options).convert(text)
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_fence_is_found(case: dict[str, Any]) -> None:
    found = [[fence.language, fence.text, fence.line] for fence in fences(case["markdown"])]
    assert found == case["fences"]


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(LINES)).map("\n".join))
def test_it_is_what_the_builder_says(text: str) -> None:
    found = [(fence.language, fence.text.rstrip()) for fence in fences(text)]
    assert found == [(language, source.rstrip()) for language, source in of_the_builder(text)]


@given(st.lists(st.sampled_from([*LINES, "\t~~~", "\t\t{}"])).map("\n".join))
def test_only_what_is_outside_changes(text: str) -> None:
    found = fences(text)
    assert map_outside_fences(text, lambda part: part) == text
    assert map_outside_fences(text, lambda _: "") == "".join(text[fence.start : fence.end] for fence in found)
    assert [text.count("\n", 0, fence.start) for fence in found] == [fence.line for fence in found]
    assert all(one.lines.stop <= other.lines.start for one, other in pairwise(found))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("A\n\n```json\n{}\n", 2),
        ("```http\nGET / HTTP/1.1\n\nText.\n\n```json\n{}\n```\n", 0),
        ("```json\n{}\n````\n", 0),
        ("1. A\n\n    ```sh\n    ls\n```\n", 2),
        ("```json\n{}\n```\n", None),
        ("````md\n```json\n{}\n```\n````\n", None),
        ("~~~md\n```json\n{}\n```\n~~~\n", None),
        ("```\n```\n\n```\n```\n", None),
    ],
)
def test_a_fence_that_nothing_closes_is_found(text: str, line: int | None) -> None:
    assert open_fence(text) == line
