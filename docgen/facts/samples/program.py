"""The expressions of a sample in any language: calls with their arguments, literals, and constants."""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Final, NamedTuple

from docgen.facts.samples.tokens import Token
from docgen.traffic.records import parse_json

_OPEN: Final = {"(": ")", "[": "]", "{": "}"}
_ASSIGNS: Final = ("=", ":=")
_KEYS: Final = (":", "=", "=>")
_JOINS: Final = ("+", ".", "..", "<>")
PARSES: Final = re.compile(r"(?:get_?)?json|parse|loads?|json_decode|decode|unmarshal|deserialize\w*", re.IGNORECASE)
"""Functions and methods that make values of a text."""
LINKS: Final = (".", "->", "?.", "::", "?->", "&.", "!.")
"""What stands between a value and its member."""
_VALUE: Final = re.compile(r"\{(\w+)\}")
_MOST: Final = 8


class Call(NamedTuple):
    """A call: the names before its bracket, and its brackets."""

    names: tuple[str, ...]
    start: int
    open: int
    close: int


class Program:
    """The tokens of a sample, with its brackets matched."""

    def __init__(self, tokens: tuple[Token, ...]) -> None:
        self.tokens = tokens
        self.closing: dict[int, int] = {}
        self.parents: list[int] = []
        waiting: list[int] = []
        for at, token in enumerate(tokens):
            self.parents.append(waiting[-1] if waiting else -1)
            if token.kind == "mark" and token.text in _OPEN:
                waiting.append(at)
            elif token.kind == "mark" and waiting and token.text == _OPEN[tokens[waiting[-1]].text]:
                self.closing[waiting.pop()] = at

    def kind(self, at: int) -> str:
        """The kind of a token; empty where there is none."""
        return self.tokens[at].kind if 0 <= at < len(self.tokens) else ""

    def mark(self, at: int) -> str:
        """The mark at a token; empty where there is another kind, or none."""
        return self.tokens[at].text if self.kind(at) == "mark" else ""

    def name(self, at: int) -> str:
        """The name at a token; empty where there is another kind, or none."""
        return self.tokens[at].text if self.kind(at) == "name" else ""

    @cached_property
    def assigned(self) -> Mapping[str, tuple[int, ...]]:
        """Where the value of each name begins that something is assigned to."""
        found: dict[str, tuple[int, ...]] = {}
        for at, token in enumerate(self.tokens):
            if token.kind == "mark" and token.text in _ASSIGNS and not self._is_key(at):
                for name in self._assignees(at):
                    found[name] = (*found.get(name, ()), at + 1)
        return found

    def _is_key(self, at: int) -> bool:
        """Whether a `=` is that of an argument with a name."""
        return self.mark(self.parents[at]) == "(" and self.mark(at - 2) in ("(", ",")

    def _assignees(self, at: int) -> set[str]:
        """The name before an assignment, in Go the first of several; beside a `:`, what precedes that may be it."""
        before = at - 1
        while self.mark(before - 1) == "," and self.name(before - 2):
            before -= 2
        typed = next((one for one in (before - 2, before - 3) if self.mark(one + 1) == ":"), before)
        return {self.name(before), self.name(typed)} - {""}

    def text(self, at: int, depth: int = 0) -> tuple[str, int]:
        """The string that is put together at a token, with `{}` for what is unknown, and its end."""
        parts: list[str] = []
        while part := self._term(at, depth):
            parts.append(part)
            at += 1
            if self.mark(at) not in _JOINS or not self._is_term(at + 1) or not self._is_joined(at):
                break
            at += 1
        return "".join(parts), at

    def _is_joined(self, at: int) -> bool:
        """Whether a `.` joins strings, as in PHP."""
        return self.mark(at) != "." or self.tokens[at + 1].kind == "string" or self.name(at + 1).startswith("$")

    def _is_term(self, at: int) -> bool:
        return self.kind(at) in ("string", "name")

    def _term(self, at: int, depth: int) -> str:
        if not self._is_term(at) or depth > _MOST:
            return ""
        token = self.tokens[at]
        if token.kind == "string":
            return _VALUE.sub(lambda name: self.constant(name[1], depth) or name[0], token.text)
        return self.constant(token.text, depth) or "{}"

    def constant(self, name: str, depth: int = 0) -> str:
        """The string that is assigned to a name, itself or in a call: `URI("https://...")`; empty without one."""
        places = self.assigned.get(name, ())
        at = places[0] if len(places) == 1 else -1
        while at >= 0 and self.name(at) and (self.mark(at + 1) == "(" or self.mark(at + 1) in LINKS):
            at += 2
        if self.kind(at) != "string" or depth > _MOST:
            return ""
        return self.text(at, depth + 1)[0]

    def items(self, opened: int) -> Iterator[tuple[int, int]]:
        """The first token and the end of each item between two brackets."""
        start, end = opened + 1, self.closing.get(opened, opened)
        for at in range(start, end + 1):
            if at == end or (self.mark(at) == "," and self.parents[at] == opened):
                if start < at:
                    yield start, at
                start = at + 1

    def entries(self, opened: int) -> Iterator[tuple[str, int, int]]:
        """The key of each item that has one, with the first token and the end of its value."""
        for start, end in self.items(opened):
            if self.mark(start + 1) in _KEYS and self.tokens[start].kind != "number":
                yield self.tokens[start].text, start + 2, end
            elif end == start + 1 and self.mark(opened) == "{" and self.name(start):
                yield self.name(start), start, end  # `{ prompt }`

    def literal(self, start: int, end: int, depth: int = 0) -> object:
        """The value between two tokens: a mapping that it has anywhere, else its string; None where it is unknown."""
        if depth > _MOST or start >= end:
            return None
        for at in range(start, end):
            if self.mark(at) in ("{", "[", "(") and at in self.closing:
                entries = self._mapping(at, depth + 1)
                if entries:
                    return entries
            elif self.tokens[at].kind == "string" and self.tokens[at].text.lstrip().startswith("{"):
                return parse_json(self.tokens[at].text)
        if end == start + 1 and len(places := self.assigned.get(self.name(start), ())) == 1:
            return self.literal(places[0], self._statement_end(places[0]), depth + 1)
        return self.text(start)[0] if self.tokens[start].kind == "string" else None

    def _mapping(self, opened: int, depth: int) -> dict[str, object]:
        entries = self.entries(opened) if self._is_map(opened) else ()
        return {key: self.literal(start, end, depth) for key, start, end in entries}

    def _is_map(self, at: int) -> bool:
        inner = range(at + 1, self.closing[at])
        is_block = any(self.mark(one) == ";" and self.parents[one] == at for one in inner)
        return not is_block and (self.mark(at) != "(" or self.name(at - 1) in ("dict", "array"))

    def _statement_end(self, at: int) -> int:
        """The end of the first bracket after a token, or of the token: what is assigned to a name."""
        for one in range(at, min(at + 6, len(self.tokens))):
            if one in self.closing:
                return self.closing[one] + 1
        return at + 1

    def call(self, opened: int) -> Call:
        """The call that a bracket is of; without names where it is none."""
        names: list[str] = []
        at = opened - 1
        while self.mark(at) in ("!", ">"):
            at -= 1
        while self.name(at):
            names.append(self.name(at))
            if self.mark(at - 1) not in LINKS:
                return Call(tuple(reversed(names)), at, opened, self.closing.get(opened, opened))
            at -= 2
        return Call(tuple(reversed(names)), at + 1, opened, self.closing.get(opened, opened))

    def chain(self, closed: int) -> Iterator[Call]:
        """The calls that follow a call: `.header(...)` and `.send()` after its bracket."""
        at = closed + 1
        while self.mark(at) in (*LINKS, "?"):
            if self.name(at + 1) and self.mark(at + 2) == "(" and at + 2 in self.closing:
                yield Call((self.name(at + 1),), at + 1, at + 2, self.closing[at + 2])
                at = self.closing[at + 2] + 1
            elif self.mark(at) == "?" or self.name(at + 1):
                at += 1 if self.mark(at) == "?" else 2
            else:
                return
