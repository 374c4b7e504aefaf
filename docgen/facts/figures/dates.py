"""Days and months as people and protocols write them: ISO 8601, RFC 9110 (section 5.6.7), and a month's name."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from typing import Final, Literal, NamedTuple

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
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


def role(before: str) -> Literal["start", "end", ""]:
    """Whether what stands before a date makes it the day on which something begins or ends."""
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
        year, number = (int(parts[key]) if key in parts else None for key in ("year", "day"))
        month = _MONTHS.index(parts["name"][:3].lower()) + 1 if "name" in parts else int(parts["month"])
        if parts.get("name") == "May" and year is None and match["day3"]:
            continue  # `May 3` without a year is rather the verb
        start = match.start("year1") if match["weekday"] and match["year1"] else match.start()
        yield Date(start, match.end(), year, month, number, _fault(year, month, number, match["weekday"] or ""))


def _fault(year: int | None, month: int, number: int | None, weekday: str) -> str:
    # without a year, 29 February is a day
    if not 1 <= month <= 12 or not 1 <= (number or 1) <= monthrange(year or 2024, month)[1]:
        return "is not in the calendar"
    if weekday and year and number and _WEEKDAYS.index(weekday[:3].lower()) != date(year, month, number).weekday():
        return f"is a {date(year, month, number):%A}"
    return ""
