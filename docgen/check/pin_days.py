"""The days on which another pin becomes current: what will not match then, and what only a day has made wrong.

A guide, a page of an error code or a redirect is checked against the current pin. So that no error appears by the
calendar alone, an error that was none before the current pin came into force is a calendar warning; and what will not
match a pin that is not in force yet is an info before its day.
"""

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from datetime import date, timedelta
from itertools import pairwise, tee
from typing import NamedTuple

from msgspec.structs import replace

from docgen.check.rule import Facts, Findings, Proofs, Rule
from docgen.facts import facts
from docgen.model.finding import Finding, Severity
from docgen.model.pin import Pin, current_pin
from docgen.model.project import Project
from docgen.model.redirect import day_start

_Place = tuple[str, str, int, int]


class Day(NamedTuple):
    """A project at a time when a pin is current, with the errors of then, and where they are."""

    project: Project
    pin: Pin
    errors: tuple[Finding, ...]
    places: frozenset[_Place]


def with_other_pins(project: Project, proofs: Proofs, rules: Sequence[Rule], findings: Sequence[Finding]) -> Findings:
    """The findings, with those of the calendar as warnings and those of pins that are not in force yet."""
    rules = [rule for rule in rules if rule.by_pin]
    ids = {rule.id for rule in rules}
    wrong = {finding.id for finding in findings if finding.is_error} & ids
    asked = [rule for rule in rules if rule.id in wrong]
    # days are checked when first asked for: pins can be many, and mostly the last one answers
    before, committed = tee(_before(project, proofs, asked), 1)[0], _with_base_contract(project, proofs, asked)
    for finding in findings:
        # what the contract of the base does not have wrong either, a commit has made wrong, and not a day
        is_new = committed is not None and _place(finding) not in committed.places
        if finding.id in ids and finding.is_error and not is_new:
            yield _as_of_its_day(project, finding, copy(before))
        else:
            yield finding
    known = set(map(_place, findings))
    for day in _ahead(project, proofs, rules):
        for error in day.errors:
            if _place(error) not in known:
                yield _ahead_of_its_day(project, error, day)
        known |= day.places


def _before(project: Project, proofs: Proofs, rules: Sequence[Rule]) -> Iterator[Day]:
    """The last moment of each earlier pin, the latest first."""
    released = [pin for pin in project.pins if pin.text.released <= project.today]
    for pin, successor in reversed(list(pairwise(released))):
        # the last second of a pin: the content of then is the one that a later day has made wrong
        moment = day_start(successor.text.released) - timedelta(seconds=1)
        if _is_current(project, pin, moment.date()):
            yield _day(project.at(moment), pin, proofs, rules)


def _with_base_contract(project: Project, proofs: Proofs, rules: Sequence[Rule]) -> Day | None:
    """Now, with the contract that the current pin has in the base; None where that is the same, or unknown.

    An error that is not found there comes from a commit, whatever the calendar.
    """
    current = project.current
    old = project.in_base(current) if current else None
    if not rules or current is None or old is None or old.spec is None:
        return None
    if old.spec.document == current.contract.document:
        return None
    before = replace(current, spec=old.spec)
    pins = list(project.pins)
    pins[pins.index(current)] = before
    return _day(replace(project, pins=tuple(pins)), before, proofs, rules)


def _ahead(project: Project, proofs: Proofs, rules: Sequence[Rule]) -> Iterator[Day]:
    """The first moment of each pin that is not in force yet, the next first."""
    for pin in project.pins:
        if pin.text.released > project.today and _is_current(project, pin, pin.text.released):
            yield _day(project.at(day_start(pin.text.released)), pin, proofs, rules)


def _is_current(project: Project, pin: Pin, day: date) -> bool:
    current = current_pin(project.pins, day)
    return current is not None and current.id == pin.id


def _day(project: Project, pin: Pin, proofs: Proofs, rules: Sequence[Rule]) -> Day:
    bound: Facts = ()
    if any("facts" in rule.needs for rule in rules):
        bound = facts(project)
    errors: list[Finding] = []
    for rule in rules:
        errors += (error for error in rule.run(project, proofs, facts=bound) if error.is_error)
    return Day(project, pin, tuple(errors), frozenset(map(_place, errors)))


def _as_of_its_day(project: Project, finding: Finding, before: Iterable[Day]) -> Finding:
    """An error, or a calendar warning where the same text was right while an earlier pin was current."""
    current = project.current
    for day in before:
        if current and _place(finding) not in day.places and _is_published(day.project, finding):
            since = f"not against {current.id}, in force since {current.text.released}"
            message = f"{finding.message} (holds against {day.pin.id}, {since})"
            return replace(finding, message=message, severity=Severity.WARNING, trigger="calendar")
    return finding


def _ahead_of_its_day(project: Project, finding: Finding, day: Day) -> Finding:
    """An error in a page that is written for the pin, or where no pin is current; else an info for its writer."""
    version = project.versions.get(finding.path)
    if project.current is None or (version and version.pin == day.pin.id):
        return finding
    pin, page = day.pin, version.page if version else finding.path
    task = f"change it on that day, or so that it also matches {pin.id}"
    if page.startswith(f"{project.docs_folder}/"):
        named = f"{page.removesuffix('.md')}.{pin.id}.md"
        task = f"prepare the page as {named}, with `pin: {pin.id}` in its front matter"
    message = f"{finding.message} (from {pin.text.released}, when {pin.id} comes into force)"
    return replace(finding, message=message, hint=f"{finding.hint}; {task}", severity=Severity.INFO)


def _is_published(project: Project, finding: Finding) -> bool:
    """Whether a file is published at the time of a project: of the versions of a page, only one is."""
    if not finding.path.startswith(f"{project.docs_folder}/"):
        return True
    docs = {project.file_of(doc.path) for doc in project.docs}
    return finding.path in docs or finding.path in {page.source.path for page in project.errors}


def _place(finding: Finding) -> _Place:
    # the message can name what differs between two pins
    return finding.id, finding.path, finding.line, finding.column
