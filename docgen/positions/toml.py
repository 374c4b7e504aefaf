"""Where a key stands in a TOML text: the standard library reads values, and no places."""

import re
from collections.abc import Iterator
from typing import Final

from docgen.positions.source import Place, Pointer

_KEY: Final = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
_KEYS: Final = rf"{_KEY}(?:\s*\.\s*{_KEY})*"
_LINE: Final = re.compile(rf"^\s*(?:(?P<open>\[\[?)\s*(?P<table>{_KEYS})\s*\]|(?P<keys>{_KEYS})\s*=)")

_QUOTED: Final = re.compile(
    r"""\"{3}(?:\\.|[^\\])*?\"{3,5}|'{3}.*?'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|#[^\n]*""",
    re.S,
)


def locate(text: str, pointer: Pointer) -> Place:
    """The line of the deepest key on the way to a pointer that has one of its own; column 1."""
    wanted, line, depth = tuple(map(str, pointer)), 1, 0
    for number, path in _paths(text):
        together = min(len(path), len(wanted))
        if together > depth and path[:together] == wanted[:together]:
            line, depth = number, together
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
    """The lines that open a table or name a key, with the way to it from the top."""
    table: tuple[str, ...] = ()
    seen: dict[tuple[str, ...], int] = {}
    for number, line in enumerate(_QUOTED.sub(_of_one_line, text).split("\n"), 1):
        found = _LINE.match(line)
        if found is None:
            continue
        if found["table"]:
            table = _split(found["table"])
            if found["open"] == "[[":
                seen[table] = seen.get(table, -1) + 1
                table = (*table, str(seen[table]))
        yield number, (*table, *_split(found["keys"] or ""))


def _of_one_line(quoted: re.Match[str]) -> str:
    """A text or comment as it is, or only its line breaks: what a text of several lines holds is no key."""
    return "\n" * quoted[0].count("\n") or quoted[0]


def _split(keys: str) -> tuple[str, ...]:
    return tuple(key.strip("\"'") for key in re.findall(_KEY, keys))
