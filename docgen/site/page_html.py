"""The HTML of a page: what is kept from the Markdown parser, what is finished behind it, and its table of contents.

Lists of fields are kept from the parser, which would only parse their HTML and leave it as it is: they are most of a
reference, and took most of the time to build it. The contents have every heading with an id, also one in HTML, which
Markdown leaves out.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from mkdocs.structure.toc import AnchorLink, TableOfContents

from docgen.wording import LINE_ENDS

_ALIGNED: Final = re.compile(r'<(t[dh]) style="text-align: (left|center|right);">')
_ESCAPED: Final = re.compile(r"&#(3[67]|4[0-7]|58|6[134]|9[1-6]|12[3-6]);")
"""A mark that means something in Markdown, but not in HTML: as an entity it takes five times its bytes."""
_LIST: Final = re.compile(r'<ul class="dg-fields')
_TAG: Final = re.compile(r"<(/?)ul\b")
_ID: Final = re.compile(r'<li id="([^"]+)"')
_INDENT: Final = re.compile(r"\n\s+")
_WITH_LONG_NAME: Final = re.compile(r"<(option|pre|script|style|title)\b.*?(?:</\1>|\Z)|>[^<>]*[^\s<>]{16}[^<>]*", re.S)
"""A text with a word too long for a narrow column, or an element in which no line may end."""
_MARK: Final = re.compile(r'<ul data-dg-list="(\d+)"></ul>')


def take_out(markdown: str) -> tuple[str, tuple[str, ...]]:
    """The Markdown of a page with a mark in place of each list of fields, and the lists."""
    kept: list[str] = []
    lists: list[str] = []
    end = 0
    for opening in _LIST.finditer(markdown):
        start = opening.start()
        if start < end:  # within the list before it
            continue
        kept += (markdown[end:start], f'<ul data-dg-list="{len(lists)}"></ul>')
        end = _end_of_list(markdown, start)
        lists.append(markdown[start:end])
    return "".join((*kept, markdown[end:])), tuple(lists)


def put_back(html: str, lists: Sequence[str]) -> str:
    """The HTML of the page with its lists of fields in the place of their marks."""
    return _MARK.sub(lambda mark: lists[int(mark[1])], html) if lists else html


def ids_in(lists: Iterable[str]) -> Iterator[str]:
    """The ids of the fields in the lists: MkDocs looks for the targets of links in what it parses alone."""
    for listed in lists:
        yield from _ID.findall(listed)


def finished(html: str) -> str:
    """The HTML of a whole page with places where the lines of long names end, and without a sidebar's indents.

    The indents before the content are half of what a sidebar weighs.
    """
    head, content, rest = html.partition("<article")
    lean = _INDENT.sub("\n", head) if content else head
    return _WITH_LONG_NAME.sub(_with_line_ends, lean + content + rest)


def _with_line_ends(found: re.Match[str]) -> str:
    return found[0] if found[1] else LINE_ENDS.sub("<wbr>", found[0])


def aligned(html: str) -> str:
    """The HTML with columns that are aligned by classes, since the docs host's policy forbids style attributes."""
    return _ALIGNED.sub(r'<\1 class="dg-\2">', html)


def unescaped(html: str) -> str:
    """The HTML without the entities for marks that mean something in Markdown, and nothing in HTML."""
    return _ESCAPED.sub(lambda mark: chr(int(mark[1])), html)


def _end_of_list(text: str, start: int) -> int:
    level = 0
    for tag in _TAG.finditer(text, start):
        level += -1 if tag[1] else 1
        if not level:
            return tag.end() + 1
    return len(text)


_HEADING: Final = re.compile(r'<h([2-6])\b[^<>]*?\sid="([^"]+)"[^<>]*>((?:(?!<h[2-6]\b).)*?)</h\1>', re.S)
_NO_WORDS: Final = re.compile(
    r'<a class="headerlink"(?:(?!<a ).)*?</a>|<span class="dg-(?:chip|small|since)(?:(?!<span ).)*?</span>|<[^<>]+>',
    re.S,
)


def with_html_headings(contents: TableOfContents, html: str) -> TableOfContents:
    """The contents of a page whose HTML has more headings than they name; else the contents as they are.

    The title of the page stays at the top of it, where it is there.
    """
    headings = [
        AnchorLink(" ".join(_NO_WORDS.sub("", text).split()), id_, int(level))
        for level, id_, text in _HEADING.findall(html)
    ]
    if len(headings) <= sum(link.level > 1 for link in _flat(contents)):
        return contents
    nested = _nested(headings)
    if title := next((link for link in contents if link.level == 1), None):
        title.children[:] = nested
        nested = [title]
    return TableOfContents(nested)


def _flat(links: Iterable[AnchorLink]) -> Iterator[AnchorLink]:
    for link in links:
        yield link
        yield from _flat(link.children)


def _nested(links: Iterable[AnchorLink]) -> list[AnchorLink]:
    root = AnchorLink("", "", 0)
    above = [root]
    for link in links:
        while above[-1].level >= link.level:
            above.pop()
        above[-1].children.append(link)
        above.append(link)
    return root.children
