"""Numbers with a unit in a text: durations, sizes, rates and counts; in digits, or in words up to ninety-nine."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_ONES: Final = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety"
_VALUES: Final = {
    **{word: number for number, word in enumerate(_ONES.split(), 1)},
    **{word: number * 10 for number, word in enumerate(_TENS.split(), 2)},
}
_DAY: Final = 86400
_SECONDS: Final[dict[str, tuple[float, float]]] = {
    "millisecond": (0.001, 0.001), "ms": (0.001, 0.001), "second": (1, 1), "s": (1, 1), "minute": (60, 60),
    "min": (60, 60), "hour": (3600, 3600), "h": (3600, 3600), "day": (_DAY, _DAY), "week": (7 * _DAY, 7 * _DAY),
    "month": (28 * _DAY, 31 * _DAY), "year": (360 * _DAY, 366 * _DAY),
}  # fmt: skip
"""The seconds of a unit of time, at least and at most."""
_SIZES: Final = {"byte": 1, "KB": 1e3, "kB": 1e3, "MB": 1e6, "GB": 1e9, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30}
COUNTED: Final = {
    "event": "events", "webhook": "events", "field": "fields", "value": "values", "operation": "operations",
    "endpoint": "operations", "error code": "codes", "event type": "events",
}  # fmt: skip
"""What a contract has a number of, and what the counts of claims are called."""
_OTHER: Final = (
    "percent|%|character|item|request|call|retr(?:y|ie)|attempt|result|record|row|element|object|entr(?:y|ie)"
)
_WORD: Final = "|".join(sorted(_VALUES, key=len, reverse=True))
_UNIT: Final = "|".join(sorted((*_SECONDS, *_SIZES, *COUNTED), key=len, reverse=True))
_QUANTITY: Final = re.compile(
    rf"(?<![\w.,:/-])(?P<number>\d+(?:,\d{{3}})*(?:\.\d+)?|(?:{_WORD})(?:-(?:{_WORD}))?)(?P<gap>\s+|-|)"
    rf"(?:(?:business|webhook|more|line)\s+)?(?P<unit>{_UNIT}|{_OTHER})s?(?![\w/-])"
    r"(?:\s+(?:an?|per|each|every|in\s+an?)\s+(?P<period>second|minute|hour|day|week|month)\b)?",
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
    """A quantity in a text with its offsets."""

    start: int
    end: int
    quantity: Quantity


def find_quantities(text: str) -> Iterator[FoundQuantity]:
    """Every number with a unit in a text; a word counts before a unit of time and before what a contract has."""
    for match in _QUANTITY.finditer(text):
        unit = match["unit"] if match["unit"] in _SIZES else match["unit"].lower()
        is_word = not match["number"][0].isdigit()
        if not is_word or (unit in _SECONDS and match["gap"]) or unit in COUNTED:
            yield FoundQuantity(match.start(), match.end(), _quantity(value_of(match["number"]), unit, match["period"]))


def _quantity(number: float, unit: str, period: str | None) -> Quantity:
    if period:
        return Quantity(number, f"{unit}/{_SECONDS[period.lower()][0]:g}")
    if unit in _SECONDS:
        least, most = (round(number * one, 3) for one in _SECONDS[unit])
        return Quantity(least, "seconds", most if most > least else None)
    if unit in _SIZES:
        return Quantity(number * _SIZES[unit], "bytes")
    return Quantity(number, COUNTED.get(unit, unit))


def value_of(number: str) -> float:
    """The value of a number in words or in digits."""
    if number[0].isdigit():
        return float(number.replace(",", ""))
    return float(sum(_VALUES[word] for word in number.lower().split("-")))
