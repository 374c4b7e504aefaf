"""The position of a key in a TOML text: the standard library reads values without positions."""

import re
from collections.abc import Iterator
from typing import Final

from docgen.positions.source import Pointer, Position

_KEY: Final = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
_KEYS: Final = rf"{_KEY}(?:\s*\.\s*{_KEY})*"
_LINE: Final = re.compile(rf"^\s*(?:(?P<open>\[\[?)\s*(?P<table>{_KEYS})\s*\]|(?P<keys>{_KEYS})\s*=)")

_QUOTED: Final = re.compile(
    r"""\"{3}(?:\\.|[^\\])*?(?:\"{3,5}|\Z)|'{3}.*?(?:'{3,5}|\Z)|"(?:\\.|[^"\\\n])*+"?|'[^'\n]*+'?|#[^\n]*""",
    re.S,
)
"""A string or a comment; one that does not end is a string, too: no later quote is tried as the start of another."""


def locate(text: str, pointer: Pointer) -> Position:
    """The line of the deepest key along a pointer that has a line of its own; column 1."""
    keys, line, depth = tuple(map(str, pointer)), 1, 0
    for number, path in _paths(text):
        common = min(len(path), len(keys))
        if common > depth and path[:common] == keys[:common]:
            line, depth = number, common
    return line, 1


def too_deep(text: str, levels: int) -> int:
    """The character at which arrays and inline tables have more levels than some; the last where they never have."""
    depth = 0
    for token in re.finditer(rf"{_QUOTED.pattern}|[\[{{]|[\]}}]", text, re.S):
        depth += (token[0] in "[{") - (token[0] in "]}")
        if depth > levels:
            return token.start()
    return max(len(text) - 1, 0)


def _paths(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The number of each line that opens a table or names a key, with the full key path."""
    table: tuple[str, ...] = ()
    seen: dict[tuple[str, ...], int] = {}
    # a string or comment as it is, or only its line breaks: no line inside a multi-line string names a key
    plain = _QUOTED.sub(lambda quoted: "\n" * quoted[0].count("\n") or quoted[0], text)
    for number, line in enumerate(plain.split("\n"), 1):
        match = _LINE.match(line)
        if match is None:
            continue
        if match["table"]:
            table = _split_keys(match["table"])
            # each `[[x]]` is the next item of a list
            if match["open"] == "[[":
                seen[table] = seen.get(table, -1) + 1
                table = (*table, str(seen[table]))
        yield number, (*table, *_split_keys(match["keys"] or ""))


def _split_keys(keys: str) -> tuple[str, ...]:
    return tuple(key.strip("\"'") for key in re.findall(_KEY, keys))
