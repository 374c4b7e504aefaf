"""Whether what nothing shows is a fact about the API at all: guides also speak of programs, files and other products.

An entry is about the API alone, so everything in it counts. In a guide, an unknown name counts where it is nearly one
of the API's, or where the text calls it a part of the API; a date where something begins or ends; a number where a
claim or the contract has another one on the same topic.
"""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Final

from docgen.facts.dates import role
from docgen.facts.days import rules_named
from docgen.facts.numbers import COUNTED, Quantity, find_quantities
from docgen.facts.verdict import Around, Found
from docgen.facts.vocabulary import Vocabulary, segments

_PARTS: Final = (
    r"(?:fields?|propert(?:y|ies)|parameters?|events?|headers?|error codes?|status(?:es)?|values?|operations?"
    r"|endpoints?|enums?|schemas?)"
)
_BEFORE: Final = re.compile(rf"\b{_PARTS}(?: named| called| is| are)?[ `*\"]*$", re.IGNORECASE)
_AFTER: Final = re.compile(rf"^[`*\"]* {_PARTS}\b", re.IGNORECASE)
_CALL: Final = re.compile(r"[A-Z]+ /")
_HOST: Final = re.compile(r"(?:https?://)?([\w-]+(?:\.[\w-]+)+)(?=[/:]|$)")
_GATEWAY: Final = frozenset(
    (301, 302, 303, 307, 405, 406, 408, 411, 413, 414, 415, 418, 431, 501, 502, 503, 504, 505, 511)
)
"""Statuses that HTTP, its proxies and other sites answer with, whatever the API."""
_TOPIC: Final = re.compile(r"[a-z]{5,}")
_COMMON: Final = frozenset(
    """about after again before below between during every first other since their there these those until which while
    within without seconds second minute minutes hours weeks months request requests""".split()  # noqa: SIM905 - prose
)
"""Words that make no topic."""
_NEAR: Final = 0.86
_SHORT: Final = 4


def is_of_the_api(found: Found, around: Around) -> bool:
    """Whether an unbound fact of a guide is one about the API."""
    if found.kind in ("name", "value"):
        return _is_name(found.text, around)
    if found.kind in ("path", "url"):
        return _is_address(found.text, around)
    if found.kind == "header":
        return _is_header(found.text.partition(":")[0], around)
    if found.kind == "status":
        return not around.denies(strictly=False) and not (found.text.isdigit() and int(found.text) in _GATEWAY)
    if found.kind in ("date", "time"):
        return bool(role(around.before)) or any(True for _ in rules_named(around))
    quantity = next((one.quantity for one in find_quantities(found.text)), None)
    is_count = quantity is not None and quantity.unit in COUNTED.values()
    return quantity is None or is_count or _is_topic(quantity, around)


def _is_name(text: str, around: Around) -> bool:
    if around.denies(strictly=False):
        return False
    if _BEFORE.search(around.before) or _AFTER.search(around.after):
        return True
    first = re.split(r"[.\[]", text)[0]
    if "." in text and (
        first in around.scope.event_prefixes or any(first in one.spec.schemas() for one in around.vocabularies)
    ):
        return True
    return any(is_nearly(text, one) for one in around.vocabularies)


def is_nearly(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a name is nearly one of a contract: one slip away, not merely alike."""
    return len(text) > _SHORT and " " not in text and bool(nearly(text, vocabulary.near(len(text))))


def nearly(text: str, names: Iterable[str]) -> str:
    """The first of some names that is one slip away from a text; empty without one."""
    alike = (name for name in names if name[:1] == text[:1] or name[-1:] == text[-1:])
    matchers = ((name, SequenceMatcher(None, text, name)) for name in alike)
    return next((name for name, one in matchers if one.quick_ratio() >= _NEAR and one.ratio() >= _NEAR), "")


def _is_address(text: str, around: Around) -> bool:
    hosts = around.scope.shared.addresses.hosts
    if _CALL.match(text):
        return True
    if found := _HOST.match(text):  # of the project, or under the same registered name
        return any(found[1].split(".")[-2:] == host.split(".")[-2:] for host in hosts)
    known = {path[0] for one in around.vocabularies for path in one.routes if path}
    wanted = segments(text.partition("?")[0])
    return (bool(wanted) and wanted[0] in known) or any(is_nearly(text, one) for one in around.vocabularies)


def _is_header(name: str, around: Around) -> bool:
    prefix = f"{name.partition('-')[0].casefold()}-"
    own = [header for one in around.vocabularies for header in one.headers]
    own += [header.casefold() for rule in around.scope.project.redirects for header, _ in rule.headers]
    return any(header.startswith(prefix) for header in own) or any(
        SequenceMatcher(None, name.casefold(), header).ratio() >= _NEAR for header in own
    )


def _is_topic(quantity: Quantity, around: Around) -> bool:
    """Whether a claim or the contract has a number with such a unit on what the sentence is about."""
    words = topics(around.sentence)
    carriers = (*(text for text, _ in around.scope.attested), *around.scope.notices)
    carriers += tuple(text for one in around.vocabularies for text in one.texts_with_quantities)
    return any(
        words & topics(carrier) and any(one.quantity.unit == quantity.unit for one in find_quantities(carrier))
        for carrier in carriers
    )


def topics(text: str) -> frozenset[str]:
    """The words of a text that say what it is about."""
    return frozenset(_TOPIC.findall(text.lower())) - _COMMON
