"""A template of docgen is HTML on a page and Markdown in its twin; a value stays text in both."""

from pathlib import Path

import pytest
from jinja2 import Environment
from markupsafe import Markup

from docgen.markdown import escape
from docgen.render.page import environment
from docgen.render.twins.template_to_markdown import Marks
from tests.cases import load_yaml

CASES = load_yaml((Path(__file__).parent / "marks.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def twins() -> Environment:
    made = environment({"text": escape.text})
    made.add_extension(Marks)
    made.globals |= {"twin": True, "link": lambda url: Markup(f"https://example.com/{url}"), "words": ["a", "b"]}  # noqa: S704
    return made


@pytest.mark.parametrize("case", CASES, ids=[case["is"] for case in CASES])
def test_an_element_of_a_page_is_its_mark_in_the_twin(twins: Environment, case: dict[str, str]) -> None:
    assert twins.from_string(case["page"]).render().strip() == case["twin"]


def test_tags_within_a_value_are_text_and_no_marks(twins: Environment) -> None:
    found = twins.from_string("<p>{{ value }}</p>").render(value="<li>a</li> <a href='#x'>b</a>")
    assert found.strip() == str(escape.text("<li>a</li> <a href='#x'>b</a>"))
