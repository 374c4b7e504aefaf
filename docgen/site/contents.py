"""The table of contents of a generated page: every heading with an id, also one in HTML, which Markdown leaves out."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from mkdocs.structure.toc import AnchorLink, TableOfContents

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
    title = next((link for link in contents if link.level == 1), None)
    if title:
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
