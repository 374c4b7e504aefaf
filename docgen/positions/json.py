"""Where a value stands in a JSON text: level by level, and what no pointer leads into is passed over as a whole."""

import json
import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final, NamedTuple

from docgen.positions.source import Place, Pointer

_SPACE: Final = re.compile(r"[ \t\n\r\ufeff]*")
_DECODER: Final = json.JSONDecoder(strict=False)


def locate(text: str, pointer: Pointer) -> Place:
    """The line and column (both from 1) of the value under a pointer, or of its nearest existing parent."""
    return _read(text).place(_read(text).path(pointer)[-1].start)


def extent(text: str, pointer: Pointer) -> tuple[int, int] | None:
    """The first and the last line (from 1) of the value under a pointer, with its key; None where there is none."""
    path = _read(text).path(pointer)
    end = _scanned(text, path[-1].value)[1] if len(path) > len(pointer) else None
    return (_read(text).place(path[-1].start)[0], _read(text).place(end - 1)[0]) if end else None


class _Member(NamedTuple):
    """Where the key of a value begins, or the value itself in a list, and where the value does."""

    start: int
    value: int


class _Text:
    """A text, where its lines end, and the members of each object and list that a pointer led into."""

    def __init__(self, text: str) -> None:
        top = _after_space(text, 0)
        self._text = text
        self._top = _Member(top, top)
        self._ends = array("Q", (match.start() for match in re.finditer("\n", text)))
        self._known: dict[int, dict[str, _Member]] = {}

    def path(self, pointer: Pointer) -> list[_Member]:
        """The members on the way to a pointer, outermost first, as far as there are any."""
        path = [self._top]
        for key in pointer:
            at = path[-1].value
            if at not in self._known:
                self._known[at] = dict(reversed([*_members(self._text, at)]))  # of a key that repeats, the first
            if str(key) not in self._known[at]:
                break
            path.append(self._known[at][str(key)])
        return path

    def place(self, at: int) -> Place:
        """The line and column of a character."""
        line = bisect_left(self._ends, at)
        return line + 1, at - (self._ends[line - 1] if line else -1)


@lru_cache(maxsize=256)  # more than the contracts of a project, or they would be scanned again
def _read(text: str) -> _Text:
    return _Text(text)


def _members(text: str, at: int) -> Iterator[tuple[str, _Member]]:
    """The members of the value that begins at a place, up to a mistake; those of a list by their index."""
    if text[at : at + 1] == "{":
        yield from _of_object(text, at)
    elif text[at : at + 1] == "[":
        yield from ((str(index), member) for index, member in enumerate(_of_list(text, at)))


def _of_object(text: str, at: int) -> Iterator[tuple[str, _Member]]:
    more = True
    while more:
        start = _after_space(text, at + 1)
        key, end = _scanned(text, start)
        colon = _after_space(text, end or start)
        if not isinstance(key, str) or text[colon : colon + 1] != ":":
            return
        value = _after_space(text, colon + 1)
        yield key, _Member(start, value)
        at, more = _next(text, value)


def _of_list(text: str, at: int) -> Iterator[_Member]:
    more = True
    while more:
        value = _after_space(text, at + 1)
        if text[value : value + 1] in ("]", ""):
            return
        yield _Member(value, value)
        at, more = _next(text, value)


def _next(text: str, value: int) -> tuple[int, bool]:
    """What stands behind a value, and whether that is the comma before another one."""
    end = _scanned(text, value)[1]
    at = _after_space(text, end) if end else value
    return at, bool(end) and text[at : at + 1] == ","


def _scanned(text: str, at: int) -> tuple[Any, int | None]:
    """The value that begins at a place, and where it ends; None where it is none, or too deep or long to be read."""
    try:
        value, end = _DECODER.raw_decode(text, at)
    except (ValueError, RecursionError):
        return None, None
    return value, end


def _after_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at
