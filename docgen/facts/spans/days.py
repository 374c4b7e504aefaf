"""What shows a date in a text: the claims and rules of its sentence first, by whether something begins or ends."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final, Literal

from docgen.facts.figures import Date, role
from docgen.facts.verdict import Around, Verdict, bound, contradicted, unbound
from docgen.model.redirect import Redirect
from docgen.openapi.lifecycle import day_of
from docgen.wording import choice

_REDIRECTS: Final = re.compile(r"\bredirect(?:s|ed|ing)?\b(?! (?:of|from|is)\b)", re.IGNORECASE)
_GONE: Final = re.compile(r"\b(?:404|410|gone|removed|ends?|not found|no longer|stops?|then)\b", re.IGNORECASE)
_IS_AT_START: Final = re.compile(r"\W*+(?:(?:on|at)\W*+)?", re.IGNORECASE)
_STOPS: Final = re.compile(
    r"[\s`*,)]*+(?:[\w/`.-]+\s+){0,5}?(?:(?:stop|end|expire|retire)s?|goes? away"
    r"|(?:is|are|will be) (?:removed|retired|turned off|gone))\b",
    re.IGNORECASE,
)
REMARK: Final = re.compile(r"(?:^| )(\d{4}-\d\d-\d\d): ")
"""The day before a remark of `docgen redirects extend` and `remove` in the note of a rule."""
_HINT: Final = "correct the date, or put it into a claim; what nothing can show goes under `unchecked`, with a reason"
_Days = Mapping[date, str]


def bind_date(found: Date, text: str, around: Around) -> Verdict:
    """The claim, rule, pin or contract that has the day."""
    if found.wrong:
        return contradicted(f"`{text}` {found.wrong}", "correct the date")
    if label := next((pin.id for pin in around.project.pins if pin.text.label == text), ""):
        return bound(f"pin {label}")
    named = _rules_of(around)
    ends, starts = _ends(around, named), _starts(around, named)
    said = role_of(around)
    expected = {"end": ends, "start": starts, "": {**_known(around), **ends, **starts}}[said]
    if by := next((by for day, by in expected.items() if found.may_be(day)), ""):
        return bound(by)
    of_rules = {rule.id: rule.sunset_day if said == "end" else rule.text.since for rule in named}
    if said and any(of_rules.values()):
        verb = "ends" if said == "end" else "began"
        says = choice([f"`{rule}` {verb} on {day}" for rule, day in of_rules.items() if day])
        return contradicted(f"{says}, not on {text}", "write the date of the rule, or correct the rule")
    lacks = {"end": "ends on", "start": "begins on", "": "has the date"}[said]
    message = f"nothing in the project {lacks} {text}"
    return unbound(message, f"known: {_listed(expected)}; {_HINT}")


def role_of(around: Around) -> Literal["start", "end", ""]:
    """The role that the words before a date give it, the head of its column, or the verb after it."""
    if around.denies(strictly=True):
        return ""
    said = role(around.before) or role(around.head())
    if said == "start" and _GONE.search(around.sentence):
        return ""  # from then on, something is no more
    if not said and _IS_AT_START.fullmatch(around.before) and _STOPS.match(around.after):
        return "end"
    return said


def _rules_of(around: Around) -> tuple[Redirect, ...]:
    """The rules whose path the sentence names; without one, those that a clause on redirects is about."""
    named = tuple(rules_named(around))
    if named or not _REDIRECTS.search(around.clause):
        return named
    return tuple(rule for rule in around.scope.rules if rule.sunset)


def rules_named(around: Around) -> Iterator[Redirect]:
    """The rules whose path the sentence names; without one, that which has the text."""
    is_named = False
    for rule in around.project.redirects:
        address = rf"(?:(?<![\w/])|{re.escape(rule.host)}){re.escape(rule.path)}(?![\w-])"
        if not rule.is_moved and rule.path in around.sentence and re.search(address, around.sentence):
            is_named = True
            yield rule
    if not is_named and around.rule:
        yield around.rule


def _ends(around: Around, named: Iterable[Redirect]) -> _Days:
    of_rules = {day: f"rule {rule.id}" for rule in named if (day := rule.sunset_day)}
    if of_rules:
        return of_rules
    contracts: dict[date, str] = {}
    for one in around.vocabularies:
        contracts |= dict.fromkeys(one.sunsets, f"contract {one.id}: x-sunset")
    return {**contracts, **around.scope.days("end")}


def _starts(around: Around, named: Iterable[Redirect]) -> _Days:
    of_rules = {rule.text.since: f"rule {rule.id}" for rule in named if rule.text.since}
    return of_rules or around.scope.days("start")


def _known(around: Around) -> dict[date, str]:
    """Every day of the project, whatever happens on it."""
    found: dict[date, str] = {}
    for rule in around.scope.rules:
        remark = REMARK.search(rule.text.note or "")
        if remark and (day := day_of(remark[1])):
            found[day] = f"remark of {rule.id}"
    for one in around.vocabularies:
        found |= dict.fromkeys(one.dates, f"contract {one.id}")
    return {**found, **around.scope.days()}


def _listed(days: Iterable[date]) -> str:
    return ", ".join(sorted({day.isoformat() for day in days})[:4]) or "nothing"
