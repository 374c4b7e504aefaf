"""What shows a number with a unit, and a time of day; and whether one that nothing has is meant as the API's."""

import re
from collections.abc import Collection, Sequence
from typing import Final

from docgen.facts.figures.numbers import COUNTED, Quantity, find_quantities, quantity_of
from docgen.facts.texts.subjects import names_the_api
from docgen.facts.verdict import Around, Verdict, bound, unbound
from docgen.wording import choice

_LIMITS: Final = re.compile(
    r"\b(?:at most|up to|(?:no|not) more than|maximum(?: of| is)?|max|under|limited to"
    r"|(?:limit|quota)(?: is| of| are|: )?|(?:may|can) (?:send|make|have|take)|allow\w*|accepts?)"
    r"(?: at most| up to| only)?[ `*]*$",
    re.IGNORECASE,
)
_LIMITS_AFTER: Final = re.compile(
    r"^[ `*]*(?:at most|maximum|or fewer|or less|[\s\w]{0,16}by default)\b", re.IGNORECASE
)
_HAVE: Final = re.compile(r"\b(?:have|has|gets?)[ `*]*$", re.IGNORECASE)
_BEYOND: Final = re.compile(r"\b(?:more than|beyond|over|exceeds?|exceeding) *$", re.IGNORECASE)
_KEPT: Final = re.compile(
    r"\b(?:kept|stored|available|valid|retained|expires?"
    r"|can (?:be )?(?:\w+ )?(?:fetch|read|get|retriev)\w*)\b"
    r"[^.;]{0,40}\b(?:for|after|within)[ `*]*$|\bredirect(?:s|ed)? for[ `*]*$|\bwindow of[ `*]*$",
    re.IGNORECASE,
)
_MORE: Final = re.compile(r"\s*(?:more|longer|later|earlier)\b", re.IGNORECASE)
"""What makes a time the difference of two."""
_ANNOUNCED: Final = re.compile(r"\b(?:announc\w+|in advance|ahead|notice)\b", re.IGNORECASE)
_NAME: Final = re.compile(r"`([a-z][\w.]*)`")
_TOPIC: Final = re.compile(r"[a-z]{5,}")
_COMMON: Final = frozenset(
    """about after again before below between during every first other since their there these those until which while
    within without seconds second minute minutes hours weeks months request requests""".split()  # noqa: SIM905 - prose
)
"""Words that make no topic."""
_DAY: Final = 86400
_ALIKE: Final = 2
"""How many words of a sentence have to be in another one on the same topic."""
_CODE: Final = re.compile(r"`[^`]+`")
_HINT: Final = "correct the number, or add a claim that has it; what nothing can show goes under `unchecked`"


def bind_quantity(quantity: Quantity, text: str, around: Around, codes: int) -> Verdict:
    """The claim or the contract that has the number of the same; `codes` is how many names the block itself lists."""
    if quantity.unit in COUNTED.values() and quantity.number in (codes, _listed_after(text, around)):
        return bound("names in the same text")
    sizes = _enum_sizes(around) if quantity.unit == COUNTED["value"] else frozenset()
    if sizes and quantity.number not in sizes:
        says = choice([f"{one:g}" for one in sorted(sizes)])
        return unbound(f"nothing in the project shows `{text}`; the contract and the claims have {says}", _HINT)
    by = _claim(quantity, around) or _contract(quantity, around) or _page(quantity, around)
    if not by:
        return unbound(f"nothing in the project shows `{text}`", _HINT + _durations(around, quantity))
    if quantity.unit == "seconds" and (other := _of_another_topic(quantity, around)):
        return unbound(f"{by} has `{text}` of something else; of this: {other}", _HINT)
    return bound(by)


def _listed_after(text: str, around: Around) -> int:
    """How many names the rest of the sentence lists."""
    return len(_CODE.findall(" ".join(around.sentence.split()).partition(text)[2]))


def _claim(quantity: Quantity, around: Around) -> str:
    """The claim, rule or policy that has a number."""
    by = next((by for known, by in around.scope.quantities.items() if quantity.may_be(known)), "")
    by = by or _attested_elsewhere(quantity, around)
    return by if by.startswith(("rule", "pin")) or not by else f"claim {by}"


def _contract(quantity: Quantity, around: Around) -> str:
    """The contract that has a number: in a sentence, as a count, or as a limit."""
    is_count = quantity.unit in COUNTED.values()
    # a limit has no unit: for a duration, the sentence has to name what it limits
    is_limit = _is_plain(quantity) and (quantity.unit != "seconds" or "`" in around.sentence)
    for vocabulary in around.vocabularies:
        if any(map(quantity.may_be, vocabulary.quantities)):
            return f"contract {vocabulary.id}: description"
        if is_count and quantity.number in _counts(around, vocabulary.id, quantity.unit):
            return f"contract {vocabulary.id}: count"
        if is_limit and quantity.number in vocabulary.limits:
            return f"contract {vocabulary.id}: limit"
    return ""


def _page(quantity: Quantity, around: Around) -> str:
    """What has a number on the same page."""
    if _has(around.stated, [quantity]):
        return "another part of the page"
    is_shown = _is_plain(quantity) and quantity.unit != "seconds" and f"{quantity.number:g}" in around.samples
    return "sample on the page" if is_shown else ""


def _is_plain(quantity: Quantity) -> bool:
    """Whether any number of the contract may be it: not so for a rate, or for how many names there are."""
    return quantity.unit not in COUNTED.values() and "/" not in quantity.unit


def _of_another_topic(quantity: Quantity, around: Around) -> str:
    """The attested text on what the sentence is about that has another duration, where no text on it has this one."""
    words, said = topics(around.sentence), [one.quantity for one in find_quantities(around.sentence)]
    attested = [text for text, _ in (*around.scope.attested, *around.scope.attested_elsewhere)]
    every = (
        *attested,
        *around.scope.notices,
        *(text for one in around.vocabularies for text in one.texts_with_quantities),
    )
    if any(words & topics(text) and _has(text, [quantity]) for text in every):
        return ""
    about = (text for text in attested if len(words & topics(text)) >= _ALIKE and _has_duration(text))
    return next((text for text in about if not _has(text, said)), "")


def _has(text: str, quantities: Sequence[Quantity]) -> bool:
    return any(found.quantity.may_be(one) for found in find_quantities(text) for one in quantities)


def _has_duration(text: str) -> bool:
    return any(found.quantity.unit == "seconds" for found in find_quantities(text))


def _attested_elsewhere(quantity: Quantity, around: Around) -> str:
    """The claim of another entry that attests the number on the same topic; empty without."""
    for text, claim in around.scope.attested_elsewhere:
        if _has(text, [quantity]) and topics(text) & topics(around.sentence):
            return claim
    return ""


def _enum_sizes(around: Around) -> frozenset[int]:
    """How many values the enums have whose fields the sentence names; none where it names no such field."""
    known = (*(one.enum_sizes for one in around.vocabularies), around.scope.enum_sizes)
    names = re.findall(r"`([\w.]+)`", around.sentence)
    return frozenset[int]().union(*(one.get(name, frozenset()) for one in known for name in names))


def _counts(around: Around, pin: str, unit: str) -> Collection[int]:
    spec = around.scope.shared.of_pins[pin].spec
    codes = around.scope.shared.of_pins[pin].error_codes
    enums = frozenset[int]().union(*around.scope.shared.of_pins[pin].enum_sizes.values())
    counts = {"events": (len(spec.events()),), "operations": (len(spec.operations()),), "codes": (len(codes),)}
    return {**counts, "values": enums}.get(unit, ())


def _durations(around: Around, quantity: Quantity) -> str:
    days = sorted(
        {one.number / _DAY for one in around.scope.quantities if one.unit == "seconds" and one.number >= _DAY}
    )
    if quantity.unit != "seconds" or quantity.number < _DAY or not days:
        return ""
    return f"; known: {', '.join(f'{one:g} days' for one in days)}"


def bind_clock_time(seconds: int, text: str, around: Around) -> Verdict:
    """The rule that ends at a time of day, in UTC."""
    for rule in around.project.redirects:
        if rule.sunset is not None and rule.sunset % _DAY == seconds:
            return bound(f"rule {rule.id}")
    attested = next((claim for words, claim in around.scope.attested if text in words), "")
    return bound(f"claim {attested}") if attested else unbound(f"nothing in the project happens at {text}", _HINT)


def is_stated_number(text: str, around: Around, statements: Sequence[str]) -> bool:
    """Whether a number is one of the API's; `statements` are those of the page that the text is about."""
    quantity = quantity_of(text)
    if quantity is None or quantity.unit in COUNTED.values():
        return True
    if quantity.unit == "seconds":
        is_said = bool(_KEPT.search(around.before) or _ANNOUNCED.search(around.clause)) and not _MORE.match(
            around.after
        )
        return (is_said and _is_on_the_api(around)) or _is_topic(quantity, around, statements)
    is_limit = bool(_LIMITS.search(around.before) or _LIMITS_AFTER.match(around.after))
    if "/" in quantity.unit:
        return (
            is_limit
            or bool(_HAVE.search(around.before))
            or (bool(_BEYOND.search(around.before)) and _is_rate(quantity, around))
        )
    return (is_limit and _is_on_the_api(around)) or _is_topic(quantity, around, statements)


def _is_on_the_api(around: Around) -> bool:
    names = _NAME.findall(around.sentence)
    return names_the_api(around.topic()) or any(one.has(name) for one in around.vocabularies for name in names)


def _is_rate(quantity: Quantity, around: Around) -> bool:
    """Whether the contract has a rate of the same: of requests, whatever the period."""
    what = quantity.unit.partition("/")[0]
    return any(
        "/" in known.unit and known.unit.partition("/")[0] == what
        for one in around.vocabularies
        for known in one.quantities
    )


def _is_topic(quantity: Quantity, around: Around, statements: Sequence[str]) -> bool:
    """Whether a claim or the contract has a number with such a unit on what the sentence is about.

    A contract of thousands of descriptions has any word: there, two have to be the same.
    """
    words = topics(around.sentence)
    claimed = (*(text for text, _ in around.scope.attested), *around.scope.notices, *statements)
    described = (text for one in around.vocabularies for text in one.texts_with_quantities)
    carriers = ((1, claimed), (_ALIKE, described))
    return any(
        len(words & topics(text)) >= least and any(one.quantity.unit == quantity.unit for one in find_quantities(text))
        for least, texts in carriers
        for text in texts
    )


def topics(text: str) -> frozenset[str]:
    """The words of a text that say what it is about."""
    return frozenset(_TOPIC.findall(text.lower())) - _COMMON
