"""Markdown whose releases are headings with a version and a day, as at keepachangelog.com."""

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import Final

from markdown_it.tree import SyntaxTreeNode

from docgen.author.imports.blocks import parsed, text_of, with_full_links
from docgen.author.imports.dates import day_in, version_in, without_days
from docgen.author.imports.release import Release
from docgen.positions.source import Source

LOOKS_LIKE: Final = "`## [1.2.0] - 2023-01-02` headings (Keep a Changelog)"
_DEEPEST: Final = 3
"""Tools that derive the level from the version go down to this one for a patch."""
_START: Final = re.compile(r"(?:version|release)?[\s\[(]*+(?:v?[0-9]+\.|v[0-9]|unreleased|[-:]|\W*$)", re.I)


def releases(source: Source) -> Iterator[Release]:
    """A release for each heading that begins with a version or a day, up to the next of those."""
    text = with_full_links(source.text)
    lines = text.split("\n")
    heads = [node for node in parsed(text) if _is_head(node)]
    for head, following in zip_longest(heads, heads[1:]):
        title, (start, first) = text_of(head), head.map or (0, 0)
        end = following.map[0] if following and following.map else len(lines)
        yield Release(version_in(title) or title, title, "\n".join(lines[first:end]), line=start + 1, first=first + 1)


def _is_head(node: SyntaxTreeNode) -> bool:
    if node.type != "heading" or int(node.tag[1]) > _DEEPEST:
        return False
    title = text_of(node)
    return bool(_START.match(without_days(title)) or (day_in(title) and version_in(title)))
