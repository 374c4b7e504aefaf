"""Fenced code in Markdown."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

import msgspec
from markdown_it import MarkdownIt

_PARSER: Final = MarkdownIt("commonmark").disable("inline")  # fences are blocks


class Fence(msgspec.Struct, frozen=True):
    """A fence: its language, the text inside, and the line (from 0) of its opening in the Markdown."""

    language: str
    text: str
    line: int


@lru_cache(maxsize=8192)
def fences(markdown: str) -> tuple[Fence, ...]:
    """Every fence of a Markdown text, those in lists too; a text that several rules ask for is parsed once."""
    return tuple(_found(markdown))


def _found(markdown: str) -> Iterator[Fence]:
    for token in _PARSER.parse(markdown):
        if token.type == "fence" and token.map:
            language, _, _ = token.info.strip().partition(" ")
            yield Fence(language, token.content, token.map[0])
