"""What is escaped for CommonMark reads as it was written, and carries no backslash that CommonMark does not need."""

import html
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from docgen.markdown import escape
from docgen.wording import visible

MARKS = [
    "_",
    "__",
    "*",
    "`",
    "~",
    "~~~",
    "#",
    "##",
    "-",
    "--",
    "+",
    "=",
    "1.",
    "2)",
    "<",
    "<b>",
    "&amp;",
    "&",
    "!",
    "[a](b)",
]
WORDS = ["a", "Z", "9", " ", "  ", ".", "\\", "|", "(", ">", ":", "é", "2026.06.3", "\u00a0", "://", "{", "$"]
TEXTS = st.lists(st.sampled_from([*MARKS, *WORDS]) | st.characters(codec="utf-8"), max_size=9).map("".join)
NAMES = st.from_regex(r"[A-Za-z0-9]+(?:(?:[.-]|_+)[A-Za-z0-9]+)*", fullmatch=True)
PLACES = {
    "a paragraph": "{}",
    "below a line": "before\n{}",
    "a heading": "## {}",
    "an item": "- {}",
    "the label of a link": "see [{}](https://x.example)",
    "a cell": "| a | b |\n| --- | --- |\n| {} | c |",
    "behind a colon": "Fields: {}",
}
commonmark = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def shown(source: str) -> str:
    """The text that a reader of the rendered Markdown sees."""
    text = re.sub(r"<[^>]*>", "", commonmark.render(source).replace("\n", " "))
    return " ".join(html.unescape(text).split())


def one_line(text: str) -> str:
    return " ".join(visible(text).split())


@pytest.mark.parametrize("place", PLACES)
@settings(max_examples=60, deadline=None)
@given(text=TEXTS)
@example(text="1. First")
@example(text="- - -")
@example(text="C #")
@example(text="2 * 3 ~ 6")
@example(text=r"C:\new\*")
@example(text="__init__ a__b")
def test_any_text_reads_as_it_was_written(place: str, text: str) -> None:
    around = shown(PLACES[place].format("X"))
    assert shown(PLACES[place].format(escape.text(text))) == one_line(around.replace("X", one_line(text)))


@pytest.mark.parametrize("place", PLACES)
@settings(max_examples=60, deadline=None)
@given(parts=st.lists(TEXTS.map(lambda text: text.replace("`", "")), min_size=1, max_size=5))
def test_code_between_backticks_is_code(place: str, parts: list[str]) -> None:
    raw = "`".join(one_line(part) or "x" for part in (*parts, *([] if len(parts) % 2 else ["end"])))
    written = escape.cell_inline(raw) if place == "a cell" else escape.inline(raw)
    around = shown(PLACES[place].format("X"))
    found = [
        child.content
        for token in commonmark.parse(PLACES[place].format(written))
        for child in token.children or ()
        if child.type == "code_inline"
    ]
    assert found == raw.split("`")[1::2]
    assert shown(PLACES[place].format(written)) == one_line(around.replace("X", raw.replace("`", "")))


@settings(max_examples=60, deadline=None)
@given(name=NAMES)
@example(name="2026.06.3")
@example(name="1.2")
@example(name="v1.2-rc.1")
@example(name="snake__case")
def test_a_version_or_a_file_name_has_no_backslash(name: str) -> None:
    assert escape.text(name) == name
    assert escape.text(f"See {name} there") == f"See {name} there"


@pytest.mark.parametrize(
    "text",
    ["a * b", "2 ~ 3", "#1 of 3", "+1 and -1", "a < b & c", "C:\\path", "=> next", "100%!", "1.", "- x"],
)
def test_a_backslash_stands_only_where_the_text_would_change_without_it(text: str) -> None:
    """Where one of them is left out, the rendered text is another one."""
    written = str(escape.text(text))
    for found in re.finditer(r"\\(?=[^\w\s])", written):
        assert shown(written[: found.start()] + written[found.end() :]) != one_line(text), written
