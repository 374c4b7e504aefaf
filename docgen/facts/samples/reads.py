"""What a program reads of the API's answers and events: which variable has which body, and each field read of it."""

import re
from collections.abc import Iterator, Mapping
from typing import Final, Literal, NamedTuple

from docgen.facts.knowledge.places import Place
from docgen.facts.samples.program import PARSES, Program

_LINKS: Final = (".", "->", "?.", "?->", "&.", "!.")
_PREFIXES: Final = ("await", "new", "return", "yield")
_RAW: Final = ("body", "text", "content", "getBody")
_GETS: Final = ("get", "fetch", "dig", "getString", "get_str", "at")
_REQUESTS: Final = re.compile(r"\$?(?:req|request|ctx|event|evt)")
_SENT: Final = re.compile(r"\$?(?:get_json|json|(?:raw_?)?body|payload|data|input|message|req|request)", re.IGNORECASE)
_MOST: Final = 4
_FEW: Final = 3


class Body(NamedTuple):
    """What an expression has: an answer, or what is in its body."""

    kind: Literal["answer", "body"]
    place: Place


Variables = dict[str, Body]
"""What the variables of a program have, by name."""


class Read(NamedTuple):
    """A field that is read: where it stands in its body, whether that has it, and the token after it."""

    name: str
    place: Place
    start: int
    end: int
    is_key: bool = False

    @property
    def is_known(self) -> bool:
        """Whether the body has the field, or may have any."""
        return self.place.may_have(self.name, by_key=self.is_key)


class Reads:
    """The reads of one program; `asked` are its requests by their first token, each with its end and its answer.

    `records` are the objects that the page shows, and `earlier` the variables of the samples before.
    """

    def __init__(
        self,
        program: Program,
        asked: Mapping[int, tuple[int, Place]],
        event: Place,
        records: Place,
        earlier: Variables,
    ) -> None:
        self._program = program
        self._asked = asked
        self._event = event
        self.variables: Variables = {}
        given = _records(program, records) | {
            name: body for name, body in earlier.items() if name not in program.assigned
        }
        for _ in range(_MOST):
            self.variables = {**given, **self._assigned(), **self._looped(), **self._unpacked()}

    def found(self) -> Iterator[Read]:
        """Each read of a field, once; none of one that the program writes there itself."""
        program = self._program
        tokens = range(len(program.tokens))
        starts = [at for at in tokens if program.mark(at - 1) not in (*_LINKS, "::") and at - 1 not in self._asked]
        reads = {read.end: read for at in reversed(starts) for read in self._walk(at)[1]}
        written = {read.name for read in reads.values() if program.mark(read.end) == "="}
        for end in sorted(reads):
            if reads[end].name not in written:
                yield reads[end]
        for opened, body in self._patterns():
            names = [(key, start) for key, start, _ in program.entries(opened)]
            for name, at in names:
                yield Read(name, body.place, at, at)

    def _assigned(self) -> Variables:
        """The variables all of whose values are of the API."""
        found: Variables = {}
        for name, places in self._program.assigned.items():
            bodies = [body for at in places if (body := self._walk(at)[0])]
            if len(bodies) == len(places):
                found[name] = bodies[0]
        return found

    def _looped(self) -> Variables:
        """The variables of loops over a list of the API."""
        program = self._program
        found: Variables = {}
        for at, token in enumerate(program.tokens):
            name = program.name(at - 1)
            if token.text in ("in", "of") and program.name(at - 2) in ("for", "const", "let", "var") and name:
                body, _ = self._walk(at + 1)
                if body and body.kind == "body":
                    found[name] = body._replace(place=body.place.items())
        return found

    def _patterns(self) -> Iterator[tuple[int, Body]]:
        """Each pattern that takes a body apart: `const { id, status } = ...`, by its bracket."""
        program = self._program
        for opened, closed in program.closing.items():
            if program.mark(opened) == "{" and program.mark(closed + 1) == "=":
                body, _ = self._walk(closed + 2)
                if body and body.kind == "body":
                    yield opened, body

    def _unpacked(self) -> Variables:
        return {
            self._program.name(start): body._replace(place=body.place.child(key))
            for opened, body in self._patterns()
            for key, start, _ in self._program.entries(opened)
            if self._program.name(start)
        }

    def _walk(self, at: int) -> tuple[Body | None, list[Read]]:
        """What the expression at a token has in the end, and what it reads on the way."""
        program = self._program
        wrapped = 0
        while program.name(at) in _PREFIXES or (program.mark(at) == "(" and at in program.closing):
            wrapped += program.mark(at) == "("
            at += 1
        start = at
        body, at = self._primary(at)
        reads: list[Read] = []
        while body:
            if program.mark(at) == ")" and wrapped:
                wrapped, at = wrapped - 1, at + 1
                continue
            if program.mark(at) in ("?", "!"):
                at += 1
                continue
            name, after = self._step(at, body)
            if not after:
                break
            if name and body.kind == "body":
                reads.append(Read(name, body.place, start, after, program.mark(at) == "["))
            body, at = self._next(body, name), after
        is_cut = program.mark(at) in _LINKS  # a call that makes something else of it
        return None if is_cut else body, reads

    def _primary(self, at: int) -> tuple[Body | None, int]:
        """What a request, a variable, or a call that parses one of them has, and the token after it."""
        program = self._program
        if at in self._asked:
            end, place = self._asked[at]
            return Body("answer", place), end + 1
        if known := self.variables.get(program.name(at)):
            return known, at + 1
        is_request = _REQUESTS.fullmatch(program.name(at)) and program.mark(at + 1) in _LINKS
        if is_request and _SENT.fullmatch(program.name(at + 2)):
            return Body("body", self._event), program.closing.get(at + 3, at + 2) + 1
        opened = next((one for one in (at + 1, at + 3) if program.mark(one) == "("), 0)
        if opened in program.closing and PARSES.fullmatch(program.name(opened - 1)):
            inner, _ = self._walk(opened + 1)
            end = program.closing[opened]
            is_sent = any(_SENT.fullmatch(token.text) for token in program.tokens[opened:end])
            return (Body("body", inner.place if inner else self._event) if inner or is_sent else None), end + 1
        return None, at

    def _step(self, at: int, body: Body) -> tuple[str, int]:
        """The field (or, of an answer, the member) that is read at a token, and the token after it; 0 without one."""
        program = self._program
        if program.mark(at) == "[" and at in program.closing:
            inner = program.tokens[at + 1]
            is_name = inner.kind == "string" and program.closing[at] == at + 2
            return (inner.text if is_name else "", program.closing[at] + 1)
        if program.mark(at) not in _LINKS or not program.name(at + 1):
            return "", 0
        name, opened = program.name(at + 1), at + 2
        if program.mark(opened) != "(":
            return (name, opened) if name != "length" else ("", 0)
        end = program.closing.get(opened, opened) + 1
        if body.kind == "answer":
            return (name, end) if PARSES.fullmatch(name) or name in _RAW or name == "unwrap" else ("", 0)
        argument = program.tokens[opened + 1]
        return (argument.text, end) if name in _GETS and argument.kind == "string" else ("", 0)

    def _next(self, body: Body, name: str) -> Body | None:
        if body.kind == "body":
            return body._replace(place=body.place.child(name) if name else body.place.items())
        if PARSES.fullmatch(name):
            return Body("body", body.place)
        is_axios = name == "data" and any(token.text == "axios" for token in self._program.tokens)
        return Body("body", body.place) if is_axios else body if name in _RAW else None


def _records(program: Program, schemas: Place) -> Variables:
    """The variables that are read as an object of a contract is: most of the fields are those of one schema."""
    fields: dict[str, set[str]] = {}
    for at in range(len(program.tokens) - 3):
        is_read = program.name(at) and program.mark(at + 1) == "[" and program.mark(at + 3) == "]"
        if is_read and program.tokens[at + 2].kind == "string":
            # what is written there has fields of its own
            written = {""} if program.mark(at + 4) == "=" else set[str]()
            fields.setdefault(program.name(at), set()).update({program.tokens[at + 2].text}, written)
    found = {name: schemas.best(frozenset(names)) for name, names in fields.items() if "" not in names}
    return {name: Body("body", place) for name, place in found.items() if _is_record(fields[name], place)}


def _is_record(names: set[str], place: Place) -> bool:
    known = names & place.fields
    return len(known) > 1 and (len(names) - len(known)) * _FEW <= len(known)
