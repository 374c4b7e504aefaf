"""What shows a date, or a number with a unit: the claims and rules of its sentence first, then the contract."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Final, Literal

from docgen.facts.figures import COUNTED, DAY, Date, Quantity, find_quantities, role
from docgen.facts.knowledge.vocabulary import Vocabulary
from docgen.facts.verdict import Around, Verdict, bound, contradicted, unbound
from docgen.model.redirect import Redirect
from docgen.openapi.lifecycle import day_of
from docgen.wording import choice

_GONE: Final = re.compile(r"\b(?:404|410|gone|removed|ends?|not found|no longer|stops?|then)\b", re.IGNORECASE)
_IS_AT_START: Final = re.compile(r"\W*+(?:(?:on|at)\W*+)?", re.IGNORECASE)
_STOPS: Final = re.compile(
    r"[\s`*,)]*+(?:[\w/`.-]+\s+){0,5}?(?:(?:stop|end|expire|retire)s?|goes? away"
    r"|(?:is|are|will be) (?:removed|retired|turned off|gone))\b",
    re.IGNORECASE,
)
REMARK: Final = re.compile(r"(?:^| )(\d{4}-\d\d-\d\d): ")
"""The day before a remark of `docgen redirects extend` and `remove` in the note of a rule."""
_NOTICE: Final = re.compile(r"\b(?:notice|announced|in advance|ahead)\b", re.IGNORECASE)
_DATE_HINT: Final = (
    "correct the date, or put it into a claim; what nothing can show goes under `unchecked`, with a reason"
)
_NUMBER_HINT: Final = "correct the number, or add a claim that has it; what nothing can show goes under `unchecked`"


def bind_date(found: Date, text: str, around: Around) -> Verdict:
    """The claim, rule, pin or contract that has the day."""
    if found.wrong:
        return contradicted(f"`{text}` {found.wrong}", "correct the date")
    if label := next((pin.id for pin in around.project.pins if pin.text.label == text), ""):
        return bound(f"pin {label}")
    # a day is right only as what it is said to be: the end of a rule is no start
    named, said = _rules_of(around), _role_of(around)
    expected = _days(said, named, around)
    if by := next((by for day, by in expected.items() if found.may_be(day)), ""):
        return bound(by)
    if said and (of_rules := _days_of_rules(said, named)):
        verb = "ends" if said == "end" else "began"
        says = choice([*dict.fromkeys(f"`{rule}` {verb} on {day}" for day, rule in of_rules)])
        return contradicted(f"{says}, not on {text}", "write the date of the rule, or correct the rule")
    lacks = {"end": "ends on", "start": "begins on", "": "has the date"}[said]
    message = f"nothing in the project {lacks} {text}"
    return unbound(message, f"known: {_listed(expected)}; {_DATE_HINT}")


def _role_of(around: Around) -> Literal["start", "end", ""]:
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
    if named or not re.search(r"\bredirect(?:s|ed|ing)?\b(?! (?:of|from|is)\b)", around.clause, re.IGNORECASE):
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


def _days_of_rules(said: str, rules: Iterable[Redirect]) -> list[tuple[date, str]]:
    """The last days of rules, or their first ones, each with the id of its rule."""
    days = []
    for rule in rules:
        day = rule.sunset_day if said == "end" else rule.text.since
        if day:
            days.append((day, rule.id))
    return days


def _days(said: str, named: Iterable[Redirect], around: Around) -> Mapping[date, str]:
    """The days on which something ends or begins, or both, with what says so; of the rules that are named, if any."""
    if not said:
        return {**_known(around), **_days("end", named, around), **_days("start", named, around)}
    if of_rules := _days_of_rules(said, named):
        return {day: f"rule {rule}" for day, rule in of_rules}
    days: dict[date, str] = {}
    for contract in around.contracts if said == "end" else ():
        days |= dict.fromkeys(contract.sunsets, f"contract {contract.id}: x-sunset")
    return {**days, **around.scope.days(said)}


def _known(around: Around) -> dict[date, str]:
    """Every day of the project, whatever happens on it."""
    days = {}
    for rule in around.scope.rules:
        remark = REMARK.search(rule.text.note or "")
        if remark and (day := day_of(remark[1])):
            days[day] = f"remark of {rule.id}"
    for contract in around.contracts:
        days |= dict.fromkeys(contract.dates, f"contract {contract.id}")
    return {**days, **around.scope.days()}


def _listed(days: Iterable[date]) -> str:
    return ", ".join(sorted({day.isoformat() for day in days})[:4]) or "nothing"


def bind_quantity(quantity: Quantity, text: str, around: Around, codes: int) -> Verdict:
    """The claim or the contract that has the number of the same; `codes` is how many names the block itself lists."""
    if quantity.unit in COUNTED.values() and quantity.number == codes:
        return bound("names in the same text")
    notices = around.scope.notices
    if notices and quantity.unit == "seconds" and quantity.number >= DAY and _NOTICE.search(around.clause):
        if by := next((by for known, by in notices.items() if quantity.may_be(known)), ""):
            return bound(by)
        says = choice([f"{notice.number / DAY:g} days" for notice in notices])
        return contradicted(f"the notice is {says}, not {text}", "write the notice of the claim or the policy")
    claimed = (by for known, by in around.scope.quantities.items() if quantity.may_be(known))
    by = next(claimed, "") or _contract(quantity, around) or _page(quantity, around)
    return bound(by) if by else unbound(f"nothing in the project shows `{text}`", _NUMBER_HINT)


def _contract(quantity: Quantity, around: Around) -> str:
    """The contract that has a number: in a sentence, as a count, or as a limit."""
    # a limit has no unit: for a duration, the sentence has to name what it limits
    is_limit = _is_plain(quantity) and (quantity.unit != "seconds" or "`" in around.sentence)
    for vocabulary in around.contracts:
        if any(map(quantity.may_be, vocabulary.quantities)):
            return f"contract {vocabulary.id}: description"
        if quantity.number in _counts(vocabulary, quantity.unit):
            return f"contract {vocabulary.id}: count"
        if is_limit and quantity.number in vocabulary.limits:
            return f"contract {vocabulary.id}: limit"
    return ""


def _page(quantity: Quantity, around: Around) -> str:
    """What has a number on the same page."""
    if any(found.quantity.may_be(quantity) for found in find_quantities(around.stated)):
        return "another part of the page"
    is_shown = _is_plain(quantity) and quantity.unit != "seconds" and f"{quantity.number:g}" in around.samples
    return "sample on the page" if is_shown else ""


def _is_plain(quantity: Quantity) -> bool:
    """Whether any number of the contract may be it: not so for a rate, or for how many names there are."""
    return quantity.unit not in COUNTED.values() and "/" not in quantity.unit


def _counts(vocabulary: Vocabulary, unit: str) -> Collection[int]:
    match unit:
        case "events":
            return (len(vocabulary.events),)
        case "operations":
            return (len(vocabulary.operations),)
        case "codes":
            return (len(vocabulary.error_codes),)
        case "values":
            return vocabulary.enum_sizes
    return ()
