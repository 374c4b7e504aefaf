"""The limits that a text gives a field, such as `at most 1000 characters`, and its unit, as in the name `weight_g`."""

import re
from typing import Final

from docgen.facts.figures.numbers import value_of
from docgen.facts.verdict import Around, Found, Verdict, Verdicts, bound, contradicted, unbound
from docgen.wording import choice

_UNITS: Final = {
    "g": "grams", "kg": "kilograms", "mg": "milligrams", "lb": "pounds", "lbs": "pounds", "oz": "ounces",
    "mm": "millimetres", "cm": "centimetres", "m": "metres", "km": "kilometres", "in": "inches", "ft": "feet",
    "ms": "milliseconds", "s": "seconds", "sec": "seconds", "secs": "seconds", "seconds": "seconds",
    "minutes": "minutes", "hours": "hours", "days": "days", "bytes": "bytes", "kb": "kilobytes", "mb": "megabytes",
    "px": "pixels", "cents": "cents",
}  # fmt: skip
"""What the last part of a name such as `weight_g` stands for."""
_MEASURED: Final = re.compile(
    rf"(?P<name>\w+)`?\s+(?:(?:is|are|given|counted|measured)\s+)*in\s+(?P<unit>{'|'.join(sorted({*_UNITS.values()}))})\b"
)
_NUMBER: Final = r"(?P<number>\d+(?:,\d{3})*(?:\.\d+)?|\d+)"
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


def measures(sentence: Found, around: Around) -> Verdicts:
    """Each unit that a sentence gives a field, or what fields are called after."""
    british = re.sub(r"meters\b", "metres", sentence.text)
    for match in _MEASURED.finditer(british):
        units = {_UNITS[suffix] for suffix in _suffixes(match["name"], around)}
        if units:
            found, says = sentence.part("value", match, "unit"), choice(sorted(units))
            message = f"the contract has `{match['name']}` in {says}, not in {match['unit']}"
            yield found, bound("contract: field") if match["unit"] in units else contradicted(message, f"write {says}")


def _suffixes(name: str, around: Around) -> frozenset[str]:
    """The units in the names of the fields that a name is about: itself, its properties, or `weight_g` of `Weights`."""
    stem, _, suffix = name.lower().rpartition("_")
    fields = frozenset[str]().union(*(one.fields for one in around.vocabularies))
    if name in fields and stem and suffix in _UNITS:
        return frozenset((suffix,))
    inside = (child for one in around.vocabularies for child in one.properties_of(name))
    # a singular word is of one field, and nothing says of which
    several = name.lower().removesuffix("s") if name.endswith("s") else ""
    named = (field for field in fields if several and field.lower().rpartition("_")[0] == several)
    return frozenset(last for field in (*inside, *named) if (last := field.lower().rpartition("_")[2]) in _UNITS)
