"""Fenced code in Markdown."""

from collections.abc import Iterator
from typing import Final

import msgspec
from markdown_it import MarkdownIt

_PARSER: Final = MarkdownIt("commonmark")


class Fence(msgspec.Struct, frozen=True):
    """A fence: its language, the text inside, and the line (from 0) of its opening in the Markdown."""

    language: str
    text: str
    line: int


def fences(markdown: str) -> Iterator[Fence]:
    """Every fence of a Markdown text, those in lists too."""
    for token in _PARSER.parse(markdown):
        if token.type == "fence" and token.map:
            language, _, _ = token.info.strip().partition(" ")
            yield Fence(language, token.content, token.map[0])
