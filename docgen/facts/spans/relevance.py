"""Whether what nothing shows is a fact about the API at all: guides also speak of programs, files and other products.

An entry is about the API alone, so everything in it counts. In a guide, an unknown name counts where it is nearly one
of the API's, or where the text calls it a part of the API; a date where something begins or ends; a number where a
claim or the contract has another one on the same topic.
"""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final

from docgen.facts.figures.dates import find_dates
from docgen.facts.figures.numbers import COUNTED, Quantity, find_quantities, quantity_of
from docgen.facts.knowledge.addresses import is_alike
from docgen.facts.knowledge.surface import segments
from docgen.facts.spans.days import role_of, rules_named
from docgen.facts.spans.headers import PROMISES
from docgen.facts.spans.named_parts import NEAR, is_named_as_part, is_nearly
from docgen.facts.texts.denials import denies_answer
from docgen.facts.texts.subjects import names_the_api
from docgen.facts.verdict import Around, Found

_CALL: Final = re.compile(r"[A-Z]+ /")
_HOST: Final = re.compile(r"(?:https?://)?([\w-]+(?:\.[\w-]+)+)(?=[/:]|$)")
_GATEWAY: Final = frozenset(
    (301, 302, 303, 307, 405, 406, 408, 411, 413, 414, 415, 418, 431, 501, 502, 503, 504, 505, 511)
)
"""Statuses that HTTP, its proxies and other sites answer with, whatever the API."""
_ENDING: Final = re.compile(r"\b(?:redirect|sunset|deprecat|remov|retir)", re.IGNORECASE)
"""What a sentence on the life of the API has, where its time is no day: `until next year` may be anything's."""
_LISTED: Final = frozenset(("item", "result", "record", "row", "element"))
_IS_DEFAULT: Final = re.compile(r"[\s\w]{0,16}\bby default\b")
_IS_LIMIT: Final = re.compile(
    r"\b(?:limit|quota)(?: is| of| are|: )? *$|\b(?:limited to|API (?:allows|accepts|takes))(?: at most| up to)? *$",
    re.IGNORECASE,
)
_BEYOND: Final = re.compile(r"\b(?:more than|beyond|over|exceeds?|exceeding|at most|up to) *$", re.IGNORECASE)
_TOPIC: Final = re.compile(r"[a-z]{5,}")
_COMMON: Final = frozenset(
    """about after again before below between during every first other since their there these those until which while
    within without seconds second minute minutes hours weeks months request requests""".split()  # noqa: SIM905 - prose
)
"""Words that make no topic."""
_ALIKE: Final = 2


def is_of_the_api(found: Found, around: Around, statements: Sequence[str] = ()) -> bool:
    """Whether an unbound fact of a guide is one about the API; `statements` are those of the page that it is about."""
    if around.is_of_others(found.text) and not any(True for _ in rules_named(around)):
        return False
    if found.kind in ("name", "value"):
        return is_named_as_part(found.text, around)
    if found.kind in ("path", "url"):
        return _is_address(found.text, around)
    if found.kind == "header":
        name = found.text.partition(":")[0]
        return _is_header(name, around) or is_named_as_part(name, around)
    if found.kind == "status":
        is_denied = any(map(denies_answer, (around.sentence, around.lead, around.following)))
        return not is_denied and not (found.text.isdigit() and int(found.text) in _GATEWAY)
    if found.kind in ("date", "time"):
        is_day = found.kind == "time" or any(day.number for day in find_dates(found.text))
        is_end = bool(role_of(around)) and (is_day or bool(_ENDING.search(around.sentence)))
        return (is_end and (names_the_api(around.topic()) or "[^" in around.before)) or any(
            True for _ in rules_named(around)
        )
    quantity = quantity_of(found.text)
    is_count = quantity is not None and quantity.unit in COUNTED.values()
    if quantity and "/" in quantity.unit:
        return bool(_IS_LIMIT.search(around.before)) or (
            bool(_BEYOND.search(around.before)) and _is_rate(quantity, around)
        )
    if quantity and quantity.unit in _LISTED and _IS_DEFAULT.match(around.after):
        return True
    return quantity is None or is_count or _is_topic(quantity, around, statements)


def _is_address(text: str, around: Around) -> bool:
    hosts = around.scope.shared.addresses.hosts
    if found := _HOST.match(text):
        return is_alike(found[1], hosts)
    known = {path[0] for one in around.vocabularies for path in one.routes if path}
    wanted = segments(_CALL.sub("/", text).partition("?")[0])
    return (
        (bool(wanted) and wanted[0] in known)
        or bool(_CALL.match(text))
        or any(is_nearly(text, one) for one in around.vocabularies)
    )


def _is_header(name: str, around: Around) -> bool:
    if name.casefold() in PROMISES:
        return True
    prefix = f"{name.partition('-')[0].casefold()}-"
    own = [header for one in around.vocabularies for header in one.headers]
    own += [header.casefold() for rule in around.scope.project.redirects for header, _ in rule.headers]
    return any(header.startswith(prefix) for header in own) or any(
        SequenceMatcher(None, name.casefold(), header).ratio() >= NEAR for header in own
    )


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
