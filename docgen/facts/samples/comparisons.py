"""What a program compares: fields with values, the status of an answer with numbers, and values listed together."""

import re
from collections.abc import Iterator
from typing import Final

from docgen.facts.samples.program import LINKS, Program
from docgen.facts.samples.reads import Read

_EQUALS: Final = ("==", "===", "!=", "!==")
_WORDS: Final = ("in", "is", "eq", "not")
_SWITCHES: Final = ("switch", "match", "when", "case")
_CONTAINS: Final = re.compile(r"includes?|contains|has|in_array|include\?|member", re.IGNORECASE)
_STATUS: Final = re.compile(r"(?:get_?)?status(?:_?code)?|code", re.IGNORECASE)


def compared(program: Program, read: Read) -> Iterator[str]:
    """Each string that a field is compared with: beside it, in a list, or by the cases of a switch."""
    is_closed = program.mark(read.end) == ")"
    caller = program.name(read.start - 2) if is_closed else program.name(read.start - 1)
    if caller in _SWITCHES:
        yield from _cases(program, read.end)
    elif is_closed and _CONTAINS.fullmatch(caller) and program.mark(read.start - 4) in ("]", ")"):
        listed = next((opened for opened, closed in program.closing.items() if closed == read.start - 4), 0)
        yield from _strings(program, listed)
    else:
        yield from _strings(program, _operand(program, read.end))


def statuses(program: Program) -> Iterator[str]:
    """Each number that the status of an answer is compared with."""
    for at in range(len(program.tokens)):
        if _STATUS.fullmatch(program.name(at)) and program.mark(at - 1) in LINKS:
            after = program.closing.get(at + 1, at) + 1 if program.mark(at + 1) == "(" else at + 1
            listed = _items(program, _operand(program, after))
            for one in listed:
                if re.fullmatch(r"[1-5]\d\d", text := program.tokens[one].text):
                    yield text


def listed_together(program: Program) -> Iterator[frozenset[str]]:
    """The strings of each list, set, table, and union of types."""
    for opened in program.closing:
        keys = [start for start, end in program.items(opened) if program.mark(start + 1) in (":", "=>")]
        yield frozenset(
            program.tokens[one].text for one in (*_items(program, opened), *keys) if program.kind(one) == "string"
        )
    for at in range(len(program.tokens)):
        if program.kind(at) == "string" and program.mark(at - 1) != "|":
            union = [at]
            while program.mark(union[-1] + 1) == "|" and program.kind(union[-1] + 2) == "string":
                union.append(union[-1] + 2)
            yield frozenset(program.tokens[one].text for one in union)


def _operand(program: Program, at: int) -> int:
    """The first token of what is compared with that before a token; -1 without a comparison."""
    if program.mark(at) in _EQUALS or program.name(at) in _WORDS:
        return at + 2 if program.name(at) == "not" else at + 1
    return -1


def _strings(program: Program, at: int) -> Iterator[str]:
    return (program.tokens[one].text for one in _items(program, at) if program.kind(one) == "string")


def _items(program: Program, at: int) -> list[int]:
    """The items of a bracket that are one token each, or the token itself."""
    if program.mark(at) in ("(", "[", "{"):
        return [start for start, end in program.items(at) if end == start + 1]
    return [at] if program.kind(at) else []


def _cases(program: Program, at: int) -> Iterator[str]:
    """The strings after each `case` or `when` from a token, up to the next switch."""
    for index in range(at, len(program.tokens) - 1):
        if program.name(index) in ("switch", "match"):
            return
        if program.name(index) in ("case", "when") and program.kind(index + 1) == "string":
            yield program.tokens[index + 1].text
