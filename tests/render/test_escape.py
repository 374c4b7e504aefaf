"""Hostile text stays text, whatever Markdown extensions a site has switched on."""

import re
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import markdown
import pytest
from markdown_it import MarkdownIt
from markupsafe import Markup

from docgen.markdown.safe_html import VOID
from docgen.render import escape
from docgen.render.article import article
from docgen.render.twins.description_to_markdown import prose
from tests.cases import load_yaml

HOSTILE = load_yaml((Path(__file__).parent / "hostile.yaml").read_text(encoding="utf-8"))
SAFE = load_yaml((Path(__file__).parent / "descriptions.yaml").read_text(encoding="utf-8"))
commonmark = MarkdownIt("commonmark").parse
EXTENSIONS = [
    "abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "meta", "tables", "toc",
    "pymdownx.betterem", "pymdownx.caret", "pymdownx.details", "pymdownx.emoji", "pymdownx.highlight",
    "pymdownx.magiclink", "pymdownx.mark", "pymdownx.superfences", "pymdownx.tabbed", "pymdownx.tasklist",
    "pymdownx.tilde",
]  # fmt: skip
SAFE_ATTRIBUTES = {"class", "href", "id", "start", "title", "colspan", "rowspan", "aria-level", "data-md-color-scheme"}


class Tags(HTMLParser):
    """The elements, the attributes and the text of a fragment."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.open += [tag] if tag not in VOID else []
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert tag in VOID or self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def rendered(source: str) -> Tags:
    return Tags(markdown.markdown(source, extensions=EXTENSIONS))


def one_line(raw: str) -> str:
    return " ".join(escape.visible(raw).split())


@pytest.mark.parametrize("raw", HOSTILE)
def test_text_is_read_as_it_was_written(raw: str) -> None:
    seen = rendered(f"Before {escape.text(raw)} after")
    assert seen.tags == ["p"]
    assert seen.text == f"Before {one_line(raw)} after"


@pytest.mark.parametrize("raw", HOSTILE)
def test_code_is_one_element_with_the_text(raw: str) -> None:
    seen = rendered(f"Before {escape.code(raw)} after")
    assert seen.tags == ["p", "code"]
    assert seen.text == f"Before {one_line(raw)} after"


@pytest.mark.parametrize("raw", HOSTILE)
def test_text_cannot_leave_an_attribute(raw: str) -> None:
    seen = Tags(f'<p title="{escape.text(raw)}">x</p>')
    assert seen.attributes == [("title", one_line(raw))]


@pytest.mark.parametrize("raw", HOSTILE)
def test_words_have_no_element_but_code(raw: str) -> None:
    assert set(rendered(f"Before {escape.inline(raw)} after").tags) <= {"p", "code"}


@pytest.mark.parametrize("raw", HOSTILE)
def test_a_brief_description_has_words_and_code(raw: str) -> None:
    seen = rendered(f"Before {escape.brief(raw)} after")
    assert set(seen.tags) <= {"p", "code"}
    assert seen.attributes == []
    assert seen.text.startswith("Before ") and seen.text.endswith(" after")


@pytest.mark.parametrize("raw", HOSTILE)
def test_prose_is_one_block_of_raw_html(raw: str) -> None:
    """Without an empty line, which would end it, and without the marks of fences, templates and attribute lists."""
    assert not re.search(r"\n[ \t]*\n|[`~{}]", escape.prose(raw))
    assert [token.type for token in commonmark(f"Before\n\n{escape.prose(raw)}\n\nAfter")][3:4] == ["html_block"]


@pytest.mark.parametrize("raw", HOSTILE)
def test_prose_leaves_no_element_open(raw: str) -> None:
    tags = Tags(escape.prose(raw))
    assert tags.open == []
    assert Counter(tags.tags)["div"] == escape.prose(raw).count("</div>")


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["<ul><li>", "<div>", "<b>", "<table><tr><td>", "<p><i>"])
def test_what_nests_without_end_is_text(unit: str) -> None:
    """Readers of the tree recurse, and lists in each other take the square of their number."""
    raw = unit * 40_000 + "x</b></i>"
    for shown in (escape.prose, escape.brief, prose):
        assert "x" in str(shown(raw))


@pytest.mark.parametrize("case", SAFE, ids=lambda case: case["title"])
def test_a_description_of_a_contract_is_shown_as_its_writer_meant_it(case: dict[str, str]) -> None:
    """The safe part of HTML is HTML; what only looks like it is text, and nothing is lost."""
    html = str(escape.prose(case["text"])).removeprefix('<div class="dg-prose">\n').removesuffix("</div>")
    assert " ".join(html.split()) == case["html"]
    assert escape.brief(case["text"]) == case.get("brief", escape.brief(case["text"]))
    assert escape.plain(case["text"]) == case["plain"]
    assert str(prose(case["text"])) == case["twin"].rstrip("\n")


@pytest.mark.parametrize("shown", [escape.prose, lambda raw: article(raw, str)], ids=["prose", "article"])
@pytest.mark.parametrize("raw", HOSTILE)
def test_prose_has_no_script_no_handler_and_no_request(raw: str, shown: Callable[[str], Markup]) -> None:
    seen = rendered(f"Before\n\n{shown(raw)}\n\nAfter")
    assert not {"script", "img", "svg", "iframe", "style", "input", "h1"} & set(seen.tags)
    assert {name for name, _ in seen.attributes} <= SAFE_ATTRIBUTES
    assert all(re.match(r"https?://|mailto:|#", value) for name, value in seen.attributes if name == "href")
    assert seen.text.rstrip().endswith("After")


@pytest.mark.parametrize("raw", HOSTILE)
def test_a_fence_holds_its_text_and_ends(raw: str) -> None:
    seen = rendered(f"Before\n\n{escape.fence(raw, 'text', raw)}\n\nAfter")
    assert not {"script", "img", "svg", "iframe"} & set(seen.tags)
    assert all(not name.startswith("on") for name, _ in seen.attributes)
    lines = [line.strip() for line in escape.visible(raw).strip("\n").split("\n")]
    assert all(line in seen.text for line in lines)
    assert seen.text.rstrip().endswith("After")


@pytest.mark.parametrize("language", ["json", "http", "", "js<script>", 'a" onclick="x'])
def test_a_fence_drops_a_language_that_is_none(language: str) -> None:
    first = escape.fence("x", language).split("\n")[0]
    assert re.fullmatch(r"```(json|http)?", first)


ARTICLE = """\
Before `code` and **bold**, see [the other](other.md).

# A title { onclick=alert(1) }

```json
{"a": 1}
```

| Event | Count |
|---|--:|
| `x` | 1 |
"""


def test_an_article_keeps_what_commonmark_says() -> None:
    seen = rendered(article(ARTICLE, lambda link: link.replace(".md", "/")))
    assert {"strong", "code", "a", "h2", "pre", "table"} <= set(seen.tags)
    assert ("href", "other/") in seen.attributes
    assert "A title { onclick=alert(1) }" in seen.text
    assert not {"onclick", "style"} & {name for name, _ in seen.attributes}
