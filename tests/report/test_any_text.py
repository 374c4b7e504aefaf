"""Whatever a contract or a path says, a report keeps its form and gives the text back."""

import json
import re
import xml.etree.ElementTree as ElementTree

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from docgen.model.finding import Finding, Severity
from docgen.report.changes import FORMATS as OF_CHANGES
from docgen.report.findings import FORMATS
from docgen.wording import visible
from tests.benchmarks.reports import changes

COMMANDS = [
    "::error::",
    "##[add-mask]",
    "\r\n",
    "\n",
    ",",
    ":",
    "%",
    "%0A",
    "\0",
    "\x1b[2J",
    "\ufffe",
    "\u202e",
    "\ud800",
]
MARKUP = [
    "|",
    "`",
    "``",
    "<b>",
    "@a",
    "#1",
    "[x](y)",
    "*",
    "]]>",
    "&amp;",
    "# ",
    "- ",
    "1. ",
    "> ",
    "    ",
    "$x$",
    "~~",
]
PIECES = st.sampled_from([*COMMANDS, *MARKUP])
HOSTILE = st.lists(PIECES | st.characters(), max_size=12).map("".join)
CLOSE = settings(max_examples=150, deadline=None)


def unescaped(text: str) -> str:
    """As the runner of GitHub reads a property."""
    for code, character in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(code, character)
    return text


@CLOSE
@given(path=HOSTILE.filter(bool), message=HOSTILE, hint=HOSTILE)
def test_no_text_steers_a_terminal_or_poses_as_a_finding(path: str, message: str, hint: str) -> None:
    found = Finding(path, 3, 9, "enum-mismatch", Severity.ERROR, message, hint)
    first, *more, count = FORMATS["text"]([found]).removesuffix("\n").split("\n")
    assert first.endswith(" [enum-mismatch]")
    assert all(line.startswith("    ") for line in more)
    assert count.startswith("1 error")
    assert not re.search("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]", "".join((first, *more)))


@CLOSE
@given(path=HOSTILE.filter(bool), message=HOSTILE)
def test_github_reads_one_command_with_what_was_said(path: str, message: str) -> None:
    found = Finding(path, 3, 9, "enum-mismatch", Severity.ERROR, message)
    command, *others = FORMATS["github"]([found]).removesuffix("\n").split("\n")
    assert others == ["1 error"]
    read = re.fullmatch(r"::error file=([^:,]*),line=3,col=9,title=enum-mismatch::(.*)", command, re.DOTALL)
    assert read, command
    assert unescaped(read[1]) == path
    assert unescaped(read[2]) == visible(message)


@CLOSE
@given(path=HOSTILE.filter(bool), message=HOSTILE)
def test_what_github_does_not_show_is_no_command(path: str, message: str) -> None:
    found = [Finding(path, 3, 9, "enum-mismatch", Severity.ERROR, message)] * 11
    lines = FORMATS["github"](found).removesuffix("\n").split("\n")
    assert len(lines) == 12
    assert lines[10].startswith("- ")
    assert "##[" not in lines[10]


@CLOSE
@given(path=HOSTILE, message=HOSTILE)
def test_the_documents_stay_documents(path: str, message: str) -> None:
    found = [Finding(path, 3, 9, "enum-mismatch", Severity.ERROR, message)]
    for form in ("json", "sarif", "codequality"):
        json.loads(FORMATS[form](found))
    tree = ElementTree.fromstring(FORMATS["junit"](found))  # noqa: S314 - our own
    assert len(list(tree.iter("failure"))) == 1


@CLOSE
@given(text=HOSTILE, selector=HOSTILE, operation=HOSTILE)
def test_a_comment_is_bullets_of_text_and_code(text: str, selector: str, operation: str) -> None:
    change = msgspec.structs.replace(changes(1)[0], text=text, selector=selector, operations=(operation,))
    markdown = OF_CHANGES["markdown"]([change]).encode("utf-8", "replace").decode()
    parsed = MarkdownIt("commonmark").enable("strikethrough").enable("table").parse(markdown)
    kinds = {token.type.rpartition("_")[0] or token.type for token in parsed}
    assert kinds == {"paragraph", "inline", "heading", "bullet_list", "list_item"}
    inline = {
        child.type.removesuffix("_open").removesuffix("_close") for token in parsed for child in token.children or []
    }
    assert inline <= {"text", "code_inline", "strong"}
    assert sum(token.type == "list_item_open" for token in parsed) == 1


@CLOSE
@given(text=HOSTILE, selector=HOSTILE)
def test_text_for_a_terminal_cannot_steer_it(text: str, selector: str) -> None:
    change = msgspec.structs.replace(changes(1)[0], text=text, selector=selector)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", OF_CHANGES["text"]([change]))
