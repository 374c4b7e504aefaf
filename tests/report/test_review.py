"""A comment of a review keeps its form whatever is in it: the verdict first, 40 lines, 60,000 characters, no markup."""

import re
from datetime import date

import pytest
from hypothesis import given
from markdown_it import MarkdownIt

from docgen.model.finding import Finding, Severity
from docgen.model.pin import Pin, PinText, Provenance
from docgen.model.review import (
    Review,
    ReviewedChange,
    ReviewedEnd,
    ReviewedEntry,
    ReviewedPin,
    ReviewedRule,
)
from docgen.positions.source import Source
from docgen.report.comment import LIMIT, LINES
from docgen.report.review import FORMATS
from tests.benchmarks.reports import changes
from tests.history import entry, text
from tests.report.test_any_text import CLOSE, HOSTILE

TODAY = date(2026, 6, 2)


def review(word: str, count: int, stops: int | None = None) -> Review:
    """A review with so many of everything, in which each text is a word."""
    found = Finding(f"{word}.yaml", 3, 9, "enum-mismatch", Severity.ERROR, f"{word}\n- {word}\n+ {word}", word)
    pin = Pin(
        word,
        PinText(label=word, released=TODAY, summary=word, spec=Provenance(origin="published")),
        Source(f"{word}/pin.yaml", ""),
        None,
    )
    return Review(
        base=word,
        today=TODAY,
        stops=(found,) * (count if stops is None else stops),
        decisions=(found,) * count,
        pins=(ReviewedPin(pin, "new"),) * count,
        entries=(ReviewedEntry(entry(word, word, text(word, word)), "changed", word),) * count,
        changes=tuple(ReviewedChange(word, change, (word,), f"{word}: {word}") for change in changes(count)),
        annotations=count,
        rules=(ReviewedRule(word, found, ("nginx",), None, TODAY),) * count,
        ends=(ReviewedEnd(word, TODAY, None),) * count,
        edges={"caddy": count},
        unjudged=(f"{word}.md",) * count,
    )


def before_it_unfolds(comment: str) -> list[str]:
    return comment.partition("<details>")[0].splitlines()


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 5, 7, 40, 900])
@pytest.mark.parametrize("word", ["word", "é" * 5_000, "<b>@a #1 " * 400, "&" * 5_000])
def test_a_comment_is_short_and_says_what_it_leaves_out(word: str, count: int) -> None:
    comment = FORMATS["markdown"](review(word, count))
    assert len(before_it_unfolds(comment)) <= LINES
    assert len(comment) <= LIMIT
    assert comment.count("<details>") == comment.count("</details>")
    expected = f"## Stop: {count} error{'s' if count > 1 else ''}" if count else "## Ship"
    assert comment.splitlines()[1] == expected
    shown = [line for line in comment.splitlines() if line.startswith("- ") and "enum-mismatch" in line]
    left = re.findall(r"^- and ([\d,]+) more: `", comment, re.M)
    if not left:
        assert len(shown) == 3 * count  # what stops it, the decisions and the rules


def test_each_part_shows_some_and_counts_the_rest() -> None:
    comment = FORMATS["markdown"](review("word", 30))
    seen = "\n".join(before_it_unfolds(comment))
    assert seen.count("\n### ") == 6
    assert len(re.findall(r"^- and \d+ more, below$", seen, re.M)) == 6
    assert FORMATS["markdown"](review("word", 30)) == comment


@CLOSE
@given(word=HOSTILE)
def test_any_text_is_text_in_its_bullet(word: str) -> None:
    comment = FORMATS["markdown"](review(word, 1)).encode("utf-8", "replace").decode()
    parsed = MarkdownIt("commonmark").enable("strikethrough").enable("table").parse(comment)
    kinds = {token.type.rpartition("_")[0] or token.type for token in parsed} - {"html"}
    assert kinds == {"paragraph", "inline", "heading", "bullet_list", "list_item"}
    assert [token.content for token in parsed if token.type == "html_block"] == ["<!-- docgen -->\n"]
    assert sum(token.type == "list_item_open" for token in parsed) == 9
    inline = {
        child.type.removesuffix("_open").removesuffix("_close") for token in parsed for child in token.children or []
    }
    assert inline <= {"text", "code_inline", "strong"}
    assert FORMATS["json"](review(word, 1)).encode("utf-8", "replace")


@CLOSE
@given(word=HOSTILE)
def test_why_nothing_could_be_compared_is_a_block_of_code(word: str) -> None:
    comment = FORMATS["markdown"](Review(base=word, unreadable=f"a\n{word}")).encode("utf-8", "replace").decode()
    parsed = MarkdownIt("commonmark").parse(comment)
    assert [token.type for token in parsed if token.nesting != -1 and token.type != "inline"] == [
        "html_block",
        "heading_open",
        "paragraph_open",
        "code_block",
    ]
