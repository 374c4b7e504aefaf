"""Numbers with a unit in a text: durations, rates, sizes, counts; in digits, in words, and as `half an hour`."""

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

_ONES: Final = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety"
_VALUES: Final = {
    **{word: value for value, word in enumerate(_ONES.split(), 1)},
    **{word: value * 10 for value, word in enumerate(_TENS.split(), 2)},
}
_FACTORS: Final = {"dozen": 12, "hundred": 100, "thousand": 1000}
_DAY: Final = 86400
_SECONDS: Final[dict[str, tuple[float, float]]] = {
    "millisecond": (0.001, 0.001), "ms": (0.001, 0.001), "second": (1, 1), "sec": (1, 1), "s": (1, 1),
    "minute": (60, 60), "min": (60, 60), "hour": (3600, 3600), "hr": (3600, 3600), "h": (3600, 3600),
    "day": (_DAY, _DAY), "week": (7 * _DAY, 7 * _DAY), "fortnight": (14 * _DAY, 14 * _DAY),
    "month": (28 * _DAY, 31 * _DAY), "year": (360 * _DAY, 366 * _DAY),
}  # fmt: skip
"""The seconds of a unit of time, at least and at most."""
_ABBREVIATED: Final = frozenset(("ms", "s", "sec", "min", "h", "hr"))
_OTHER: Final = (
    "percent", "byte", "character", "char", "item", "request", "call", "retry", "attempt", "result",
    "record", "row", "element", "pixel", "credit", "token", "redirect", "hop", "object", "entry", "entries",
    "gram", "kilogram", "g", "kg", "millimetre", "mm",
)  # fmt: skip
_MEASURES: Final = frozenset(("gram", "kilogram", "millimetre"))
_SAME: Final = {
    "%": "percent",
    "char": "character",
    "hop": "redirect",
    "retries": "retry",
    "entries": "entry",
    "g": "gram",
    "kg": "kilogram",
    "mm": "millimetre",
}
_SIZES: Final = {"KB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30, "kB": 1e3}
COUNTED: Final = {
    "event": "events", "webhook": "events", "field": "fields", "value": "values", "operation": "operations",
    "endpoint": "operations", "error code": "codes", "event type": "events",
}  # fmt: skip
"""What a contract has a number of, and what the counts of claims are called."""
_SMALL: Final = 12
"""Up to here, people write words for what they do not count: `two items of yours`."""
_PARTS: Final = {
    "half": (0.5, 0.5), "a quarter of": (0.25, 0.25), "three quarters of": (0.75, 0.75), "a couple of": (2, 3),
    "few": (2, 9), "a few": (2, 9), "several": (2, 9),
}  # fmt: skip
"""How many of a unit of time, at least and at most; one of all other words."""
_NOUN: Final = re.compile(
    r"\s+(?!(?:and|or|for|before|after|between|to|later|long|of|at|on|until|then|when|if|from|with|in|by|that)\b)[a-z]"
)
"""What makes `a second` an ordinal: a noun after it."""


def any_of(words: Iterable[str]) -> str:
    """An expression for one of these words, the longest first, whatever blanks are between their parts."""
    return "|".join(r"\s+".join(map(re.escape, word.split())) for word in sorted(words, key=len, reverse=True))


SPELLED: Final = (
    rf"(?:(?:{any_of(_VALUES)})|an?\s+(?:{any_of(_FACTORS)}))\b"
    rf"(?:[\s-]+(?:and\s+)?(?:{any_of((*_VALUES, *_FACTORS))})\b)*"
)
"""An expression for a number in words."""
_PERIOD: Final = any_of(unit for unit in _SECONDS if unit not in _ABBREVIATED)
_RATE: Final = rf"(?:\s+(?:an?|per|each|every|in\s+an?|in\s+one)\s+|\s*/\s*)(?P<{{}}>{_PERIOD})\b"
_QUANTITY: Final = re.compile(
    rf"(?<![\w.,:/-])(?P<number>\d+(?:,\d{{3}})*(?:\.\d+)?|{SPELLED})(?:(?:\s+|-)?"
    r"(?:(?:business|calendar|working|full|webhook|more|line|usage)\s+)?"
    rf"(?P<unit>{any_of({*_SECONDS, *_OTHER, *_SIZES, *COUNTED, *_SAME})})(?:s|es)?(?![\w])(?!\s*/\s*\d)"
    rf"(?:{_RATE.format('period')})?|{_RATE.format('alone')})",
    re.IGNORECASE,
)
_LOOSE: Final = re.compile(
    r"(?<![\w-])(?:(?:^|(?:for|within|after|in|of|than|is|least|most|to|wait|takes|lasts|about)\s+)(?P<article>an?)"
    rf"|(?P<part>{any_of(_PARTS)})(?:\s+an?)?|once\s+(?:an?|per|every)|every|each)"
    rf"[\s-]+(?P<unit>{_PERIOD})s?(?![\w-])",
    re.IGNORECASE,
)


class Quantity(NamedTuple):
    """A number and its unit: seconds for durations, bytes for sizes, `request/60` for a number of requests a minute.

    `most` is the end of a range, as a month is no exact duration; None for an exact number.
    """

    number: float
    unit: str
    most: float | None = None

    def may_be(self, other: "Quantity") -> bool:
        """Whether both can be the same."""
        is_in = self.number <= (other.most or other.number) and other.number <= (self.most or self.number)
        return self.unit == other.unit and is_in


class FoundQuantity(NamedTuple):
    """A quantity in a text with its offsets; `loose` where it may be of anything: `half an hour`, `450 g`."""

    start: int
    end: int
    quantity: Quantity
    loose: bool = False


def find_quantities(text: str) -> Iterator[FoundQuantity]:
    """Every number with a unit in a text; a small number as a word counts before a unit of time and what is counted."""
    ends = set()
    for match in _QUANTITY.finditer(text):
        ends.add(match.end())
        if quantity := _quantity(match):
            yield FoundQuantity(match.start(), match.end(), quantity, quantity.unit in _MEASURES)
    for match in _LOOSE.finditer(text):
        unit = match["unit"].lower()
        is_ordinal = unit == "second" and _NOUN.match(text, match.end())
        if not is_ordinal and match.end() not in ends:  # nor the period of a rate
            least, most = _PARTS.get(" ".join((match["part"] or "").lower().split()), (1, 1))
            start = match.start("article" if match["article"] else 0)
            yield FoundQuantity(start, match.end(), _duration(least, most, unit), loose=True)


def quantity_of(text: str) -> Quantity | None:
    """The quantity that a text is; None without."""
    return next((one.quantity for one in find_quantities(text)), None)


def _quantity(match: re.Match[str]) -> Quantity | None:
    number, is_word = value_of(match["number"]), not match["number"][0].isdigit()
    if match["alone"]:
        return Quantity(number, _rate("", match["alone"]))
    known = match["unit"] if match["unit"] in _SIZES else match["unit"].lower()
    unit = _SAME.get(known, known)
    if is_word and (unit in _ABBREVIATED or (number <= _SMALL and unit not in _SECONDS and unit not in COUNTED)):
        return None
    plain = _duration(number, number, unit) if unit in _SECONDS else _other(number, unit)
    return Quantity(number, _rate(unit, match["period"])) if match["period"] else plain


def _rate(unit: str, period: str) -> str:
    return f"{unit}/{_SECONDS[period.lower()][0]:g}"


def _duration(least: float, most: float, unit: str) -> Quantity:
    shortest, longest = (round(number * one, 3) for number, one in zip((least, most), _SECONDS[unit], strict=True))
    return Quantity(shortest, "seconds", longest if longest > shortest else None)


def _other(number: float, unit: str) -> Quantity:
    if unit in _SIZES or unit == "byte":
        return Quantity(number * _SIZES.get(unit, 1), "bytes")
    return Quantity(number, COUNTED.get(unit, unit))


def value_of(number: str) -> float:
    """The value of a number in words or in digits."""
    if number[:1].isdigit():
        return float(number.replace(",", ""))
    total, group = 0, 0
    for word in re.split(r"[\s-]+", number.lower()):
        if word == "thousand":
            total, group = total + max(group, 1) * 1000, 0
        elif word in _FACTORS:
            group = max(group, 1) * _FACTORS[word]
        else:
            group += _VALUES.get(word, 0)
    return float(total + group)
