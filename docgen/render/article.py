"""The Markdown of an entry for a page: CommonMark and tables, without HTML, whatever extensions a site has."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import groupby
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from docgen.markdown.commonmark import parser
from docgen.render.escape import ENTITIES, fence, prose_block
from docgen.wording import visible

_CODE: Final = frozenset({"fence", "code_block"})
_HIGHEST: Final = 2  # the page has its title above


def article(raw: str, link: Callable[[str], str]) -> Markup:
    """Blocks of HTML; fences and headings between them stay Markdown, for the builder to colour and to list.

    `link` gives the address of a link on the page; the highest heading is of the second level. What is not CommonMark
    (HTML, attribute lists, admonitions, snippets) is shown as it was written.
    """
    tokens = _parser().parse(visible(raw))
    for token in tokens:
        token.attrs.pop("style", None)  # the alignment of a cell, which a strict content policy refuses
        for child in token.children or ():
            if child.type == "link_open":
                child.attrs["href"] = link(str(child.attrs.get("href", "")))
    return Markup("\n\n").join(_written(kind, blocks) for kind, blocks in groupby(_blocks(tokens), key=_kind))


def _blocks(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    part: list[Token] = []
    for token in tokens:
        part.append(token)
        if token.level == 0 and token.nesting <= 0:
            yield part
            part = []


def _kind(part: list[Token]) -> str:
    return {"heading_open": "heading"}.get(part[0].type, "code" if part[0].type in _CODE else "text")


def _written(kind: str, blocks: Iterator[list[Token]]) -> Markup:
    if kind == "code":
        return Markup("\n\n").join(fence(part[0].content, part[0].info.partition(" ")[0]) for part in blocks)
    if kind == "heading":
        return Markup("\n\n").join(_heading(part) for part in blocks)
    return prose_block("".join(_html(part) for part in blocks))


def _heading(part: list[Token]) -> Markup:
    level = max(int(part[0].tag[1:]), _HIGHEST)
    return Markup(f"{'#' * level} {_html(part[1:2]).replace(chr(10), ' ')}")  # noqa: S704 - rendered here


def _html(tokens: Sequence[Token]) -> str:
    commonmark = _parser()
    return str(commonmark.renderer.render(tokens, commonmark.options, {}))


@cache
def _parser() -> MarkdownIt:
    made = parser()
    for kind in ("text", "text_special"):
        made.add_render_rule(kind, _text)
    made.add_render_rule("code_inline", _code)
    for kind in _CODE:
        made.add_render_rule(kind, _block)
    return made


def _text(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:  # noqa: ANN401 - markdown-it's
    """No mark is left that an extension of Markdown could see."""
    return tokens[index].content.translate(ENTITIES)


def _code(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:  # noqa: ANN401 - markdown-it's
    return f"<code>{tokens[index].content.translate(ENTITIES)}</code>"


def _block(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:  # noqa: ANN401 - markdown-it's
    """Code within a list or a quotation."""
    return f"<pre><code>{tokens[index].content.translate(ENTITIES)}</code></pre>\n"
