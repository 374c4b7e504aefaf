"""What a customer uses: the lines of a list or a log, with the answer for each thing that they name."""

from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec

from docgen.answers.asked import METHODS
from docgen.answers.build import build_table
from docgen.answers.requests import contracts
from docgen.answers.resolver import Resolver
from docgen.differ.path_items import operation_shape
from docgen.differ.project import aligned_contract
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.traffic.log import LogLine
from docgen.upgrade.answer import STATES, Answer
from docgen.upgrade.usage import Usage, use_selectors


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
