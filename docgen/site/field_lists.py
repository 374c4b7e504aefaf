"""Keeps lists of fields from the Markdown parser, which would only parse their HTML and leave it as it is.

They are most of a reference, and took most of the time to build it.
"""

import re
from collections.abc import Sequence
from typing import Final

_LIST: Final = re.compile(r'<ul class="dg-fields')
_TAG: Final = re.compile(r"<(/?)ul\b")
_MARK: Final = re.compile(r'<ul data-dg-list="(\d+)"></ul>')


def take_out(markdown: str) -> tuple[str, tuple[str, ...]]:
    """The Markdown of a page with a mark in place of each list of fields, and the lists.

    A list with ids stays, since MkDocs looks for the targets of links in what it parses; those within it do not.
    """
    kept: list[str] = []
    lists: list[str] = []
    end = 0
    for start in [opening.start() for opening in _LIST.finditer(markdown)]:
        if start < end:  # within the list before it
            continue
        stop = _end_of_list(markdown, start)
        if markdown.find(' id="', start, stop) == -1:
            kept += (markdown[end:start], f'<ul data-dg-list="{len(lists)}"></ul>')
            lists.append(markdown[start:stop])
            end = stop
    return "".join((*kept, markdown[end:])), tuple(lists)


def put_back(html: str, lists: Sequence[str]) -> str:
    """The HTML of the page with its lists of fields in the place of their marks."""
    return _MARK.sub(lambda mark: lists[int(mark[1])], html) if lists else html


def _end_of_list(text: str, start: int) -> int:
    level = 0
    for tag in _TAG.finditer(text, start):
        level += -1 if tag[1] else 1
        if not level:
            return tag.end() + 1
    return len(text)
