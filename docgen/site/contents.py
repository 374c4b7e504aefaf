"""The table of contents of a generated page: every heading with an id, also one in HTML, which Markdown leaves out."""

import re
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
    found = [
        AnchorLink(" ".join(_NO_WORDS.sub("", text).split()), id_, int(level))
        for level, id_, text in _HEADING.findall(html)
    ]
    if len(found) <= sum(1 for one in _flat(list(contents)) if one.level > 1):
        return contents
    title = next((one for one in contents if one.level == 1), None)
    nested = _nested(found)
    if title is None:
        return TableOfContents(nested)
    title.children[:] = nested
    return TableOfContents([title])


def _flat(links: list[AnchorLink]) -> list[AnchorLink]:
    return [one for link in links for one in (link, *_flat(link.children))]


def _nested(links: list[AnchorLink]) -> list[AnchorLink]:
    top: list[AnchorLink] = []
    above: list[AnchorLink] = []
    for link in links:
        while above and above[-1].level >= link.level:
            above.pop()
        (above[-1].children if above else top).append(link)
        above.append(link)
    return top
