"""The position of a value in a JSON text, found level by level: what is outside of the pointer is skipped whole."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final, NamedTuple

import msgspec

from docgen.positions.source import Pointer, Position, position_at

_SPACE: Final = re.compile(rb"(?:[ \t\n\r]|\xef\xbb\xbf)*")
_KEY: Final = re.compile(rb'("[^"\\]*+(?:\\.[^"\\]*+)*+")[ \t\n\r]*:[ \t\n\r]*', re.S)
_ENDS: Final = {
    ("Expecting value", "]"): "array",
    ("Expecting property name enclosed in double quotes", "}"): "object",
}
_TRAILING: Final = re.compile(r"trailing characters \(byte ([0-9]+)\)")


def loads(text: str, **options: Any) -> Any:  # noqa: ANN401 - as of the standard library
    """The value of a JSON text; JSONDecodeError as of Python 3.13, which places a trailing comma at the comma."""
    import json  # most documents are read by msgspec

    try:
        return json.loads(text, **options)
    except json.JSONDecodeError as error:
        kind = _ENDS.get((error.msg, text[error.pos : error.pos + 1]))
        before = text[: error.pos].rstrip()
        if kind and before.endswith(","):
            raise type(error)(f"Illegal trailing comma before end of {kind}", text, len(before) - 1) from None
        raise


def locate(data: bytes, pointer: Pointer) -> Position:
    """The line and column (both from 1) of the value under a pointer, or of its nearest existing parent."""
    return position_at(data, _index(data).path(pointer)[-1].start)


def extent(data: bytes, pointer: Pointer) -> tuple[int, int] | None:
    """The first and the last line (from 1) of the value under a pointer, with its key; None where there is none."""
    path = _index(data).path(pointer)
    if len(path) <= len(pointer):
        return None
    end = _end_of_value(data, path[-1].value)
    if end is None:
        return None
    # the space behind a value is no part of it
    last = len(data[path[-1].value : end].rstrip()) - 1
    return position_at(data, path[-1].start)[0], position_at(data, path[-1].value + last)[0]


class _Member(NamedTuple):
    """Offsets: where the key of a value begins (in a list, the value itself), and where the value does."""

    start: int
    value: int


class _Index:
    """A text, and the members of each object and list that a pointer has led into so far."""

    def __init__(self, data: bytes) -> None:
        top = _skip_space(data, 0)
        self._data = data
        self._top = _Member(top, top)
        self._members_at: dict[int, dict[str, _Member]] = {}

    def path(self, pointer: Pointer) -> list[_Member]:
        """The members along a pointer, outermost first, up to the last that exists."""
        path = [self._top]
        for key in pointer:
            offset = path[-1].value
            if offset not in self._members_at:
                # reversed: of a duplicate key the first counts, as in YAML
                self._members_at[offset] = dict(reversed([*_members(self._data, offset)]))
            if str(key) not in self._members_at[offset]:
                break
            path.append(self._members_at[offset][str(key)])
        return path


_index: Final = lru_cache(maxsize=256)(_Index)  # more than the contracts of a project: each is scanned once


def _members(data: bytes, offset: int) -> Iterator[tuple[str, _Member]]:
    """The members of the value at an offset, up to a syntax error; those of a list by their index."""
    opening = data[offset : offset + 1]
    more, index = opening in (b"{", b"["), 0
    while more:
        start = value = _skip_space(data, offset + 1)
        name = str(index)
        if opening == b"{":
            key = _KEY.match(data, start)
            if key is None:
                return
            name, value = _decoded(key[1]), key.end()
        elif data[start : start + 1] in (b"]", b""):
            return
        yield name, _Member(start, value)
        offset = _end_of_value(data, value) or len(data)
        more = data[offset : offset + 1] == b","
        index += 1


def _end_of_value(data: bytes, offset: int) -> int | None:
    """The offset after a value and the space behind it; None where it is not valid, or too deep to be read."""
    # no parser skips a value as fast, and this one says where it stopped in no other way
    try:
        msgspec.json.decode(memoryview(data)[offset:], type=msgspec.Raw)
    except (msgspec.DecodeError, RecursionError) as error:
        trailing = _TRAILING.search(str(error))
        return offset + int(trailing[1]) - 1 if trailing else None
    return len(data)


def _decoded(literal: bytes) -> str:
    try:
        return msgspec.json.decode(literal, type=str)
    except msgspec.DecodeError:  # a control character, as in a text that another parser took
        return literal[1:-1].decode("utf-8", "surrogatepass")


def _skip_space(data: bytes, offset: int) -> int:
    space = _SPACE.match(data, offset)
    return space.end() if space else offset
