"""Units of measure: what a text gives in kilograms is in no field of the contract whose name ends in `_g`."""

import re
from typing import Final

from docgen.facts.verdict import Around, Found, Verdicts, bound, contradicted
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
