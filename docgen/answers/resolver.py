"""What a line that a customer pastes is in the API, and what becomes of it.

`docgen/theme/js/answers.js` finds the same in the same table.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

import msgspec

from docgen.answers.asked import METHODS, Ask, Name, Request, asks, request
from docgen.answers.build import Table, build_table
from docgen.answers.index import Named, NameIndex
from docgen.answers.requests import Contract, RequestAnswers, contracts
from docgen.differ.path_items import operation_shape
from docgen.differ.project import aligned_contract
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.traffic.log import LogLine
from docgen.upgrade.answer import STATES, Answer, Fact, stated
from docgen.upgrade.answer_wording import FINE, NOWHERE
from docgen.upgrade.consumers import Usage, use_selectors

_SEPARATORS: Final = re.compile(r"[\s,;\"'\[\]]+")
_MAX_WORDS: Final = 50
_HEADERS: Final = ("header", "sent")
_VALUES: Final = ("value", "event", "error")


class _Tally(msgspec.Struct):
    """The lines that were read: the answers by what they say, each with its count."""

    answers: dict[tuple[str, str, str], Answer] = msgspec.field(default_factory=dict)
    counts: Counter[tuple[str, str, str]] = msgspec.field(default_factory=Counter)
    lines: int = 0
    unreadable: int = 0

    def add(self, line: LogLine, found: Iterable[Answer]) -> None:
        """Count a line and its answers."""
        self.lines += 1
        is_unknown = True
        for answer in found:
            key = answer.name, answer.state, answer.text
            self.answers.setdefault(key, answer)
            self.counts[key] += 1
            is_unknown = is_unknown and answer.state == "unknown"
        self.unreadable += is_unknown and not line.is_readable

    def counted(self) -> Iterator[tuple[Answer, int]]:
        """The answers by their state, what is unknown first, each with its count."""
        keys = sorted(self.answers, key=lambda key: (STATES.index(self.answers[key].state), -self.counts[key]))
        yield from ((self.answers[key], self.counts[key]) for key in keys)


class Resolver:
    """The answers at one time, from a table and from contracts, of which the first with a request wins."""

    def __init__(self, table: Table, contracts: Sequence[Contract], now: int) -> None:
        self._table, self._now = table, now
        self._index = NameIndex(table)
        self._requests = RequestAnswers(table, self._index, contracts, now)
        # a log repeats few requests; the limit bounds the memory where each one is different
        self._cached_request = lru_cache(maxsize=2**14)(self._request)

    def answers(self, text: str) -> tuple[Answer, ...]:
        """The answers for all that a line names; one that says so where nothing in it is known."""
        found = self._all(asks(text))
        return _distinct(found) or (_unknown(text.strip()[:200]),)

    def request_answers(self, method: str, target: str, host: str) -> tuple[Answer, ...]:
        """The answers for a request of a log."""
        return _distinct(self._cached_request(request(method, target, host)))

    def everybody(self) -> tuple[Answer, ...]:
        """What every customer must know."""
        return tuple(stated(fact, self._now, asked="everybody", kind="", name="") for fact in self._table.everybody)

    def _all(self, asked: Iterable[Ask]) -> list[Answer]:
        return [answer for ask in asked for answer in self._answers(ask)]

    def _answers(self, ask: Ask) -> Sequence[Answer]:
        if isinstance(ask, Request):
            return self._cached_request(ask)
        found = self._named(ask)
        if found or ask.is_optional:
            return found
        return self._words(ask) or (_unknown(ask.label, self._why(ask)),)

    def _request(self, ask: Request) -> Sequence[Answer]:
        code = self._requests.error_code(ask)
        if code is None:
            return self._requests.answers(ask) or self._page(ask)
        return self._named(Name(code, "error"), ask.label) or (_unknown(ask.label),)

    def _page(self, ask: Request) -> Sequence[Answer]:
        event = self._requests.event_of_page(ask)
        found = self._named(Name(event, "event"), ask.label) if event else ()
        return found or (self._requests.otherwise(ask),)

    def _words(self, ask: Name) -> Sequence[Answer]:
        """The answers for several names in one line, if all of them are known."""
        words = [word for word in _SEPARATORS.split(ask.text) if word]
        if ask.kind or ask.value or not 1 < len(words) <= _MAX_WORDS:
            return ()
        found = [self._word(word) for word in words]
        return [answer for answers in found for answer in answers] if all(found) else ()

    def _word(self, word: str) -> Sequence[Answer]:
        return self._all([request("", word)]) if word.startswith("/") else self._named(Name(word))

    def _named(self, ask: Name, label: str = "") -> Sequence[Answer]:
        label = label or ask.label
        named = self._index.find(ask.text, ask.kind)
        if not ask.value:
            return self._stated(label, named)
        named = named or self._index.find(ask.text.rpartition(".")[2], ask.kind)  # `image.status` in a program
        headers = [one for one in named if one.kind in _HEADERS]
        if headers:
            return self._header(label, ask, headers)
        fields = [one for one in named if one.kind in ("field", "parameter")]
        values = [one for kind in _VALUES for one in self._index.find(ask.value, kind)] if fields else []
        if not any(self._index.allows(fields, one) for one in values) and self._index.excludes(fields, ask.value):
            text = f"`{ask.value[:60]}` is not a known value of `{fields[0].key}`."
            return (_unknown(label, text),)
        return self._stated(label, values or fields)

    def _header(self, label: str, ask: Name, headers: Sequence[Named]) -> Sequence[Answer]:
        pins = self._index.find(ask.value, "pin")
        if pins or ask.text.lower() == self._table.version.lower():
            return self._stated(label, pins)
        return self._stated(label, headers, f"{headers[0].text}: {ask.value}")

    def _stated(self, label: str, named: Sequence[Named], header: str = "") -> Sequence[Answer]:
        """What is announced of the parts of a name; an all-clear only where nothing is announced of any."""
        found = [
            stated(fact, self._now, asked=label, kind=one.kind, name=name, uses=one.uses, instead=instead)
            for one in named
            for name, fact, instead in self._facts(one, header)
        ]
        if found or not named:
            return found
        first = named[0]
        return (Answer(asked=label, name=first.text, kind=first.kind, state="fine", text=FINE, uses=first.uses),)

    def _facts(self, one: Named, header: str) -> list[tuple[str, Fact, str]]:
        if one.kind != "sent":
            return [(one.key, fact, fact.instead) for fact in self._index.facts(one.kind, one.key)]
        senders = [
            (address, text)
            for address in self._table.addresses
            for text in address.headers
            if text.lower().startswith(f"{one.key.lower()}:")
        ]
        exact = [address for address, text in senders if text.lower() == header.lower()]
        found = exact or [address for address, _ in senders]
        return [(address.path, address.fact, address.to) for address in found]

    def _why(self, ask: Name) -> str:
        is_version = ask.value and ask.text.lower() == self._table.version.lower()
        return f"No API version `{ask.value[:60]}` is published here." if is_version else NOWHERE


def _unknown(label: str, why: str = NOWHERE) -> Answer:
    return Answer(asked=label, name=label, kind="", state="unknown", text=why)


def _distinct(found: Sequence[Answer]) -> tuple[Answer, ...]:
    distinct: dict[tuple[str, str, str], Answer] = {}
    for one in found:
        distinct.setdefault((one.name, one.state, one.text), one)
    return tuple(distinct.values())


def find_usage(project: Project, start: Pin, end: Pin, lines: Iterable[LogLine]) -> Usage:
    """What the lines name, for a customer who goes from one pin to another, or stays at one."""
    resolver = Resolver(build_table(project, end), contracts(project, start, end), project.epoch)
    tally = _Tally()
    for line in lines:
        tally.add(line, line_answers(resolver, line))
    before = aligned_contract(end, start)
    specs = [spec for spec in (before, end.spec) if spec]
    known = {f"event {event}" for spec in specs for event in spec.events()}
    known |= {operation_shape(one.name) for spec in specs for one in spec.operations()}
    uses = {use for answer in tally.answers.values() for use in answer.uses if operation_shape(use) in known}
    events = {use.removeprefix("event ") for use in uses if use.startswith("event ")}
    operations = {use for use in uses if not use.startswith("event ")}
    counted = tuple(tally.counted())
    return Usage(
        operations=tuple(sorted(operations, key=lambda operation: (operation.partition(" ")[2], operation))),
        events=tuple(sorted(events)),
        selectors=frozenset().union(*(use_selectors(spec, operations, events) for spec in specs)),
        unknown=tuple((answer.asked, count) for answer, count in counted if answer.state == "unknown"),
        lines=tally.lines,
        unreadable=tally.unreadable,
        shapes=frozenset(map(operation_shape, operations)),
        answers=counted,
    )


def everybody(project: Project, pin: Pin) -> tuple[Answer, ...]:
    """What every customer of a pin must know."""
    return Resolver(build_table(project, pin), (), project.epoch).everybody()


def line_answers(resolver: Resolver, line: LogLine) -> Iterable[Answer]:
    """The answers for a line of a file."""
    logged = line.request
    # a word that is no method, or a command, is read again as what a customer pastes
    if logged and logged.method in METHODS:
        return resolver.request_answers(logged.method, logged.target, logged.host)
    return resolver.answers(line.text)
