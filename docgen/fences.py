"""Fenced code in Markdown, wherever a builder sees it: at the margin, in lists, in quotes, and in tabs."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final

import msgspec

_OPENING: Final = re.compile(
    r"^(?P<lead>[ \t>]*)(?P<marks>(?P<ticks>`{3,})|~{3,})(?P<info>(?(ticks)[^`\n]*|[^\n]*))$", re.M
)


class Fence(msgspec.Struct, frozen=True):
    """A fence: its language, the text inside, its lines (from 0) with those of its marks, and where it stands."""

    language: str
    text: str
    lines: range
    start: int
    end: int

    @property
    def line(self) -> int:
        """The line of its opening."""
        return self.lines.start


@lru_cache(maxsize=8192)
def fences(markdown: str) -> tuple[Fence, ...]:
    """Every fence of a Markdown text (CommonMark 0.31, section 4.5); one without an end goes to that of the text.

    A fence ends at the first line of as many marks or more, whatever stands before them. Code that is indented by four
    and has marks is a fence, too, as PyMdown's superfences have it. A text that several ask for is read once.
    """
    return tuple(_found(markdown))


def outside(markdown: str, change: Callable[[str], str]) -> str:
    """The text with `change` made of all between its fences, which stay as they are."""
    parts, end = [], 0
    for fence in fences(markdown):
        parts += [change(markdown[end : fence.start]), markdown[fence.start : fence.end]]
        end = fence.end
    return "".join((*parts, change(markdown[end:])))


def _found(markdown: str) -> Iterator[Fence]:
    line, end = 0, 0
    while opening := _OPENING.search(markdown, end):
        line += markdown.count("\n", end, opening.start())
        closing = _closing(opening["marks"]).search(markdown, opening.end())
        inside = markdown[opening.end() + 1 : closing.start() if closing else len(markdown)]
        language, _, _ = opening["info"].strip().partition(" ")
        start = opening.start()
        end = closing.end() if closing else len(markdown)
        last = line + markdown.count("\n", start, end)
        yield Fence(language, _stripped(inside, opening["lead"]), range(line, last + 1), start, end)
        line = last


@lru_cache(maxsize=32)
def _closing(marks: str) -> re.Pattern[str]:
    return re.compile(rf"^[ \t>]*{marks}{marks[0]}*[ \t]*$", re.M)


def _stripped(text: str, lead: str) -> str:
    """The lines without what stands before the marks of their fence."""
    return re.sub(rf"^[ \t>]{{0,{len(lead)}}}", "", text, flags=re.M) if lead else text
