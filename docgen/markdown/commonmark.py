"""CommonMark from authors who are not trusted: descriptions in a contract, bodies of entries."""

import re
from collections.abc import Iterator
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

_MARK: Final = re.compile(r"[ ]*(?:[-+*]|\d+[.)])(?:[ \t]+|$)")


def parser() -> MarkdownIt:
    """A new parser of CommonMark with tables and without HTML and images, whose source is shown as text."""
    return MarkdownIt("commonmark", {"html": False}).enable("table").disable(["image", "html_block", "html_inline"])


def blocks(markdown: str) -> tuple[str, ...]:
    """The Markdown of each block of a text, of a list that of each item without its mark; a paragraph is one line."""
    lines = markdown.split("\n")
    return tuple(written(node, lines) for node in _blocks(SyntaxTreeNode(parser().parse(markdown))))


def _blocks(root: SyntaxTreeNode) -> Iterator[SyntaxTreeNode]:
    for node in root.children:
        if node.type in ("bullet_list", "ordered_list"):
            yield from node.children
        else:
            yield node


def written(node: SyntaxTreeNode, lines: list[str]) -> str:
    """The Markdown of a block in the lines of its text: an item without its mark, a paragraph on one line."""
    first, *rest = lines[slice(*(node.map or (0, 0)))]
    mark = _MARK.match(first)
    if mark and node.type == "list_item":
        first = first[mark.end() :]
        rest = [re.sub(rf"^ {{0,{mark.end()}}}", "", line) for line in rest]
    if node.type == "paragraph" or [child.type for child in node.children] == ["paragraph"]:
        return " ".join(map(str.strip, (first, *rest))).strip()
    return "\n".join((first, *rest)).strip()
