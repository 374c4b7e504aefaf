"""The limits that a text gives a field: `at most 1000 characters`, or a value above which a request is refused."""

import re
from typing import Final

from docgen.facts.figures.number_words import SPELLED, value_of
from docgen.facts.verdict import Around, Found, Verdict, Verdicts, bound, unbound
from docgen.wording import choice

_NUMBER: Final = rf"(?P<number>\d+(?:,\d{{3}})*(?:\.\d+)?|{SPELLED})"
_LIMIT: Final = re.compile(
    r"(?:`(?P<code>\w+)`|(?<!of )(?<!in )\b(?:an?|the|each|every)\s+(?P<word>[a-z]\w+))\s+"
    r"(?:(?P<states>has|have|is|are|must\s+be|must\s+have|can\s+be|can\s+have|may\s+be|may\s+have|of)\s+)?"
    r"(?P<how>below|above|under|over|(?:less|more|fewer|greater|larger|smaller|longer|shorter)\s+than|at\s+least"
    rf"|at\s+most|up\s+to|no\s+more\s+than|an?\s+(?:maximum|minimum)\s+of)\s+{_NUMBER}"
    r"(?![\w,.]*\d)(?P<unit>\s+(?:characters|items|elements|entries|bytes)\b)?",
    re.IGNORECASE,
)
_BOUNDS: Final = re.compile(r"at\s|up\s|no\s|an?\s", re.IGNORECASE)
_REFUSED: Final = re.compile(
    r"\b(?:refuse\w*|reject\w*|invalid|fails?|out of range|not allowed|4\d\d)\b", re.IGNORECASE
)


def limits_of_fields(sentence: Found, around: Around) -> Verdicts:
    """Each number that a sentence gives as a limit of a field of the contract."""
    for match in _LIMIT.finditer(sentence.text):
        name = match["code"] or match["word"]
        is_named = bool(match["code"]) or bool(match["unit"])
        if is_named and _is_limit(match, around) and around.has_field(name):
            yield sentence.part("number", match, "number"), _verdict(name, match["number"], around)


def _is_limit(match: re.Match[str], around: Around) -> bool:
    """Whether the words say what the API takes: `at most` after a verb, or what an error is about."""
    states = bool(_BOUNDS.match(match["how"])) and (match["states"] or "of").lower() != "of"
    return not around.denies(strictly=True) and (states or bool(around.stated or _REFUSED.search(around.sentence)))


def _verdict(name: str, text: str, around: Around) -> Verdict:
    number = value_of(text)
    known = {limit: one.id for one in around.vocabularies for limit in one.limits_of(name)}
    if number in known:
        return bound(f"contract {known[number]}: limit")
    said = re.compile(rf"(?<![\d.,]){number:g}(?![\d.,]*\d)")
    if by := next(
        (one.id for one in around.vocabularies for said_of in one.descriptions_of(name) if said.search(said_of)), ""
    ):
        return bound(f"contract {by}: description")
    has = f"it has {choice([f'{limit:g}' for limit in sorted(known)])}" if known else "it has none"
    return unbound(f"the contract has no limit of {text} for `{name}`; {has}", "write the limit of the contract")
