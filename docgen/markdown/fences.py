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
    """A fence: its language, its text, its lines from 0 (both marks included), and its first and last offset."""

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
    """Every fence of a Markdown text, as PyMdown's superfences parses it.

    A fence ends at a line with the same marks at the same indent. Without such a line, or where an earlier line is
    indented less or is in another quote, there is no fence.
    """
    return tuple(_find_fences(markdown))


def map_outside_fences(markdown: str, change: Callable[[str], str]) -> str:
    """The text with `change` applied to each part between its fences, which stay as they are."""
    parts, end = [], 0
    for fence in fences(markdown):
        parts += [change(markdown[end : fence.start]), markdown[fence.start : fence.end]]
        end = fence.end
    return "".join((*parts, change(markdown[end:])))


def _find_fences(markdown: str) -> Iterator[Fence]:
    at, counted_to, line = 0, 0, 0
    while opening := _OPENING.search(markdown, at):
        body, at, closed = _body(markdown, opening)
        if closed:
            line += markdown.count("\n", counted_to, opening.start())
            counted_to = opening.start()
            lines = range(line, line + markdown.count("\n", counted_to, at) + 1)
            yield Fence(_language(opening["info"]), "".join(body), lines, counted_to, at)


def _body(markdown: str, opening: re.Match[str]) -> tuple[list[str], int, bool]:
    """The lines of a fence up to its closing mark, their end, and whether there is a closing mark."""
    lead = opening["lead"].expandtabs(_TAB)
    if not lead:  # most are at the margin, and no line is outside of that
        closing = re.compile(rf"\n{opening['marks']}[ \t]*$", re.M).search(markdown, opening.end())
        inside = markdown[opening.end() : closing.start()] if closing else ""
        return [f"{inside[1:]}\n"] if inside else [], closing.end() if closing else len(markdown), closing is not None
    body: list[str] = []
    blank = False
    for line in _LINE.finditer(markdown, opening.end()):
        before, content = _split_indent(line[1], len(lead))
        if _is_outside(lead, before, content, blank):
            return body, line.end(), False
        if content.rstrip(" \t") == opening["marks"]:
            return body, line.end(), True
        body.append(content + "\n")
        blank = not content
    return body, len(markdown), False


def _is_outside(lead: str, before: str, content: str, blank: bool) -> bool:
    """Whether a line, split into its indent `before` and its content, is outside of a fence with the indent `lead`.

    `blank` says whether the line before it is empty: after one, a line must be in as many quotes as the fence.
    """
    quotes, wanted = before.count(">"), lead.count(">")
    return quotes > wanted or (bool(content.strip()) and (len(before) < len(lead) or (blank and quotes < wanted)))


def _split_indent(line: str, width: int) -> tuple[str, str]:
    """The indent of a line (spaces, tabs and quote marks), at most `width` columns wide, and its content."""
    end, before = 0, ""
    while end < len(line) and len(before) < width and line[end] in " \t>":
        end += 1
        before = line[:end].expandtabs(_TAB)
    return before, line[end:]


def _language(info: str) -> str:
    """The language of an info string: `json` of `json`, `.json` and `{.json title="x"}`."""
    match = _LANGUAGE.match(info)
    return match[1] if match else ""
