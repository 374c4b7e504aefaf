"""What a line that a customer pastes is in the API, and what becomes of it.

`docgen/theme/js/answers.js` finds the same in the same table.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain
from typing import Final

import msgspec

from docgen.answers.announced import announced_to_everybody
from docgen.answers.build import Address
from docgen.answers.index import Named
from docgen.answers.pasted import LIMITS, METHODS, Ask, Name, Request, asks, request, words
from docgen.answers.requests import RequestAnswers
from docgen.differ.wording import named
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.openapi.spec import Spec
from docgen.traffic.log import LogLine
from docgen.upgrade.answer import STATES, Answer, Fact
from docgen.upgrade.answer_wording import NOWHERE, all_clear
from docgen.upgrade.consumers import Usage, by_path, contracts_of_use, known_uses, selectors_by_use, use_key
from docgen.upgrade.dependencies import NamedPart, holders_of, reach

_HEADERS: Final = ("header", "sent")
_VALUES: Final = ("value", "event", "error")


class Resolver(RequestAnswers):
    """The answers for lines, at the time of a project, for a customer who goes from one pin to another."""

    @cached_property
    def _cached_request(self) -> Callable[[Request], Sequence[Answer]]:
        # a log repeats few requests; the limit bounds the memory where each one is different
        return lru_cache(maxsize=2**14)(self._request)

    def answers(self, text: str) -> tuple[Answer, ...]:
        """The answers for all that a line names; one that says so where nothing in it is known."""
        answers = chain.from_iterable(map(self._answers, asks(text)))
        return _distinct(answers) or (_unknown(text.strip()[: LIMITS["label"]]),)

    def line_answers(self, line: LogLine) -> tuple[Answer, ...]:
        """The answers for a line of a file."""
        logged = line.request
        # a word that is no method, or a command, is read again as what a customer pastes
        if logged and logged.method in METHODS:
            return _distinct(self._cached_request(request(logged.method, logged.target, logged.host)))
        return self.answers(line.text)

    def _answers(self, ask: Ask) -> Sequence[Answer]:
        if isinstance(ask, Request):
            return self._cached_request(ask)
        answers = self._named(ask)
        if answers or ask.is_optional:
            return answers
        why = NOWHERE
        if ask.value and self._is_version(ask):
            why = f"No API version `{ask.value[:60]}` is published here."
        return self._words(ask) or (_unknown(ask.label, why),)

    def _request(self, ask: Request) -> Sequence[Answer]:
        code = self._error_code(ask)
        if code is not None:
            return self._named(Name(code, "error"), ask.label) or (_unknown(ask.label),)
        answers: Sequence[Answer] = self._known(ask)
        event = self._event_of_page(ask)
        if event and not answers:
            answers = self._named(Name(event, "event"), ask.label)
        return answers or (self._otherwise(ask),)

    def _words(self, ask: Name) -> Sequence[Answer]:
        """The answers for several names in one line, if all of them are known."""
        listed = words(ask.text)
        if ask.kind or ask.value or not 1 < len(listed) <= LIMITS["words"]:
            return ()
        every: list[Answer] = []
        for word in listed:
            answers = self._cached_request(request("", word)) if word.startswith("/") else self._named(Name(word))
            if not answers:
                return ()
            every += answers
        return every

    def _named(self, ask: Name, label: str = "") -> Sequence[Answer]:
        label = label or ask.label
        named = self._index.find(ask.text, ask.kind)
        if not ask.value:
            return self._stated(label, named)
        named = named or self._index.find(ask.text.rpartition(".")[2], ask.kind)  # `image.status` in a program
        headers = [part for part in named if part.kind in _HEADERS]
        if headers:
            return self._header(label, ask, headers)
        fields = [part for part in named if part.kind in ("field", "parameter")]
        if not fields:
            return ()
        values = list(chain.from_iterable(self._index.find(ask.value, kind) for kind in _VALUES))
        if self._index.excludes(fields, ask.value, values):
            return (_unknown(label, f"`{ask.value[:60]}` is not a known value of `{fields[0].key}`."),)
        return self._stated(label, values or fields)

    def _header(self, label: str, ask: Name, headers: Sequence[Named]) -> Sequence[Answer]:
        pins = self._index.find(ask.value, "pin")
        # `Api-Version: 2026-05-15` asks about the version, not about the header
        if pins or self._is_version(ask):
            return self._stated(label, pins)
        return self._stated(label, headers, f"{headers[0].text}: {ask.value}")

    def _is_version(self, ask: Name) -> bool:
        return ask.text.lower() == self.table.version.lower()

    def _stated(self, label: str, named: Sequence[Named], header: str = "") -> Sequence[Answer]:
        """What is announced of the parts of a name; an all-clear only where nothing is announced of any."""
        answers = []
        # who asks by a name that several parts have uses each of them, whatever is announced of it
        uses = tuple(part.use for part in named)
        for part in named:
            for name, fact, instead in self._facts(part, header):
                answers.append(fact.answer(self._now, label, name, part.kind, uses, instead))
        if answers or not named:
            return answers
        first = named[0]
        clear = all_clear(*(part.key for part in named))
        return (clear.answer(self._now, label, first.text, first.kind, uses),)

    def _facts(self, part: Named, header: str) -> Iterator[tuple[str, Fact, str]]:
        """What is announced of a part, or of the addresses that send a header: those with its value, if there are."""
        if part.kind != "sent":
            for fact in self._index.facts(part.kind, part.key):
                yield part.key, fact, ""
            return
        exact, of_name = list[Address](), list[Address]()
        for address in self.table.addresses:
            for text in map(str.lower, address.headers):
                if text == header.lower():
                    exact.append(address)
                if text.startswith(f"{part.key.lower()}:"):
                    of_name.append(address)
        for address in exact or of_name:
            yield address.path, address.fact, address.to


def _unknown(label: str, why: str = NOWHERE) -> Answer:
    return Answer(label, label, "", "unknown", why)


def _distinct(answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """The answers without those that say the same of another thing that was asked."""
    distinct: dict[object, Answer] = {}
    for answer in answers:
        distinct.setdefault(answer.key, answer)
    return tuple(distinct.values())


def find_usage(project: Project, start: Pin, end: Pin, lines: Iterable[LogLine]) -> Usage:
    """What the lines name, for a customer who goes from one pin to another, or stays at one."""
    resolver = Resolver(project, start, end)
    answers, counts, asked = dict[object, Answer](), Counter[object](), dict[str, None]()
    read = unreadable = 0
    for line in lines:
        of_line = resolver.line_answers(line)
        for answer in of_line:
            answers.setdefault(answer.key, answer)
            counts[answer.key] += 1
            asked |= dict.fromkeys(answer.uses)
        read += 1
        unreadable += not line.is_readable and all(answer.state == "unknown" for answer in of_line)
    counted = sorted(answers.values(), key=lambda answer: (STATES.index(answer.state), -counts[answer.key]))
    specs = contracts_of_use(start, end)
    known = known_uses(specs)
    keys = set(map(use_key, known))
    # an answer can name what only a third contract has: neither side of this upgrade knows its dependencies
    uses = {use for use in asked if use_key(use) in keys}
    events = [use for use in uses if use.startswith("event ")]
    of_parts = [use for use in asked if use[0].islower() and use not in uses]
    selectors = selectors_by_use(specs, [*asked, *known])
    parts = {use: _used_part(use, known, selectors, specs) for use in of_parts}
    return Usage(
        operations=tuple(sorted(uses.difference(events), key=by_path)),
        events=tuple(sorted(event.removeprefix("event ") for event in events)),
        selectors=frozenset().union(*(selectors[use] for use in (*uses, *parts))),
        lines=read,
        unreadable=unreadable,
        answers=tuple((_with_users(answer, parts), counts[answer.key]) for answer in counted),
        parts=parts,
    )


def _used_part(
    use: str, known: Sequence[str], selectors: Mapping[str, frozenset[str]], specs: Iterable[Spec]
) -> NamedPart:
    """A part of a contract with the operations and events, of all that are `known`, that have it."""
    kind, _, name = use.partition(" ")
    place = use if kind in ("header", "parameter") else name
    holders = {*map(use_key, chain.from_iterable(holders_of(spec, kind, name) for spec in specs))}
    users = (user for user in known if use_key(user) in holders or reach([place], selectors[user]))
    return NamedPart(kind, name, selectors[use], tuple(users))


def _with_users(answer: Answer, parts: Mapping[str, NamedPart]) -> Answer:
    """An all-clear for parts of a contract with the operations and events that were looked at."""
    users = dict.fromkeys(chain.from_iterable(parts[use].users for use in answer.uses if use in parts))
    if answer.state != "fine" or not users:
        return answer
    return msgspec.structs.replace(answer, text=f"{answer.text} Used by {named(users)}.")


def everybody(project: Project, pin: Pin) -> tuple[Answer, ...]:
    """What every customer of a pin must know."""
    return tuple(fact.answer(project.epoch, "everybody", "", "") for fact in announced_to_everybody(project, pin))
