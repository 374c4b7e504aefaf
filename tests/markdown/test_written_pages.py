"""What a page says of itself, and where it links: read in one place for the check, the pages and the twins."""

from pathlib import Path
from typing import Any

import pytest

from docgen.markdown.fences import links, rewrite_links, title
from docgen.markdown.front_matter import split, text_values
from tests.cases import load_yaml

HERE = Path(__file__).parent
PAGES: list[dict[str, Any]] = load_yaml((HERE / "written_pages.yaml").read_text(encoding="utf-8"))
LINKS: list[dict[str, Any]] = load_yaml((HERE / "links.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", PAGES, ids=lambda case: case["name"])
def test_front_matter_is_read_as_yaml(case: dict[str, Any]) -> None:
    page = split(case["page"])
    assert {key: value for key, value in text_values(page.yaml).items() if key != "hide"} == case["texts"]
    assert (title(case["page"]), page.body) == (case["title"], case["body"])


@pytest.mark.parametrize("case", PAGES, ids=lambda case: case["name"])
def test_the_body_begins_on_the_line_that_is_said(case: dict[str, Any]) -> None:
    page = split(case["page"])
    assert page.head + page.body == case["page"]
    assert "\n".join(case["page"].split("\n")[page.first_line - 1 :]) == page.body


@pytest.mark.parametrize("case", LINKS, ids=lambda case: case["markdown"])
def test_a_link_is_found_outside_of_code(case: dict[str, Any]) -> None:
    assert [[link.line, link.column, link.address] for link in links(case["markdown"])] == case["links"]
    assert rewrite_links(case["markdown"], lambda address: f"<{address}>") == case["now"]
