"""A section of a page as a list, for programs that print it."""

from pathlib import Path
from typing import Any

import pytest

from docgen.markdown.commonmark import blocks
from tests.cases import load_yaml

CASES: list[dict[str, Any]] = load_yaml((Path(__file__).parent / "blocks.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["title"] for case in CASES])
def test_a_text_is_cut_into_its_blocks(case: dict[str, Any]) -> None:
    assert list(blocks(case["text"])) == case["blocks"]
