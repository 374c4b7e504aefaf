"""The headers that a program sends: wherever a name of that form stands with its value."""

import re
from collections.abc import Iterator
from typing import Final

from docgen.facts.samples.program import Program

_NAME: Final = re.compile(r"(?:[A-Z][A-Za-z0-9]*|[Xx])(?:-[A-Za-z0-9]+)+|[Aa]uthorization")
_READS: Final = ("get", "getHeader", "fetch", "header_get", "has")


def sent_headers(program: Program) -> Iterator[tuple[str, str]]:
    """Each header that is passed or set, with its value: in a mapping, in a call, by a subscript."""
    for at, token in enumerate(program.tokens):
        if token.kind == "mark" or not _NAME.fullmatch(token.text):
            continue
        value = _value_at(program, at)
        if value:
            yield token.text, program.text(value)[0]


def _value_at(program: Program, at: int) -> int:
    """The first token of the value of a name; 0 where the name is only read."""
    after = program.mark(at + 1)
    if after == "," and program.mark(at - 1) == "(" and program.tokens[at].kind == "string":
        return 0 if program.name(at - 2) in _READS else at + 2
    if after in (":", "=>") or (after == "=" and program.tokens[at].kind == "name"):
        return at + 2
    return at + 3 if after == "]" and program.mark(at + 2) == "=" else 0
