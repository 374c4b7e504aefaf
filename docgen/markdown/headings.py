"""The ATX headings of a page, outside of fences, comments and front matter."""

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from docgen.markdown.fences import fences
from docgen.markdown.front_matter import split, text_values

_HEADING: Final = re.compile(r"^(?P<marks>#{1,6})[ \t]+(?P<title>[^\n]*)$", re.M)
_COMMENT: Final = re.compile(r"<!--.*?(?:-->|\Z)", re.S)


class Heading(msgspec.Struct, frozen=True):
    """A heading: its level, its title, and the offsets of its line in the text."""

    level: int
    title: str
    start: int
    end: int


def headings(markdown: str) -> Iterator[Heading]:
    """The ATX headings of a Markdown text without front matter, in order; setext headings are left out."""
    inside = [(fence.start, fence.end) for fence in fences(markdown)]
    inside += [comment.span() for comment in _COMMENT.finditer(markdown)]
    for found in _HEADING.finditer(markdown):
        if not any(start <= found.start() < end for start, end in inside):
            yield Heading(len(found["marks"]), found["title"].strip(), *found.span())


def title(markdown: str) -> str:
    """The title of a page: `title` in its front matter, else its first heading of level 1; may be empty."""
    page = split(markdown)
    first = next((heading.title for heading in headings(page.body) if heading.level == 1), "")
    return text_values(page.yaml).get("title") or first
