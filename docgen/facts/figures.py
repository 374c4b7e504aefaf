"""Figures in a text: days and months, and numbers with their units, as people and protocols write them.

Dates are those of ISO 8601, of RFC 9110 (section 5.6.7), and with a month's name. Numbers are durations, sizes, rates
and counts, in digits, or in words up to ninety-nine.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from typing import Final, Literal, NamedTuple

_MONTHS: Final = "jan feb mar apr may jun jul aug sep oct nov dec"
_WEEKDAYS: Final = "mon tue wed thu fri sat sun"
_MONTH: Final = (
    r"(?P<name{0}>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_DAY: Final = r"(?P<day{0}>\d{{1,2}})(?:st|nd|rd|th)?"
_DATE: Final = re.compile(
    r"(?<![\w/.-])(?:(?P<weekday>(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}),?\s+)?"
    r"(?:(?P<year1>\d{4})-(?P<month>\d\d)(?:-(?P<day1>\d\d))?(?![\d/-])"
    rf"|{_DAY.format(2)}(?:\s+of)?\s+{_MONTH.format(2)},?(?:\s+(?P<year2>\d{{4}}))?(?!\d)"
    rf"|{_MONTH.format(3)}\s+{_DAY.format(3)}\b(?:,?\s+(?P<year3>\d{{4}}))?(?!\d)"
    rf"|{_MONTH.format(4)}\s+(?P<year4>\d{{4}})(?!\d))"
)
_ENDS: Final = re.compile(
    r"\b(?:until|till|through|by|no later than|before|(?:end|expire|remov|retire|stop|discontinu)\w*(?: working)?|gone"
    r"|away|sunset|deadline|last day|turned off|shut down)"
    r"(?: is| of| date| be| are)?(?: on| after| from| at| in)?[ :(`*]*$",
    re.IGNORECASE,
)
_STARTS: Final = re.compile(
    r"\b(?:since|as of|effective|from|(?:begin|began|start|releas|publish|launch|introduc|deprecat)\w*|went live)"
    r"(?: on| in| to)?[ :(`*]*$",
    re.IGNORECASE,
)
_BEFORE: Final = 60
"""How much of the text before a date says what happens on it."""
_ONES: Final = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety"
_VALUES: Final = {
    **{word: number for number, word in enumerate(_ONES.split(), 1)},
    **{word: number * 10 for number, word in enumerate(_TENS.split(), 2)},
}
DAY: Final = 86_400
"""The seconds of a day."""
_SECONDS: Final[dict[str, float]] = {
    "millisecond": 0.001, "ms": 0.001, "second": 1, "s": 1, "minute": 60, "min": 60, "hour": 3600, "h": 3600,
    "day": DAY, "week": 7 * DAY, "month": 28 * DAY, "year": 360 * DAY,
}  # fmt: skip
"""The seconds of a unit of time, at least."""
_MOST_SECONDS: Final = {"month": 31 * DAY, "year": 366 * DAY}
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


def role(before: str) -> Literal["start", "end", ""]:
    """Whether what stands before a date makes it the day on which something begins or ends."""
    # the expressions end with what stands right before the date, which is a blank
    line = " ".join(before[-_BEFORE:].split()) + " "
    if _ENDS.search(line):
        return "end"
    return "start" if _STARTS.search(line) else ""


class Date(NamedTuple):
    """A date in a text with its offsets; `year` and `number` are None where the text does not have them.

    `wrong` says why no calendar has it: there is no such day, or it is another weekday.
    """

    start: int
    end: int
    year: int | None
    month: int
    number: int | None
    wrong: str

    @property
    def day(self) -> date | None:
        """The day, if the text names all of it."""
        if self.year is None or self.number is None or self.wrong:
            return None
        return date(self.year, self.month, self.number)

    def may_be(self, day: date) -> bool:
        """Whether a day has all that the text names."""
        named = zip((self.year, self.month, self.number), (day.year, day.month, day.day), strict=True)
        return not self.wrong and all(part in (None, actual) for part, actual in named)


def find_dates(text: str) -> Iterator[Date]:
    """Every day and month in a text."""
    for match in _DATE.finditer(text):
        parts = {key.rstrip("1234"): value for key, value in match.groupdict().items() if value}
        numbers = {key: int(value) for key, value in parts.items() if value.isdecimal()}
        year, number, month = numbers.get("year"), numbers.get("day"), numbers.get("month", 0)
        if "name" in parts:
            month = _MONTHS.split().index(parts["name"][:3].lower()) + 1
        if parts.get("name") == "May" and year is None and match["day3"]:
            continue  # `May 3` without a year is rather the verb
        # a weekday before an ISO date can be wrong, but is no part of what the text states
        start = match.start("year1") if match["weekday"] and match["year1"] else match.start()
        yield Date(start, match.end(), year, month, number, _fault(year, month, number, match["weekday"] or ""))


def _fault(year: int | None, month: int, number: int | None, weekday: str) -> str:
    # without a year, 29 February is a day
    if not 1 <= month <= 12 or not 1 <= (number or 1) <= monthrange(year or 2024, month)[1]:
        return "is not in the calendar"
    day = date(year, month, number) if year and number else None
    # a weekday that does not fit shows that one of both is a slip
    is_another = day and weekday and _WEEKDAYS.split()[day.weekday()] != weekday[:3].lower()
    return f"is a {day:%A}" if is_another else ""


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
        # `one request` is prose: in words, only durations and what a contract has are counts
        if not is_word or (unit in _SECONDS and match["gap"]) or unit in COUNTED:
            yield FoundQuantity(match.start(), match.end(), _quantity(value_of(match["number"]), unit, match["period"]))


def _quantity(number: float, unit: str, period: str | None) -> Quantity:
    if period:
        return Quantity(number, f"{unit}/{_SECONDS[period.lower()]:g}")
    if unit in _SECONDS:
        most = _MOST_SECONDS.get(unit)
        return Quantity(round(number * _SECONDS[unit], 3), "seconds", most and round(number * most, 3))
    if unit in _SIZES:
        return Quantity(number * _SIZES[unit], "bytes")
    return Quantity(number, COUNTED.get(unit, unit))


def value_of(number: str) -> float:
    """The value of a number in words or in digits."""
    if number[0].isdigit():
        return float(number.replace(",", ""))
    return float(sum(_VALUES[word] for word in number.lower().split("-")))
