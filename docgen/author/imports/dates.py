"""Days and versions as people write them in the titles of releases."""

import re
from contextlib import suppress
from datetime import date
from itertools import chain
from typing import Final

_MONTHS: Final = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTH: Final = (
    r"\b(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY: Final = r"\b(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?\b"
_YEAR: Final = r"(?P<year>[0-9]{4})(?![0-9])"
_DATES: Final = (
    re.compile(rf"(?<![0-9.-]){_YEAR}[-/](?P<month>[0-9]{{1,2}})(?:[-/](?P<day>[0-9]{{1,2}}))?(?![0-9])"),
    re.compile(rf"{_MONTH}\s(?:{_DAY}(?:\s?[-\u2013]\s?[0-9]{{1,2}})?,?\s)?{_YEAR}", re.I),
    re.compile(rf"{_DAY}(?: of)?[ -]{_MONTH},?[ -]{_YEAR}", re.I),
)
"""The year first, or the month by its name: 01/02/2024 is two days."""
_VERSION: Final = re.compile(r"(?<![\w.])(?:v?[0-9]+(?:\.[0-9]+){1,3}(?:[-+]?[A-Za-z][0-9A-Za-z.+-]*)?|v[0-9]+)\b")


def day_in(text: str) -> date | None:
    """The first full date in a text, or else the first day of the first month."""
    found = chain.from_iterable(pattern.finditer(text) for pattern in _DATES)
    for match in sorted(found, key=lambda match: not match["day"]):
        month = match["month"].lower()
        number = int(month) if month.isdigit() else _MONTHS.index(month[:3]) // 4 + 1
        with suppress(ValueError):
            return date(int(match["year"]), number, int(match["day"] or 1))
    return None


def without_days(text: str) -> str:
    """A text without its dates."""
    for pattern in _DATES:
        text = pattern.sub("", text)
    return text


def version_in(text: str) -> str:
    """The first version in a text, such as 1.2.0, v2 or 1.0.0-rc.1; empty where there is none."""
    version = _VERSION.search(without_days(text))
    return version[0] if version else ""
