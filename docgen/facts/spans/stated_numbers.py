"""Whether a number that nothing has is meant as one of the API's: a limit, a rate, a time to keep, a notice."""

import re
from collections.abc import Sequence
from typing import Final

from docgen.facts.figures.numbers import COUNTED, Quantity, find_quantities, quantity_of
from docgen.facts.texts.subjects import names_the_api
from docgen.facts.verdict import Around

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
_ALIKE: Final = 2


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
