"""Fenced code in Markdown as the builder of the pages sees it: at the margin, in lists, in quotes, and in tabs."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final

import msgspec

_OPENING: Final = re.compile(
    r"^(?P<lead>[ \t>]*)(?P<marks>(?P<ticks>`{3,})|~{3,})(?P<info>(?(ticks)[^`\n]*|[^\n]*))$", re.M
)
_LINE: Final = re.compile(r"\n([^\n]*)")
_LANGUAGE: Final = re.compile(r"\s*(?:\{\s*)?\.?([\w#.+-]*)")
_TAB: Final = 4


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
    """Every fence of a Markdown text, as PyMdown's superfences have it; a text that several ask for is read once.

    It ends at a line of the same marks at the same indent. Without one, or where a line before it stands further left
    or in another quote, there is no fence.
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
    at, counted, line = 0, 0, 0
    while opening := _OPENING.search(markdown, at):
        inside, at, closed = _inside(markdown, opening)
        if closed:
            line += markdown.count("\n", counted, opening.start())
            counted = opening.start()
            lines = range(line, line + markdown.count("\n", counted, at) + 1)
            yield Fence(_language(opening["info"]), "".join(inside), lines, counted, at)


def _inside(markdown: str, opening: re.Match[str]) -> tuple[list[str], int, bool]:
    """The lines up to the end of a fence, where they end, and whether that is its end."""
    lead = opening["lead"].expandtabs(_TAB)
    inside: list[str] = []
    blank = False
    for line in _LINE.finditer(markdown, opening.end()):
        before, content = _split(line[1], len(lead))
        if _leaves(lead, before, content, blank):
            return inside, line.end(), False
        if content.rstrip(" \t") == opening["marks"]:
            return inside, line.end(), True
        inside.append(content + "\n")
        blank = not content
    return inside, len(markdown), False


def _leaves(lead: str, before: str, content: str, blank: bool) -> bool:
    """Whether a line with that before it is no part of a fence at `lead`; `blank` is whether one before is empty."""
    quotes, wanted = before.count(">"), lead.count(">")
    return quotes > wanted or (bool(content.strip()) and (len(before) < len(lead) or (blank and quotes < wanted)))


def _split(line: str, width: int) -> tuple[str, str]:
    """What stands before a line's content, no wider than a fence's indent, and the content."""
    end, before = 0, ""
    while end < len(line) and len(before) < width and line[end] in " \t>":
        end += 1
        before = line[:end].expandtabs(_TAB)
    return before, line[end:]


def _language(info: str) -> str:
    """The language before the options, also in braces: `json`, `.json`, `{.json title="x"}`."""
    found = _LANGUAGE.match(info)
    return found[1] if found else ""
