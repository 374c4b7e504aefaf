"""Numbers with a unit in a text: durations, sizes, counts."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_WORDS: Final = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
_TIME: Final = {
    "millisecond": 0.001, "ms": 0.001, "second": 1, "sec": 1, "s": 1, "minute": 60, "min": 60,
    "hour": 3600, "hr": 3600, "day": 86400, "week": 604800,
}  # fmt: skip
_OTHER: Final = (
    "month", "year", "percent", "byte", "character", "char", "item", "request", "call", "retry", "attempt", "result",
    "record", "row", "element", "pixel", "credit", "token", "redirect", "hop",
)  # fmt: skip
_SIZES: Final = {"KB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30, "kB": 1e3}
COUNTED: Final = {
    "event": "events", "webhook": "events", "field": "fields", "value": "values", "operation": "operations",
    "endpoint": "operations", "error code": "codes", "event type": "events",
}  # fmt: skip
"""What a contract has a number of, and what the counts of claims are called."""
_UNIT: Final = "|".join(sorted({*_TIME, *_OTHER, *_SIZES, *COUNTED, "%", "retries"}, key=len, reverse=True))
_QUANTITY: Final = re.compile(
    rf"(?<![\w.,:/-])(?P<number>\d+(?:,\d{{3}})*(?:\.\d+)?|{'|'.join(_WORDS)})"
    rf"(?:\s+|-)?(?:(?:business|calendar|working|full|webhook|more)\s+)?(?P<unit>{_UNIT})(?:s|es)?(?![\w])(?!\s*/\s*\d)",
    re.IGNORECASE,
)


class Quantity(NamedTuple):
    """A number and its unit: seconds for all durations up to weeks, bytes for all sizes."""

    number: float
    unit: str


class FoundQuantity(NamedTuple):
    """A quantity in a text with its offsets."""

    start: int
    end: int
    quantity: Quantity


def find_quantities(text: str) -> Iterator[FoundQuantity]:
    """Every number with a unit in a text; a number as a word counts before a unit of time and what is counted."""
    for match in _QUANTITY.finditer(text):
        number, unit = match["number"].lower(), match["unit"]
        is_word = number in _WORDS
        known = unit if unit in _SIZES else unit.lower().replace("retries", "retry")
        if (is_word and known not in _TIME and known not in COUNTED) or (known in ("s", "min", "sec") and is_word):
            continue
        value = float(_WORDS.index(number) + 1) if is_word else float(number.replace(",", ""))
        yield FoundQuantity(match.start(), match.end(), _canonical(value, known))


def _canonical(number: float, unit: str) -> Quantity:
    if unit in _TIME:
        return Quantity(round(number * _TIME[unit], 3), "seconds")
    if unit in _SIZES or unit == "byte":
        return Quantity(number * _SIZES.get(unit, 1), "bytes")
    if unit in COUNTED:
        return Quantity(number, COUNTED[unit])
    return Quantity(number, {"%": "percent", "char": "character", "hop": "redirect"}.get(unit, unit))
