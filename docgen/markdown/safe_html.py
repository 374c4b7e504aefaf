"""CommonMark of a contract as HTML of an allow list: text from there may be hostile, and holds HTML in the wild.

Ammonia (nh3) parses as browsers do, and writes only what the list has, balanced. What only looks like HTML is text:
before it, each `<` that begins no tag is escaped, such as that of `<id>`, `List<String>` or `<script>`; an element of
HTML or a custom one that is not in the list becomes its text, and one that shows a file becomes a link to it.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache, lru_cache
from html import escape
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
_OTHERS: Final = frozenset((
    "abbr", "article", "aside", "audio", "big", "button", "caption", "cite", "col", "colgroup", "dfn", "embed",
    "figcaption", "figure", "iframe", "img", "ins", "main", "mark", "nav", "picture", "q", "samp", "source", "strike",
    "tt", "video", "wbr",
))  # fmt: skip
"""The other elements of HTML with text or a file: not those whose names XML in a description may have, too."""
_NAMES: Final = "|".join(sorted((*_KNOWN, *_OTHERS, *map(str.upper, _KNOWN | _OTHERS))))
_CUSTOM: Final = r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+"  # as authors write them (HTML, valid custom element name)
_QUOTED: Final = r'"[^"]{0,2000}"|' + r"'[^']{0,2000}'"

_TAG: Final = re.compile(rf"<(/?)({_NAMES}|{_CUSTOM})((?:\s(?:{_QUOTED}|[^<>\"'])*)?)/?>")
_FILE: Final = re.compile(r"\ssrc=[\"']?[!#-&(-~]", re.IGNORECASE)
_CLEAN_TAG: Final = re.compile(r'(<(?:[^<>"]|"[^"]{0,10000}")*>)')
"""A tag of clean HTML, whose attributes may have any text, in quotes."""
_URL: Final = re.compile(r"\bhttps?://(?![^\s<]{0,2000}{)\w(?:[\w/?#@!$+,;=%.:~*-]|&amp;){0,2000}(?<![,;.:!?*])")
"""An address in text, without what ends its sentence; one with a placeholder leads nowhere."""
_COMMENT: Final = re.compile(r"<!--.{0,2000}?-->", re.S)
_LINK: Final = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
_LANGUAGE: Final = re.compile(r"language-[a-z0-9+-]+")
_UNLINKED: Final = re.compile(r"<a>((?:(?!<a>).)*?)</a>", re.S)
_HEADING: Final = re.compile(r"<(/?)h[1-6]>")
_MARK: Final = re.compile(r"<(/?)(?!br>|hr>)[a-z]")
_MAX_TAGS: Final = 20_000  # lists in each other take the square of their number
_MAX_DEPTH: Final = 60  # elements in each other
_EMPTY: Final = re.compile(r"<p>\s*</p>\n?")
_CLOSED: Final = re.compile(r"</([A-Za-z0-9-]+)\s*>")


@lru_cache(maxsize=16_384)  # pages and twins ask for the same, and operations repeat parameters
def safe_html(markdown: str) -> str:
    """The HTML of CommonMark with tables: elements of the list, links to the web and to mail, headings as `h5`.

    Comments are removed, and an image is a link or text. A link to elsewhere becomes its text, since a contract names
    no base for it. What nests or repeats tags without end is text.
    """
    env = {"closed": frozenset(name.lower() for name in _CLOSED.findall(markdown))}
    rendered = _parser().render(markdown, env)
    # what nests without end takes the square of its length
    if rendered.count("<") < _MAX_TAGS:
        html = _with_links(_UNLINKED.sub(r"\1", _cleaner().clean(rendered)))
        if _depth(html) <= _MAX_DEPTH:
            return _EMPTY.sub("", _HEADING.sub(r"<\1h5>", html)).lstrip("\n")
    return f"<p>{nh3.clean_text(markdown)}</p>"


def _depth(html: str) -> int:
    return max(accumulate(-1 if mark[1] else 1 for mark in _MARK.finditer(html)), default=0)


@cache
def _cleaner() -> nh3.Cleaner:
    attributes = {
        "a": {"href"},
        "code": {"class"},
        "ol": {"start"},
        "td": {"colspan", "rowspan"},
        "img": {"src", "alt", "title"},
    }
    return nh3.Cleaner(
        tags={*BLOCKS, *_PHRASES, "img"},
        attributes=attributes,
        attribute_filter=_attribute,
        clean_content_tags=set(),
        link_rel=None,
        url_schemes={"http", "https", "mailto"},
    )


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name in ("alt", "title"):
        return value
    if name in ("href", "src") and _LINK.match(value):
        return quote(value, safe=":/?#[]@!$&'()*+,;=%-._~")
    is_number = tag != "a" and value.isdecimal()
    return value if is_number or (name == "class" and _LANGUAGE.fullmatch(value)) else None


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    parser.block.ruler.at("html_block", _html_block, {"alt": ["paragraph", "reference", "blockquote"]})
    for kind in ("html_block", "html_inline"):
        parser.add_render_rule(kind, _raw)
    return parser


def _html_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A block of HTML where its first line begins with a tag of the list; `<Message>` is a word in a paragraph."""
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    tag = _TAG.match(line)
    begins = line.startswith("<!--") or (tag is not None and tag[2].lower() in _KNOWN)
    return begins and html_block(state, start, end, silent)


def _raw(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:  # noqa: ANN401 - markdown-it's
    """Raw HTML without comments, and with text for what is no tag, or opens what nothing closes."""
    content, shown, end = _COMMENT.sub("", tokens[index].content), [], 0
    for tag in _TAG.finditer(content):
        kept = _kept(tag, env["closed"])
        if kept is not None:
            shown += [content[end : tag.start()].replace("<", "&lt;"), kept]
            end = tag.end()
    # a component of the vendor's own site, alone in its paragraph
    if not shown and len(tokens) == 1 and content.endswith("/>"):
        return ""
    return "".join(shown) + content[end:].replace("<", "&lt;")


def _kept(tag: re.Match[str], closed: Collection[str]) -> str | None:
    """What the cleaner gets for a tag: an image for each element that shows a file; None where it is text."""
    name, attributes = tag[2].lower(), tag[3]
    if name in _SECTIONS:
        return f"<{tag[1]}div>"
    # what nothing closes would reach to the end of the page
    if name in _KNOWN:
        return tag[0] if name in closed or name not in _MUST_CLOSE else None
    has_file = _FILE.search(attributes)
    # `<user-id>` is a placeholder: an element has attributes, or an end
    if not has_file and name not in closed and ("-" not in name or not attributes):
        return None
    return f"<img{attributes}>" if has_file else ""


def _with_links(html: str) -> str:
    """Clean HTML with a link to each image of the web in its place, and to each bare address; none in a link or code.

    The label alone is there for any other image, and in a link.
    """
    shown, depth = [], 0
    for part in _CLEAN_TAG.split(html):
        if part.startswith("<img"):
            image = tree(part)[0]
            address = "" if depth else image.get("src", "")
            label = escape(image.get("alt") or image.get("title") or address)
            part = f'<a href="{escape(address)}">{label}</a>' if address else label
        elif part.startswith(("<a ", "<code")):
            depth += 1
        elif part in ("</a>", "</code>"):
            depth -= 1
        elif not (depth or part.startswith("<")):
            part = _URL.sub(r'<a href="\g<0>">\g<0></a>', part)
        shown.append(part)
    return "".join(shown)


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
