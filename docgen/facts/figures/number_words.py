"""Numbers in words, up to thousands: `sixty`, `a thousand`, `two hundred and fifty`, `two dozen`."""

import re
from collections.abc import Iterable
from typing import Final

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


def any_of(words: Iterable[str]) -> str:
    """An expression for one of these words, the longest first, whatever blanks are between their parts."""
    return "|".join(r"\s+".join(map(re.escape, word.split())) for word in sorted(words, key=len, reverse=True))


SPELLED: Final = (
    rf"(?:(?:{any_of(_VALUES)})|an?\s+(?:{any_of(_FACTORS)}))\b"
    rf"(?:[\s-]+(?:and\s+)?(?:{any_of((*_VALUES, *_FACTORS))})\b)*"
)
"""An expression for a number in words."""


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
