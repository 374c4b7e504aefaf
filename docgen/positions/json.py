"""The position of a value in a JSON text, found level by level: what is outside of the pointer is skipped whole."""

import json
import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final, NamedTuple

from docgen.positions.source import Pointer, Position

_SPACE: Final = re.compile(r"[ \t\n\r\ufeff]*")
_DECODER: Final = json.JSONDecoder(strict=False)


def locate(text: str, pointer: Pointer) -> Position:
    """The line and column (both from 1) of the value under a pointer, or of its nearest existing parent."""
    index = _index(text)
    return index.position(index.path(pointer)[-1].start)


def extent(text: str, pointer: Pointer) -> tuple[int, int] | None:
    """The first and the last line (from 1) of the value under a pointer, with its key; None where there is none."""
    index = _index(text)
    path = index.path(pointer)
    end = _scan(text, path[-1].value)[1] if len(path) > len(pointer) else None
    return (index.position(path[-1].start)[0], index.position(end - 1)[0]) if end else None


class _Member(NamedTuple):
    """Offsets: where the key of a value begins (in a list, the value itself), and where the value does."""

    start: int
    value: int


class _Index:
    """A text with its line ends, and the members of each object and list that a pointer has led into so far."""

    def __init__(self, text: str) -> None:
        top = _skip_space(text, 0)
        self._text = text
        self._top = _Member(top, top)
        self._line_ends = array("Q", (match.start() for match in re.finditer("\n", text)))
        self._members_at: dict[int, dict[str, _Member]] = {}

    def path(self, pointer: Pointer) -> list[_Member]:
        """The members along a pointer, outermost first, up to the last that exists."""
        path = [self._top]
        for key in pointer:
            offset = path[-1].value
            if offset not in self._members_at:
                # reversed: of a duplicate key the first counts, as in YAML
                self._members_at[offset] = dict(reversed([*_members(self._text, offset)]))
            if str(key) not in self._members_at[offset]:
                break
            path.append(self._members_at[offset][str(key)])
        return path

    def position(self, offset: int) -> Position:
        """The line and column of the character at an offset."""
        line = bisect_left(self._line_ends, offset)
        return line + 1, offset - (self._line_ends[line - 1] if line else -1)


@lru_cache(maxsize=256)  # more than the contracts of a project, or they would be scanned again
def _index(text: str) -> _Index:
    return _Index(text)


def _members(text: str, offset: int) -> Iterator[tuple[str, _Member]]:
    """The members of the value at an offset, up to a syntax error; those of a list by their index."""
    if text[offset : offset + 1] == "{":
        yield from _object_members(text, offset)
    elif text[offset : offset + 1] == "[":
        yield from ((str(index), member) for index, member in enumerate(_list_members(text, offset)))


def _object_members(text: str, offset: int) -> Iterator[tuple[str, _Member]]:
    more = True
    while more:
        start = _skip_space(text, offset + 1)
        key, end = _scan(text, start)
        colon = _skip_space(text, end or start)
        if not isinstance(key, str) or text[colon : colon + 1] != ":":
            return
        value = _skip_space(text, colon + 1)
        yield key, _Member(start, value)
        offset, more = _next_separator(text, value)


def _list_members(text: str, offset: int) -> Iterator[_Member]:
    more = True
    while more:
        value = _skip_space(text, offset + 1)
        if text[value : value + 1] in ("]", ""):
            return
        yield _Member(value, value)
        offset, more = _next_separator(text, value)


def _next_separator(text: str, value: int) -> tuple[int, bool]:
    """The offset after a value, and whether a comma is there, so that another member follows."""
    end = _scan(text, value)[1]
    offset = _skip_space(text, end) if end else value
    return offset, bool(end) and text[offset : offset + 1] == ","


def _scan(text: str, offset: int) -> tuple[Any, int | None]:
    """The value at an offset, and where it ends; None where it is not valid, or too deep or long to be read."""
    try:
        value, end = _DECODER.raw_decode(text, offset)
    except (ValueError, RecursionError):
        return None, None
    return value, end


def _skip_space(text: str, offset: int) -> int:
    found = _SPACE.match(text, offset)
    return found.end() if found else offset
