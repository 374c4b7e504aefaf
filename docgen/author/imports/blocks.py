"""The blocks of a Markdown text, with their words and a short title of them."""

import re
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.tree import SyntaxTreeNode

from docgen.wording import one_line

_BY_REFERENCE: Final = re.compile(r"\[(?P<label>[^\[\]\n]+)\](?:\[(?P<reference>[^\[\]\n]*)\])?(?![\[(:])")
_MOST: Final = 120
"""Characters of a title."""
_LEAST: Final = 20
"""Characters that are left of a title that is cut."""
_REFERENCE: Final = r"(?:[\w./-]{0,100}#[0-9]+|[0-9a-f]{7,40}\b|https?://[^\s()]++)"
_REFERENCES: Final = re.compile(
    rf"\s\((?:[\s,]?{_REFERENCE})*+\)|(?:,? (?:by @\S{1, 50} in|closes|fixes|see))? {_REFERENCE}(?=[.;]?$)"
)
"""Issues, commits and addresses, in parentheses or at the end."""
_SENTENCE: Final = re.compile(r"(?<!e\.g)(?<!i\.e)(?<!vs)[.!?](?=\s+[^a-z\s]|$)")
_CUTS: Final = (re.compile(r"[:;](?=\s)|\s[-\u2013\u2014(]"), re.compile(r",(?=\s)"), re.compile(r"\s"))
"""The end of a clause, of a part of one, of a word: where a long title is cut."""


def parsed(markdown: str) -> list[SyntaxTreeNode]:
    """The blocks of a text; indented text is no code, since elements of JSX indent what is in them."""
    return list(SyntaxTreeNode(MarkdownIt("commonmark").enable("table").disable("code").parse(markdown)).children)


def with_full_links(markdown: str) -> str:
    """A text in which links by reference have their address, since a part of it has no definitions."""
    environment: dict[str, Any] = {}
    MarkdownIt("commonmark").parse(markdown, environment)
    defined = environment.get("references", {})

    def full(match: re.Match[str]) -> str:
        reference = defined.get(normalizeReference(match["reference"] or match["label"]))
        return f"[{match['label']}]({reference['href']})" if reference else match[0]

    return _BY_REFERENCE.sub(full, markdown)


def text_of(node: SyntaxTreeNode) -> str:
    """The words of a block on one line, without references at its end."""
    return _REFERENCES.sub("", one_line("".join(map(_content, node.walk()))))


def _content(node: SyntaxTreeNode) -> str:
    if node.children:
        return " " if node.type == "paragraph" else ""
    return " " if node.type in ("softbreak", "hardbreak") else node.content


def shortened(text: str) -> str:
    """The first sentence of a text, cut at the end of a clause or a word if it is long."""
    title = _SENTENCE.split(text, 1)[0]
    for cut in _CUTS:
        ends = [end.start() for end in cut.finditer(title, _LEAST, _MOST)]
        if len(title) > _MOST and ends:
            title = title[: ends[-1]] + ("…" if cut is _CUTS[-1] else "")
    return title[:_MOST].strip(" :;,-\u2013\u2014")
