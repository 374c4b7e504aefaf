"""What shows a date in a text: the claims and rules of its sentence first, by whether something begins or ends."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, Literal

from docgen.facts.figures.dates import BEGAN, Date, Period, role
from docgen.facts.knowledge.scope import Scope
from docgen.facts.verdict import Around, Verdict, bound, contradicted, unbound
from docgen.model.redirect import Redirect
from docgen.openapi.lifecycle import day_of
from docgen.wording import choice

_GONE: Final = re.compile(r"\b(?:404|410|gone|removed|ends?|not found|no longer|stops?|then)\b", re.IGNORECASE)
_REDIRECTS: Final = re.compile(r"\bredirect(?:s|ed|ing)?\b(?! (?:of|from|is)\b)", re.IGNORECASE)
_AFTER: Final = re.compile(r"\b(?:after|beyond|past)[ :(`*]*$", re.IGNORECASE)
_ADVERBIAL: Final = re.compile(r"\W*(?:(?:and|then) )?(?:on|at)? ?\W*", re.IGNORECASE)
_STOPS: Final = re.compile(
    r"[\s`*,)]*(?:[\w/`.-]+\s+){0,5}?(?:stops?|ends?|expires?|retires?|goes away|go away|dies?"
    r"|(?:is|are|will be|gets?) (?:removed|retired|turned off|shut down|discontinued|gone))\b",
    re.IGNORECASE,
)
_GONE_SINCE: Final = re.compile(r"\b(?:404|410|gone|not found|removed)\b[^.;]*$", re.IGNORECASE)
_BEGAN: Final = re.compile(
    rf"\bredirects? (?:was|were|is|are|has been|have been)?\s*(?:{BEGAN}|answered)\b", re.IGNORECASE
)
REMARK: Final = re.compile(r"(?:^| )(\d{4}-\d\d-\d\d): ")
"""The day before a remark of `docgen redirects extend` and `remove` in the note of a rule."""
_HINT: Final = "correct the date, or put it into a claim; what nothing can show goes under `unchecked`, with a reason"


def bind_date(found: Date | Period, text: str, around: Around) -> Verdict:
    """The claim, rule, pin or contract that has the day, or a day of the period."""
    if found.wrong:
        return contradicted(f"`{text}` {found.wrong}", "correct the date")
    if label := next((pin.id for pin in around.project.pins if pin.text.label == text), ""):
        return bound(f"pin {label}")
    named = tuple(rules_named(around)) or _redirecting(around)
    if role_of(around) == "end":
        if found.ambiguous:
            return unbound(f"`{text}` is one of two days, by whether the month comes first", "write it as 2026-08-04")
        return _bind_end(found, text, around, named)
    known = _known(around, named)
    if _goes_on(around) and (by := _first(found, _ends(around, named))):
        return contradicted(f"{by} ends on {text}, and the text goes on after it", "say what is so from then on")
    if role_of(around) == "start" and not _GONE.search(around.sentence):
        starts = {**around.scope.attested_days("start"), **_starts(around.scope, named)}
        since = {rule.text.since: rule.id for rule in named if rule.text.since}
        if since and not _first(found, since):
            begins = choice([f"`{rule}` began on {day}" for day, rule in since.items()])
            return contradicted(f"{begins}, not on {text}", "write the date of the rule, or correct the rule")
        by = _first(found, starts)
        if not by and (other := _first(found, known)):
            return contradicted(
                f"nothing begins on {text}; that is a day of {other}", f"begins: {_days(starts)}; {_HINT}"
            )
        return bound(by) if by else unbound(f"nothing in the project begins on {text}", _HINT)
    by = _first(found, known)
    return bound(by) if by else unbound(f"nothing in the project has the date {text}", _nearest(known))


def role_of(around: Around) -> Literal["start", "end", ""]:
    """The role that the words before a date give it, the head of its column, or the verb after it."""
    if said := role(around.before) or role(f"{around.head()} "):
        is_gone = said == "start" and _GONE_SINCE.search(around.before) and names_a_rule(around)
        return "end" if is_gone else said
    is_first = bool(_ADVERBIAL.fullmatch(around.before))
    if around.denies(strictly=True):
        return ""
    if is_first and _STOPS.match(around.after):
        return "end"
    return "start" if _BEGAN.search(around.sentence if is_first else around.before) else ""


def _redirecting(around: Around) -> tuple[Redirect, ...]:
    """The rules that a clause on redirects without a path is about."""
    is_redirecting = _REDIRECTS.search(around.clause) or _BEGAN.search(around.sentence)
    return tuple(rule for rule in around.scope.rules if rule.sunset) if is_redirecting else ()


def _goes_on(around: Around) -> bool:
    """Whether the text says that something redirects after the date."""
    is_after = _AFTER.search(around.before) and _REDIRECTS.search(around.clause)
    return bool(is_after) and not _GONE.search(around.clause) and not around.denies(strictly=True)


def _bind_end(found: Date | Period, text: str, around: Around, named: tuple[Redirect, ...]) -> Verdict:
    ends = _ends(around, named)
    if by := _first(found, ends):
        return bound(by)
    days = {day: rule.id for rule in named if (day := rule.sunset_day)}
    if days:
        rules = choice([f"`{rule}` ends on {day}" for day, rule in days.items()])
        return contradicted(f"{rules}, not on {text}", "write the date of the rule, or correct the rule")
    if other := _first(found, _known(around, named)):
        return contradicted(f"nothing ends on {text}; that is a day of {other}", f"ends: {_days(ends)}; {_HINT}")
    return unbound(f"nothing in the project ends on {text}", f"ends: {_days(ends)}; {_HINT}")


def rules_named(around: Around) -> Iterable[Redirect]:
    """The rules whose path the sentence names."""
    for rule in around.project.redirects:
        if (
            not rule.is_moved
            and rule.path in around.sentence
            and re.search(
                rf"(?<![\w/]){re.escape(rule.path)}(?![\w-])|{re.escape(rule.host + rule.path)}(?![\w-])",
                around.sentence,
            )
        ):
            yield rule


def names_a_rule(around: Around) -> bool:
    """Whether the sentence names the path of a rule."""
    return any(rules_named(around))


def _ends(around: Around, named: tuple[Redirect, ...]) -> Mapping[date, str]:
    of_rules = {day: f"rule {rule.id}" for rule in named if (day := rule.sunset_day)}
    if of_rules:
        return of_rules
    contracts = {day: f"contract {one.id}: x-sunset" for one in around.vocabularies for day in one.sunsets}
    return {**contracts, **around.scope.attested_days("end"), **around.scope.ends}


def _starts(scope: Scope, named: tuple[Redirect, ...]) -> Mapping[date, str]:
    of_rules = {rule.text.since: f"rule {rule.id}" for rule in named if rule.text.since}
    return {**scope.starts, **of_rules}


def _known(around: Around, named: tuple[Redirect, ...]) -> dict[date, str]:
    contracts = {day: f"contract {one.id}" for one in around.vocabularies for day in one.dates}
    starts, ends = _starts(around.scope, named), _ends(around, named)
    attested = around.scope.attested_days("")
    return {**_remarks(around.scope), **contracts, **attested, **ends, **around.scope.ends, **starts}


def _remarks(scope: Scope) -> dict[date, str]:
    """The days that `docgen redirects extend` and `remove` put before their remarks in the note of a rule."""
    remarks = ((day_of(day[1]), rule.id) for rule in scope.rules for day in REMARK.finditer(rule.text.note or ""))
    return {day: f"remark of {rule}" for day, rule in remarks if day}


def _first(found: Date | Period, days: Mapping[date, str]) -> str:
    return next((by for day, by in days.items() if found.may_be(day)), "")


def _days(days: Iterable[date]) -> str:
    return ", ".join(sorted({day.isoformat() for day in days})[:4]) or "nothing"


def _nearest(days: Iterable[date]) -> str:
    return f"known: {_days(days)}; {_HINT}"
