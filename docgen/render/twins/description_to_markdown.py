"""A description of a contract as Markdown without HTML, images and headings, from the HTML of the page."""

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from itertools import chain
from typing import Final
from xml.etree.ElementTree import Element

from markupsafe import Markup

from docgen.markdown import escape
from docgen.markdown.commonmark import parser
from docgen.markdown.safe_html import BLOCKS, tree
from docgen.render.article import linked_html
from docgen.render.escape import description_html, fence, plain
from docgen.render.page import safe_url
from docgen.wording import visible

_WEB: Final = re.compile(r"https?://", re.IGNORECASE)
# under a heading of the twin
_HIGHEST: Final = 3
_DEEPEST: Final = 6
_MARKS: Final = {"strong": "**", "b": "**", "em": "*", "i": "*"}
# their blocks alone are shown
_STRUCTURE: Final = frozenset({"div", "dl", "dt", "dd", "li"})


# a contract says the same of the same field in every operation
@lru_cache(maxsize=4096)
def prose(raw: str) -> Markup:
    """The blocks of a description: a heading becomes a bold line, a link that is not to the web its text."""
    html = description_html(raw).replace("<h5>", "<p><strong>").replace("</h5>", "</strong></p>")
    return _markdown(tree(html))


def brief(raw: str) -> Markup:
    """A description on one line, also in a cell of a table: its words, with inline code."""
    return escape.cell_inline(plain(raw, "`"))


def article(raw: str, link: Callable[[str], str]) -> Markup:
    """The body of an entry: as `prose`, with headings below those of the twin; `link` gives the address of a link."""
    return _markdown(tree(linked_html(_parser(), visible(raw), link)))


_parser = cache(parser)


def _markdown(root: Element) -> Markup:
    return Markup("\n".join(_blocks(root)).strip("\n"))  # noqa: S704 - every text is escaped


def _blocks(element: Element) -> Iterator[str]:
    for index, block in enumerate(_children(element)):
        if index:
            yield ""
        yield from _block(block)


def _children(element: Element) -> Iterator[Element]:
    """The blocks in an element, with a paragraph around each run of text and spans between them."""
    run = _paragraph(element.text)
    for child in element:
        if child.tag in BLOCKS:
            yield from _shown(run)
            yield child
            run = _paragraph(child.tail)
        else:
            run.append(child)
    yield from _shown(run)


def _paragraph(text: str | None) -> Element:
    made = Element("p")
    made.text = text
    return made


def _shown(run: Element) -> tuple[Element, ...]:
    if "".join(run.itertext()).strip():
        return (run,)
    return ()


def _block(node: Element) -> Iterator[str]:
    match node.tag:
        case "pre":
            language = "".join(code.get("class", "") for code in node.findall("code")[:1])
            yield from fence("".join(node.itertext()), language.removeprefix("language-")).split("\n")
        case "ul" | "ol":
            yield from _list(node)
        case "blockquote":
            for line in _blocks(node):
                yield f"> {line}".rstrip()
        case "table":
            yield from _table(node)
        case "hr":
            yield "---"
        case tag if tag in _STRUCTURE:
            yield from _blocks(node)
        case tag if tag[0] == "h":
            level = min(max(int(tag[1]), _HIGHEST), _DEEPEST)
            yield f"{'#' * level} {' '.join(_lines(node))}"
        case _:
            yield from _lines(node)


def _lines(node: Element) -> Iterator[str]:
    return (line.strip() for line in _inline(node).strip().split("\n"))


def _list(node: Element) -> Iterator[str]:
    start = node.get("start", "1")
    # longer ones begin no list
    for number, item in enumerate(node, int(start) if len(start) < 9 else 1):
        mark = "- " if node.tag == "ul" else f"{number}. "
        for line in _blocks(item):
            yield f"{mark}{line}".rstrip()
            mark = " " * len(mark)


def _table(node: Element) -> Iterator[str]:
    rows = (row for row in chain.from_iterable(node) if row.tag == "tr")
    for index, row in enumerate(rows):
        yield f"| {' | '.join(' '.join(_inline(cell, in_cell=True).split()) for cell in row)} |"
        if not index:
            yield "|" + " --- |" * len(row)


def _inline(element: Element, *, in_cell: bool = False) -> str:
    """The text and the spans in an element; a block among them is set apart."""
    parts = [_text(element.text or "")]
    for child in element:
        span = _span(child, in_cell)
        # a link, of which a `!` before it would make an image
        if span.startswith("["):
            parts.append(re.sub(r"!$", r"\!", parts.pop()))
        parts += [span, _text(child.tail or "")]
    return "".join(parts)


def _span(node: Element, in_cell: bool) -> str:
    if node.tag == "br":
        return "\n"
    if node.tag == "code":
        as_code = escape.cell if in_cell else escape.code
        return as_code("".join(node.itertext()))
    label = _inline(node, in_cell=in_cell)
    if node.tag in BLOCKS:
        return f" {label} "
    words, href = label.strip(), node.get("href", "")
    # a bare address is a link as it is
    if not words or node.text == href or not (node.tag in _MARKS or _WEB.match(href)):
        return label
    marked = f"[{words}]({safe_url(href)})"
    if mark := _MARKS.get(node.tag):
        marked = f"{mark}{words}{mark}"
    # with the spaces outside, where they do not break the mark
    return label.replace(words, marked, 1)


def _text(content: str) -> str:
    """Runs of text, escaped, with the spaces at their ends and single ones between words."""
    return "\n".join(map(_run, content.split("\n")))


def _run(content: str) -> str:
    text = str(escape.text(content))
    if content[:1].isspace():
        text = f" {text}"
    if content[-1:].isspace() and content.strip():
        return f"{text} "
    return text
