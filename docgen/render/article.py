"""The Markdown of an entry for a page: CommonMark and tables, without HTML, whatever extensions a site has."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import chain, groupby
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from docgen.markdown.commonmark import parser
from docgen.render.escape import ENTITIES, fence, prose_block
from docgen.wording import visible

_CODE: Final = frozenset({"fence", "code_block"})
_TAGS: Final = {
    # the latter is what a backslash or an entity made plain: an extension could read it as a mark again
    **dict.fromkeys(("text", "text_special"), ("", "")),
    "code_inline": ("<code>", "</code>"),
    # within a list or a quotation; other code stays a fence
    **dict.fromkeys(_CODE, ("<pre><code>", "</code></pre>\n")),
}
"""What is around the text of a token, by its kind."""
# the page has its title above
_HIGHEST: Final = 2


def article(raw: str, link: Callable[[str], str]) -> Markup:
    """Blocks of HTML; fences and headings between them stay Markdown, for the builder to colour and to list.

    `link` gives the address of a link on the page; the highest heading is of the second level. What is not CommonMark
    (HTML, attribute lists, admonitions, snippets) is shown as it was written.
    """
    tokens = _parser().parse(visible(raw))
    rewrite_links(tokens, link)
    for token in tokens:
        # the alignment of a cell: the docs host's policy forbids the attribute
        token.attrs.pop("style", None)
    return Markup("\n\n").join(_parts(tokens))


def linked_html(commonmark: MarkdownIt, raw: str, link: Callable[[str], str]) -> str:
    """The HTML of Markdown with what `link` makes of the address of each link and image."""
    tokens = commonmark.parse(raw)
    rewrite_links(tokens, link)
    return str(commonmark.renderer.render(tokens, commonmark.options, {}))


def rewrite_links(tokens: Sequence[Token], link: Callable[[str], str]) -> None:
    """Replace the address of each link and image by what `link` makes of it."""
    for child in chain.from_iterable(token.children or () for token in tokens):
        for name in {"href", "src"} & set(child.attrs):
            child.attrs[name] = link(str(child.attrs[name]))


def _top_blocks(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    block: list[Token] = []
    for token in tokens:
        block.append(token)
        if token.level == 0 and token.nesting <= 0:
            yield block
            block = []


def _parts(tokens: Sequence[Token]) -> Iterator[Markup]:
    for stays, blocks in groupby(_top_blocks(tokens), key=_stays_markdown):
        if stays:
            yield from map(_markdown, blocks)
        else:
            yield prose_block("".join(map(_html, blocks)))


def _stays_markdown(block: list[Token]) -> bool:
    # the builder colours code and lists headings
    return block[0].type in ("heading_open", *_CODE)


def _markdown(block: list[Token]) -> Markup:
    first = block[0]
    if first.type in _CODE:
        return fence(first.content, first.info.partition(" ")[0])
    level = max(int(first.tag[1:]), _HIGHEST)
    return Markup(f"{'#' * level} {_html(block[1:2]).replace(chr(10), ' ')}")  # noqa: S704 - rendered here


def _html(tokens: Sequence[Token]) -> str:
    commonmark = _parser()
    html = str(commonmark.renderer.render(tokens, commonmark.options, {}))
    # again: a hidden character may have been written as a reference, such as `&shy;`
    return visible(html)


@cache
def _parser() -> MarkdownIt:
    commonmark = parser()
    for kind, (before, after) in _TAGS.items():
        commonmark.add_render_rule(kind, _between(before, after))
    return commonmark


def _between(before: str, after: str) -> Callable[..., str]:
    """A rule for a token: its text, with every mark that an extension could read as a character reference."""

    def render(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:  # noqa: ANN401 - markdown-it's
        return f"{before}{tokens[index].content.translate(ENTITIES)}{after}"

    return render
