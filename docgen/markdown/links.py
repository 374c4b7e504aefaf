"""The addresses of links in Markdown, with their places: a parser of CommonMark has none for what is within a line."""

import re
from collections.abc import Callable, Iterator
from typing import Final

import msgspec

from docgen.markdown.fences import fences, outside

_CODE_OR_LINK: Final = re.compile(
    r"(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)"
    r"|(?:(?P<image>!\[[^\]\n]*)?\]\([ \t]*|^ {0,3}\[(?!\^)[^\]\n]+\]:[ \t]*)"  # [^1]: is a footnote
    r"<?(?P<address>(?:[^\s()<>]|\([^\s()<>]*\))++)(?=>?[ \t]*(?:$|[)\"'(]))",
    re.M,
)
"""Code within a line, or the beginning of a link up to the end of its address: inline, or a reference's definition."""


class Link(msgspec.Struct, frozen=True):
    """A link: its line from 0, the column of its address from 1, and the address."""

    line: int
    column: int
    address: str


def links(markdown: str) -> Iterator[Link]:
    """Every link outside of code, in order; no image."""
    fenced = {line for fence in fences(markdown) for line in fence.lines}
    for number, line in enumerate(markdown.split("\n")):
        if number not in fenced and "]" in line:
            for found in _CODE_OR_LINK.finditer(line):
                if found["address"] and found["image"] is None:
                    yield Link(number, found.start("address") + 1, found["address"])


def relinked(markdown: str, change: Callable[[str], str]) -> str:
    """The text with `change` made of the address of every link and image outside of code."""

    def changed(found: re.Match[str]) -> str:
        address = found["address"]
        return found[0].removesuffix(address) + change(address) if address else found[0]

    # in a fence an address is an example, even where it looks like a link
    return outside(markdown, lambda part: _CODE_OR_LINK.sub(changed, part))
