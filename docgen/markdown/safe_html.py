"""CommonMark of a contract as HTML of an allow list: text from there may be hostile, and holds HTML in the wild.

Ammonia (nh3) parses as browsers do, and writes only what the list has, balanced. What only looks like HTML is text:
before it, each `<` that begins no tag of the list is escaped, such as that of `<id>`, `List<String>` or `<script>`.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from html.parser import HTMLParser
from itertools import accumulate
from typing import Any, Final
from urllib.parse import quote
from xml.etree.ElementTree import Element, TreeBuilder

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, html_block
from markdown_it.token import Token

VOID: Final = frozenset({"br", "hr"})
BLOCKS: Final = frozenset((
    "blockquote", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))  # fmt: skip
_PHRASES: Final = frozenset((
    "a", "b", "br", "code", "del", "em", "i", "kbd", "s", "small", "strong", "sub", "sup", "u",
))  # fmt: skip
_MUST_CLOSE: Final = _PHRASES - VOID  # else they are no tags: `Map<A, B>`
_DROPPED: Final = frozenset({"font", "span"})  # they are HTML, and what is in them stays
_SECTIONS: Final = frozenset({"center", "details", "section", "summary"})  # they become a `div`
_KNOWN: Final = BLOCKS | _PHRASES | _DROPPED | _SECTIONS
_NAMES: Final = "|".join(sorted((*_KNOWN, *map(str.upper, _KNOWN))))
_QUOTED: Final = r'"[^"]{0,2000}"|' + r"'[^']{0,2000}'"
_TAG: Final = re.compile(rf"<(/?)({_NAMES})(?:\s(?:{_QUOTED}|[^<>\"'])*)?/?>")
_COMMENT: Final = re.compile(r"<!--.{0,2000}?-->", re.S)
_LINK: Final = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
_LANGUAGE: Final = re.compile(r"language-[a-z0-9+-]+")
_UNLINKED: Final = re.compile(r"<a>((?:(?!<a>).)*?)</a>", re.S)
_HEADING: Final = re.compile(r"<(/?)h[1-6]>")
_MARK: Final = re.compile(r"<(/?)(?!br>|hr>)[a-z]")
_MAX_TAGS: Final = 20_000  # lists in each other take the square of their number
_MAX_DEPTH: Final = 60  # elements in each other
_EMPTY: Final = re.compile(r"<p>\s*</p>\n?")
_CLOSED: Final = re.compile(r"</([A-Za-z0-9]+)\s*>")


@lru_cache(maxsize=16_384)  # pages and twins ask for the same, and operations repeat parameters
def safe_html(markdown: str) -> str:
    """The HTML of CommonMark with tables: elements of the list, links to the web and to mail, headings as `h5`.

    Comments are removed, and an image is a link or text. A link to elsewhere becomes its text, since a contract names
    no base for it. What nests or repeats tags without end is text.
    """
    parser = _parser()
    env = {"closed": frozenset(name.lower() for name in _CLOSED.findall(markdown))}
    rendered = parser.render(markdown, env)
    # what nests without end takes the square of its length
    if rendered.count("<") < _MAX_TAGS:
        html = _cleaner().clean(rendered)
        if _depth(html) <= _MAX_DEPTH:
            return _EMPTY.sub("", _HEADING.sub(r"<\1h5>", _UNLINKED.sub(r"\1", html))).lstrip("\n")
    return f"<p>{nh3.clean_text(markdown)}</p>"


def _depth(html: str) -> int:
    return max(accumulate(-1 if mark[1] else 1 for mark in _MARK.finditer(html)), default=0)


@cache
def _cleaner() -> nh3.Cleaner:
    attributes = {"a": {"href"}, "code": {"class"}, "ol": {"start"}, "td": {"colspan", "rowspan"}}
    return nh3.Cleaner(
        tags=set(BLOCKS | _PHRASES),
        attributes={**attributes, "th": attributes["td"]},
        attribute_filter=_attribute,
        clean_content_tags=set(),
        link_rel=None,
        url_schemes={"http", "https", "mailto"},
    )


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "href" and _LINK.match(value):
        return quote(value, safe=":/?#[]@!$&'()*+,;=%-._~")
    is_number = name not in ("href", "class") and value.isdecimal()
    return value if is_number or (name == "class" and _LANGUAGE.fullmatch(value)) else None


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True}).enable("table").disable("image")
    parser.block.ruler.at("html_block", _html_block, {"alt": ["paragraph", "reference", "blockquote"]})
    for kind in ("html_block", "html_inline"):
        parser.add_render_rule(kind, _raw)
    return parser


def _html_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A block of HTML where its first line begins with a tag of the list; `<Message>` is a word in a paragraph."""
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    return bool(line.startswith("<!--") or _TAG.match(line)) and html_block(state, start, end, silent)


def _raw(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:  # noqa: ANN401 - markdown-it's
    """Raw HTML without comments, and with text for what is no tag of the list, or opens what nothing closes."""
    content, shown, end = _COMMENT.sub("", tokens[index].content), [], 0
    for tag in _TAG.finditer(content):
        name = tag[2].lower()
        # what nothing closes would reach to the end of the page
        if name not in _MUST_CLOSE or name in env["closed"]:
            kept = f"<{tag[1]}div>" if name in _SECTIONS else tag[0]
            shown += [content[end : tag.start()].replace("<", "&lt;"), kept]
            end = tag.end()
    return "".join(shown) + content[end:].replace("<", "&lt;")


class _Tree(HTMLParser):
    """Builds the tree of HTML that is balanced."""

    def __init__(self) -> None:
        super().__init__()
        self.builder = TreeBuilder()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.builder.start(tag, {name: value or "" for name, value in attrs})
        if tag in VOID:
            self.builder.end(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.builder.end(tag)

    def handle_data(self, data: str) -> None:
        self.builder.data(data)


def tree(html: str) -> Element:
    """The elements of balanced HTML, such as `safe_html` gives, below a `div`."""
    parser = _Tree()
    parser.feed(f"<div>{html}</div>")
    parser.close()
    return parser.builder.close()


def plain_text(element: Element, code: str = "") -> str:
    """The words of an element on one line, with the mark `code` around code that does not have it, without others."""
    return " ".join("".join(_words(element, code)).split())


def _words(element: Element, code: str) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        inside = "".join(_words(child, code))
        mark = code if child.tag == "code" and code not in inside else ""
        apart = " " if child.tag in BLOCKS | VOID else ""
        yield from (apart, mark, inside, mark, apart, child.tail or "")
