"""Dates as people and protocols write them: ISO 8601, RFC 9110 (section 5.6.7), and with the name of the month."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from typing import Final, Literal, NamedTuple

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTH: Final = (
    r"(?P<{0}>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)(?:\.(?= ?\d))?"
)
_DATE: Final = re.compile(
    r"(?<![\w-])(?:(?P<weekday>(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*),? )?"
    r"(?:(?P<year>\d{4})(?P<separator>[-./\u2010\u2011])(?P<month>\d{1,2})(?P=separator)(?P<day>\d{1,2})(?!-?\d)"
    rf"|(?P<day1>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH.format('name1')},?(?: (?P<year1>\d{{4}}))?"
    rf"|{_MONTH.format('name2')} (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<year2>\d{{4}}))?(?!\d)"
    rf"|{_MONTH.format('name3')} (?P<year3>\d{{4}}))(?![\w]|-\d)"
)
_CLOCK: Final = re.compile(r"(?<![\d:])(\d{1,2}):(\d{2})(?::(\d{2}))? ?(?:UTC|GMT|Z)\b")
_ENDS: Final = re.compile(
    r"\b(?:until|till|through|by|no later than|(?:ends?|ending|ended|expires?|removed?|removal|retires?d?|retirement"
    r"|goes away|go away|gone|sunset|stops?(?: \w+)?|dies|die|deadline|turned off|shut down|discontinued)"
    r"(?: is| of| date| will be| are)?(?: on| after| from| at)?)[ :(`*]*$",
    re.IGNORECASE,
)
_STARTS: Final = re.compile(
    r"\b(?:since|as of|starting(?: on)?|effective|from|in force since|begins? on|started on|released on|published on)"
    r"[ :(`*]*$",
    re.IGNORECASE,
)


def role(before: str) -> Literal["start", "end", ""]:
    """Whether what stands before a date makes it the day on which something begins or ends."""
    return "end" if _ENDS.search(before) else "start" if _STARTS.search(before) else ""


class Date(NamedTuple):
    """A date in a text: its offsets, the day (None where the text has no year or no day), and its parts.

    `is_wrong` says why it is no date of any calendar: no such day, or another weekday.
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
        whole = self.year is not None and self.number is not None and not self.wrong
        return date(self.year or 1, self.month, self.number or 1) if whole else None

    def may_be(self, day: date) -> bool:
        """Whether a day has all that the text names."""
        named = ((self.year, day.year), (self.month, day.month), (self.number, day.day))
        return not self.wrong and all(part is None or part == value for part, value in named)


def find_dates(text: str) -> Iterator[Date]:
    """Every date in a text."""
    for match in _DATE.finditer(text):
        name = match["name1"] or match["name2"] or match["name3"]
        year = match["year"] or match["year1"] or match["year2"] or match["year3"]
        number = match["day"] or match["day1"] or match["day2"]
        month = _MONTHS.index(name[:3].lower()) + 1 if name else int(match["month"])
        if name == "May" and year is None and match["name2"] and match.end() - match.start() < len("May 10"):
            continue  # `may 3` without a year is rather the verb
        start = match.start("year") if match["weekday"] and match["year"] else match.start()
        values = (int(year) if year else None, month, int(number) if number else None)
        yield Date(start, match.end(), *values, _fault(*values, match["weekday"] or ""))


def find_clock_times(text: str) -> Iterator[tuple[int, int, int]]:
    """Every time of day in UTC: its offsets, and the seconds since midnight."""
    for match in _CLOCK.finditer(text):
        yield match.start(), match.end(), int(match[1]) * 3600 + int(match[2]) * 60 + int(match[3] or 0)


def _fault(year: int | None, month: int, number: int | None, weekday: str) -> str:
    if not 1 <= month <= 12 or (number is not None and not 1 <= number <= _length(year, month)):
        return "is not in the calendar"
    if weekday and year and number and _DAYS.index(weekday[:3].lower()) != date(year, month, number).weekday():
        return f"is a {date(year, month, number):%A}"
    return ""


def _length(year: int | None, month: int) -> int:
    return monthrange(year or 2024, month)[1]  # without a year, 29 February is a day
