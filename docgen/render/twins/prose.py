"""CommonMark from a contract, normalized to Markdown without HTML, images and headings."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Final

from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from markupsafe import Markup

from docgen.markdown.commonmark import parser
from docgen.render.article import rewrite_hrefs
from docgen.render.page import safe_url
from docgen.render.twins import escape
from docgen.wording import visible

_WEB: Final = re.compile(r"https?://", re.IGNORECASE)
_HIGHEST: Final = 3  # under a heading of the twin
_DEEPEST: Final = 6
_MARKS: Final = {"strong": "**", "em": "*"}


@lru_cache(maxsize=4096)  # a contract says the same of the same field in every operation
def prose(raw: str) -> Markup:
    """The blocks of a description: a heading becomes a bold line, a link that is not to the web its text."""
    return _markdown(_tokens(raw))


def article(raw: str, link: Callable[[str], str]) -> Markup:
    """The body of an entry: as `prose`, with headings below those of the twin; `link` gives the address of a link."""
    tokens = _tokens(raw)
    rewrite_hrefs(tokens, link)
    for token in tokens:
        if token.type == "heading_open":
            token.meta["level"] = min(max(int(token.tag[1:]), _HIGHEST), _DEEPEST)
    return _markdown(tokens)


def _tokens(raw: str) -> list[Token]:
    return _parser().parse(visible(raw))


_parser = cache(parser)


def _markdown(tokens: list[Token]) -> Markup:
    return Markup("\n".join(_blocks(SyntaxTreeNode(tokens).children)).strip("\n"))  # noqa: S704 - every text is escaped


def _blocks(nodes: Sequence[SyntaxTreeNode]) -> Iterator[str]:
    for index, node in enumerate(nodes):
        if index:
            yield ""
        yield from _block(node)


def _block(node: SyntaxTreeNode) -> Iterator[str]:
    match node.type:
        case "fence" | "code_block":
            yield from escape.fence(node.content, node.info.partition(" ")[0]).split("\n")
        case "bullet_list" | "ordered_list":
            yield from _list(node)
        case "blockquote":
            yield from (f"> {line}".rstrip() for line in _blocks(node.children))
        case "table":
            yield from _table(node)
        case "hr":
            yield "---"
        case "heading":
            level = node.meta.get("level")
            yield f"{'#' * level} {_one_line(node)}" if level else f"**{_one_line(node)}**"
        case _:
            yield from _inline(node.children).split("\n")


def _one_line(node: SyntaxTreeNode) -> str:
    return _inline(node.children).replace("\n", " ")


def _list(node: SyntaxTreeNode) -> Iterator[str]:
    start = int(node.attrs.get("start", 1))
    for number, item in enumerate(node.children, start):
        mark = "- " if node.type == "bullet_list" else f"{number}. "
        for index, line in enumerate(_blocks(item.children)):
            yield f"{mark if not index else ' ' * len(mark)}{line}".rstrip()


def _table(node: SyntaxTreeNode) -> Iterator[str]:
    for part in node.children:
        for row in part.children:
            cells = [_inline(cell.children, in_cell=True) for cell in row.children]
            yield f"| {' | '.join(cells)} |"
        if part.type == "thead":
            yield "|" + " --- |" * len(part.children[0].children)


def _inline(nodes: Sequence[SyntaxTreeNode], *, in_cell: bool = False) -> str:
    return "".join(_span(node, in_cell) for node in nodes)


def _span(node: SyntaxTreeNode, in_cell: bool) -> str:
    match node.type:
        case "inline" | "paragraph":
            return _inline(node.children, in_cell=in_cell)
        case "code_inline":
            return escape.cell(node.content) if in_cell else escape.code(node.content)
        case "softbreak" | "hardbreak":
            return " " if in_cell else "\n"
        case "strong" | "em":
            mark = _MARKS[node.type]
            return f"{mark}{_inline(node.children, in_cell=in_cell)}{mark}"
        case "link":
            label, href = _inline(node.children, in_cell=in_cell), str(node.attrs.get("href", ""))
            return f"[{label}]({safe_url(href)})" if _WEB.match(href) else label
        case _:
            return _text(node.content)


def _text(content: str) -> str:
    """A run of text, escaped, with the spaces at its ends and single ones between words.

    A `!` at its end would make an image of a link that follows.
    """
    before = " " if content[:1].isspace() else ""
    after = " " if content[-1:].isspace() and content.strip() else ""
    escaped = re.sub(r"!$", r"\!", escape.text(content))
    return f"{before}{escaped}{after}"
