"""The targets of links in Markdown, with line and column: CommonMark parsers have no columns for inline content."""

import re
from collections.abc import Callable, Iterator
from typing import Final

import msgspec

from docgen.markdown.fences import fences, map_outside_fences

_CODE_OR_LINK: Final = re.compile(
    r"(?<!`)(?P<ticks>`++).*?(?<!`)(?P=ticks)(?!`)"
    r"|(?:(?P<image>!\[(?:(?!!\[)[^\]\n])*)?\]\([ \t]*|^ {0,3}\[(?!\^)[^\]\n]+\]:[ \t]*)"  # [^1]: is a footnote
    r"<?(?P<address>(?:[^\s()<>]|\([^\s()<>]*\))++)(?=>?[ \t]*(?:$|[)\"'(]))",
    re.M,
)
"""An inline code span, or the start of a link up to the end of its target: an inline link or a reference definition."""


class Link(msgspec.Struct, frozen=True):
    """A link: its line from 0, the column of its target from 1, and the target as `address`."""

    line: int
    column: int
    address: str


def links(markdown: str) -> Iterator[Link]:
    """Every link outside of code, in order; images are left out."""
    fenced = {line for fence in fences(markdown) for line in fence.lines}
    for number, line in enumerate(markdown.split("\n")):
        if number not in fenced and "]" in line:
            for match in _CODE_OR_LINK.finditer(line):
                if match["address"] and match["image"] is None:
                    yield Link(number, match.start("address") + 1, match["address"])


def rewrite_links(markdown: str, change: Callable[[str], str]) -> str:
    """The text with `change` applied to the target of every link and image outside of code."""

    def rewrite(match: re.Match[str]) -> str:
        address = match["address"]
        return match[0].removesuffix(address) + change(address) if address else match[0]

    # what looks like a link in a fence is an example
    return map_outside_fences(markdown, lambda part: _CODE_OR_LINK.sub(rewrite, part))
