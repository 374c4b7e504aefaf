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
from docgen.facts.knowledge.addresses import is_alike
from docgen.facts.knowledge.surface import segments
from docgen.facts.spans.days import names_a_rule, role_of
from docgen.facts.spans.headers import PROMISES, known_headers
from docgen.facts.spans.named_parts import NEAR, is_named_as_part, is_nearly
from docgen.facts.spans.stated_numbers import is_stated_number
from docgen.facts.texts.denials import denies_answer
from docgen.facts.texts.subjects import names_the_api
from docgen.facts.verdict import Around, Found
from docgen.openapi.spec import METHODS

_CALL: Final = re.compile(r"[A-Z]+ /")
_HOST: Final = re.compile(r"(?:https?://)?([\w-]+(?:\.[\w-]+)+)(?=[/:]|$)")
_GATEWAY: Final = frozenset(
    (301, 302, 303, 307, 405, 406, 408, 411, 413, 414, 415, 418, 431, 501, 502, 503, 504, 505, 511)
)
"""Statuses that HTTP, its proxies and other sites answer with, whatever the API."""
_SENDS: Final = re.compile(
    r"\b(?:sends?|pass(?:es)?|sets?|adds?|needs?|tak(?:e|es)|carry|carries|answers? (?:has|have|with)|comes? with)\b",
    re.IGNORECASE,
)
_ENDING: Final = re.compile(r"\b(?:redirect|sunset|deprecat|remov|retir)", re.IGNORECASE)
"""What a sentence on the life of the API has, where its time is no day: `until next year` may be anything's."""


def is_of_the_api(found: Found, around: Around, statements: Sequence[str] = ()) -> bool:
    """Whether an unbound fact of a guide is one about the API; `statements` are those of the page that it is about."""
    if found.kind in ("name", "value"):
        return is_named_as_part(found.text, around)
    is_of_others = around.is_of_others(found.text) and not names_a_rule(around)
    if found.kind in ("path", "url"):
        return _is_like_address(found.text, around) or (not is_of_others and _is_address(found.text, around))
    if found.kind == "header":
        name = found.text.partition(":")[0]
        return _is_like_header(name, around) or (not is_of_others and _is_header(name, around))
    if is_of_others:
        return False
    if found.kind == "status":
        is_denied = any(map(denies_answer, (around.sentence, around.lead, around.following)))
        return not is_denied and not (found.text.isdigit() and int(found.text) in _GATEWAY)
    if found.kind in ("date", "time"):
        is_day = found.kind == "time" or any(day.number for day in find_dates(found.text))
        is_end = bool(role_of(around)) and (is_day or bool(_ENDING.search(around.sentence)))
        is_note = around.sentence.lstrip().startswith("[^")
        topic = around.topic()
        is_on_the_api = names_the_api(topic) or is_note or any(pin in topic for pin in around.scope.shared.of_pins)
        return (is_end and is_on_the_api) or names_a_rule(around)
    return is_stated_number(found.text, around, statements)


def _is_address(text: str, around: Around) -> bool:
    """Whether an address is of the API unless the text is on something else: a method, a call, or nearly one."""
    if text.lower() in METHODS:
        return names_the_api(around.topic())
    return bool(_CALL.match(text)) or any(is_nearly(text, one) for one in around.vocabularies)


def _is_like_address(text: str, around: Around) -> bool:
    """Whether an address begins as one of the API's does."""
    hosts = around.addresses.hosts
    if found := _HOST.match(text):
        return is_alike(found[1], hosts)
    known = {path[0] for one in around.vocabularies for path in one.routes if path}
    wanted = segments(_CALL.sub("/", text).partition("?")[0])
    return bool(wanted) and wanted[0] in known


def _is_header(name: str, around: Around) -> bool:
    """Whether a header is of the API unless the text is on something else."""
    is_sent = name.casefold() in PROMISES or (name.startswith("X-") and bool(_SENDS.search(around.before)))
    return is_sent or is_named_as_part(name, around)


def _is_like_header(name: str, around: Around) -> bool:
    """Whether a header begins as one of the API's does, or is nearly one."""
    prefix = f"{name.partition('-')[0].casefold()}-"
    own = [header.casefold() for header in known_headers(around)]
    return any(header.startswith(prefix) for header in own) or any(
        SequenceMatcher(None, name.casefold(), header).ratio() >= NEAR for header in own
    )
