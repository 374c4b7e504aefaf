"""Whether a name that nothing has is meant as one of the API's: by its words, its neighbours, or its form.

Guides also name programs, files and columns of their own. A name is one of the API's where the text calls it so, where
it stands in a list or column of the API's, where it is nearly one, and where it has the form of a field.
"""

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import Final

from docgen.facts.figures.dates import find_dates
from docgen.facts.knowledge.addresses import is_alike
from docgen.facts.knowledge.schemas import ends_of
from docgen.facts.knowledge.surface import segments
from docgen.facts.knowledge.vocabulary import Vocabulary
from docgen.facts.spans.days import names_a_rule, role_of
from docgen.facts.spans.headers import PROMISES, known_headers
from docgen.facts.spans.names import values_beside
from docgen.facts.spans.quantities import is_stated_number
from docgen.facts.texts.denials import denies, denies_answer, denies_in_any_way
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
_PARTS: Final = (
    r"(?:fields?|propert(?:y|ies)|parameters?|events?|headers?|error codes?|status(?:es)?|values?|operations?"
    r"|endpoints?|enums?|schemas?)"
)
_ANSWERED: Final = r"(?:answer\w*|(?:request|call|operation)s? fails?|refus\w+|reject\w*|respond\w*|ends?|comes?)"
_BEFORE: Final = re.compile(
    rf"\b{_PARTS}(?: named| called| is| are)?[\s`*\"]*$"
    rf"|\b{_ANSWERED} (?:with|in)(?: an?)?(?: [45]\d\d)?[\s`*\"\[(]*$",
    re.IGNORECASE,
)
_AFTER: Final = re.compile(rf"^[`*\"]* (?:{_PARTS}\b|set to\b|(?:above|below) \d)", re.IGNORECASE)
_LABEL: Final = re.compile(
    r"\b(?:candidates?|planned|scheduled|due|expected|comes?|coming|arrives?|ships?|available)"
    r"(?: only)? (?:for|in|with|since)[ `*]*$",
    re.IGNORECASE,
)
_FIELD: Final = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)+")
_CODE: Final = re.compile(r"`+([^`\n]+)`+")
_SUCH_AS: Final = re.compile(r"\b(?:such as|for example|e\.g\.|say|like|perhaps)[\s`*]*$", re.IGNORECASE)
_RATHER: Final = re.compile(r"\b(?:rather than|instead of)\b.*", re.IGNORECASE | re.DOTALL)
_NO_CELL: Final = re.compile(r"\|\s*(?:no|none)\s*(?=\|)", re.IGNORECASE)
FILE: Final = re.compile(
    r"\.(?:csv|ics|json|ya?ml|xml|toml|md|txt|log|html?|pdf|png|jpe?g|gif|webp|svg|mp4|py|[jt]sx?|mjs|go|rb|php|sh|sql"
    r"|env|zip)$"
)
"""The end of the name of a file."""
_EVENT: Final = re.compile(r"[a-z]+(?:[._][a-z]+)+")
_OF_EVENTS: Final = re.compile(r"\b(?:events?|webhooks?|subscri\w+)\b", re.IGNORECASE)
_KEY: Final = re.compile(r"[\w.\[\]-]*\[[\"'](\w+)[\"']\]")
_LISTED: Final = re.compile(r"`[^`\n]+`(?:(?:, | or | and |, or |, and )`[^`\n]+`)+")
_PROGRAM: Final = re.compile(
    r"\b(?:columns?|tables?|spreadsheet|csv|sql|databases?|metrics?|variables?|functions?|methods|librar(?:y|ies)|jobs?"
    r"|tasks?|extensions?|packages?|modules?|files?|templates?|secrets?|prox(?:y|ies)|words?|id"
    r"|in (?:python|javascript|typescript|ruby|php|java|go|rust))\b",
    re.IGNORECASE,
)
"""What has names of the reader's own: a program, its files and its data."""
NEAR: Final = 0.86
_SHORT: Final = 4


def is_named_as_part(text: str, around: Around) -> bool:
    """Whether the text around an unknown name takes it for one of the API's."""
    text = key[1] if (key := _KEY.fullmatch(text)) else text
    if re.fullmatch(r"v[\d.]+", text) and _LABEL.search(around.before):
        return True
    clause = around.before + _RATHER.sub("", around.after)
    if _BEFORE.search(around.before) or _AFTER.search(around.after):
        return not (denies(clause) or denies(around.lead) or around.is_of_others(text))
    if denies_in_any_way(_NO_CELL.sub("|", clause)) or denies_in_any_way(around.lead):
        return False
    if text in around.scope.denied or any(is_nearly(text, one) for one in around.vocabularies):
        return True
    if _PROGRAM.search(around.subject()) or around.is_of_others(text):
        return False
    readings = (_is_path, _is_value_of_field, _is_beside_known, _has_form_of_field)
    return any(reads(text, around) for reads in readings)


def _has_form_of_field(text: str, around: Around) -> bool:
    """Whether a name has the form of a field or a code, in a sentence on a part of the API."""
    is_stated = bool(around.before.strip(" `*|")) and not _SUCH_AS.search(around.before)
    return is_stated and bool(_FIELD.fullmatch(text)) and names_the_api(around.topic())


def _is_path(text: str, around: Around) -> bool:
    """Whether a name with dots begins as an event, a schema or a field of the API does, or is said to be an event."""
    first = re.split(r"[.\[]", text)[0]
    if not re.fullmatch(r"[\w-]+(?:(?:\.|\[)[\w*\]-]*)+", text) or "." not in text or FILE.search(text):
        return False
    return (
        first in around.scope.event_prefixes
        or any(first in one.spec.schemas() or first in one.fields for one in around.vocabularies)
        or (bool(_EVENT.fullmatch(text)) and bool(_OF_EVENTS.search(around.sentence)))
    )


def _is_value_of_field(text: str, around: Around) -> bool:
    """Whether the word beside a name is a field whose values the API lists: `the type x`, `the x service`."""
    return bool(re.fullmatch(r"[\w.-]+", text)) and bool(values_beside(around))


def _is_beside_known(text: str, around: Around) -> bool:
    """Whether most of the other names of the list or column are the API's."""
    others = [name for name in _neighbours(text, around) if name != text]
    known = [name for name in others if any(one.has(name) for one in around.vocabularies)]
    return len(known) * 2 > len(others) + 1 or (bool(known) and len(known) == len(others))


def _neighbours(text: str, around: Around) -> Sequence[str]:
    """The names of the list that a name stands in; in a table, those of its column."""
    if around.table:
        column = around.column
        cells = (row.split("|")[column] for row in around.table.splitlines() if row.count("|") > column)
        return [name for cell in cells for name in _CODE.findall(cell)]
    lists = (_CODE.findall(match[0]) for match in _LISTED.finditer(" ".join(around.sentence.split())))
    return next((names for names in lists if text in names), [])


def is_nearly(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a name is nearly one of a contract: one slip away, not merely alike."""
    is_one_word = len(text) > _SHORT and " " not in text
    return is_one_word and (ends_of(text) in vocabulary.ends or bool(nearly(text, vocabulary.near(len(text)))))


def nearly(text: str, names: Iterable[str]) -> str:
    """The first of some names that is one slip away from a text; empty without one."""
    alike = (name for name in names if name[:1] == text[:1] or name[-1:] == text[-1:])
    matchers = ((name, SequenceMatcher(None, text, name)) for name in alike)
    return next((name for name, one in matchers if one.quick_ratio() >= NEAR and one.ratio() >= NEAR), "")


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
