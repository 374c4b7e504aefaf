"""The headings of a page: lines of `#` that no fence, comment or front matter holds."""

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from docgen.markdown.fences import fences
from docgen.markdown.front_matter import split, texts

_HEADING: Final = re.compile(r"^(?P<marks>#{1,6})[ \t]+(?P<title>[^\n]*)$", re.M)
_COMMENT: Final = re.compile(r"<!--.*?(?:-->|\Z)", re.S)


class Heading(msgspec.Struct, frozen=True):
    """A heading: its level, its title, and where its line begins and ends in the text."""

    level: int
    title: str
    start: int
    end: int


def headings(markdown: str) -> Iterator[Heading]:
    """The headings of a Markdown text without front matter, in order; those underlined are not among them."""
    inside = [(fence.start, fence.end) for fence in fences(markdown)]
    inside += [comment.span() for comment in _COMMENT.finditer(markdown)]
    for found in _HEADING.finditer(markdown):
        if not any(start <= found.start() < end for start, end in inside):
            yield Heading(len(found["marks"]), found["title"].strip(), *found.span())


def title(markdown: str) -> str:
    """The title of a page: `title` of its front matter, or else its first heading of the first level; may be empty."""
    page = split(markdown)
    return texts(page.yaml).get("title") or next((found.title for found in headings(page.body) if found.level == 1), "")
