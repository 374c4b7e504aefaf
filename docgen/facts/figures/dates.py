"""Days as people and protocols write them (ISO 8601, RFC 9110, section 5.6.7, a month's name), and spans of days."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, Literal, NamedTuple

_SEASONS: Final = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_QUARTERS: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}
_QUARTER: Final = rf"(?P<quarter>{'|'.join(_QUARTERS)}|[1-4](?:st|nd|rd|th))\s+quarter(?:\s+of)?\s+(?P<year1>\d{{4}})"
_SPAN: Final = r"(?:year|month|week|quarter|spring|summer|autumn|winter)"
_PART_OF: Final = r"(?:the\s+)?(?:end|middle|beginning|start|rest)\s+of\s+"
_PERIOD: Final = re.compile(
    r"(?<![\w/.-])(?:(?P<year>\d{4})-(?:W(?P<week>\d{2})|(?P<month>0[1-9]|1[0-2]))(?![\w/-]|\.\d)"
    rf"|(?:the\s+)?{_QUARTER}|Q(?P<quarter2>[1-4])[\s/-]?(?P<year2>\d{{4}})|(?P<year3>\d{{4}})[\s-]?Q(?P<quarter3>[1-4])"
    rf"|(?P<season>{'|'.join(_SEASONS)})(?:\s+of)?\s+(?P<year4>\d{{4}})|(?P<alone>20[2-9]\d)(?![\w/-]|[.:,]\d)"
    rf"|(?P<relative>(?:{_PART_OF})?(?:next|this)\s+{_SPAN}|{_PART_OF}the\s+{_SPAN}))(?!\w)",
    re.IGNORECASE,
)
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTH: Final = (
    r"(?P<{0}>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)(?:\.(?= ?\d))?"
)
_ORDINALS: Final = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
    "twentieth", "twenty-first", "twenty-second", "twenty-third", "twenty-fourth", "twenty-fifth", "twenty-sixth",
    "twenty-seventh", "twenty-eighth", "twenty-ninth", "thirtieth", "thirty-first",
)  # fmt: skip
_DAY: Final = r"\d{1,2}(?:st|nd|rd|th)?"
_ORDINAL: Final = "|".join(reversed(_ORDINALS))
_DATE: Final = re.compile(
    r"(?<![\w-])(?:(?P<weekday>(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*),?\s+)?"
    r"(?:(?P<year>\d{4})(?P<separator>[-./\u2010\u2011])(?P<month>\d{1,2})(?P=separator)(?P<day>\d{1,2})(?!-?\d)"
    r"|(?P<year4>20\d\d)(?P<month4>0[1-9]|1[0-2])(?P<day4>0[1-9]|[12]\d|3[01])"
    r"|(?<![./])(?P<part>\d{1,2})(?P<mark>[/.])(?P<part2>\d{1,2})(?P=mark)(?P<year5>\d{4})(?![./]\d)"
    rf"|(?:the\s+)?(?P<day1>(?:{_DAY})(?=\s+of\b|\s+[A-Z])|(?:{_ORDINAL})(?=(?:\s+day)?\s+of\b))"
    rf"(?:\s+day)?(?:\s+of)?\s+{_MONTH.format('name1')},?(?:\s+(?P<year1>\d{{4}}))?"
    rf"|{_MONTH.format('name2')}\s+(?:the\s+)?(?P<day2>{_DAY}|{_ORDINAL})(?:,?\s+(?P<year2>\d{{4}}))?(?!\d)"
    rf"|{_MONTH.format('name3')}\s+(?P<year3>\d{{4}})"
    rf"|{_MONTH.format('name6')})(?:(?=T\d\d:)|(?!\w|-\d))"
)
_ZONES: Final = {
    **dict.fromkeys(("UTC", "GMT", "Z", "WET"), 0.0),
    **{"BST": 1, "CET": 1, "WEST": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3, "IST": 5.5, "JST": 9, "AEST": 10},
    **{"AEDT": 11, "EDT": -4, "EST": -5, "CDT": -5, "CST": -6, "MDT": -6, "MST": -7, "PDT": -7, "PST": -8},
}
"""The hours by which the clocks of a zone are ahead of UTC (RFC 5322 for those of North America)."""
_CLOCK: Final = re.compile(
    r"(?<![\d:])(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?\s?"
    rf"(?P<zone>{'|'.join(sorted(_ZONES, key=len, reverse=True))})(?![A-Za-z])(?P<shift>[+-]\d{{1,2}}(?::?\d{{2}})?\b)?"
)
_ENDS: Final = re.compile(
    r"\b(?:until|till|through|by|no later than|(?:ends?|ending|ended|expires?|removed?|removal|retires?d?|retirement"
    r"|goes away|go away|gone|sunset|stop(?:s|ped)?(?: \w+)?|dies|die|deadline|last day|turned off|shut down"
    r"|discontinued)"
    r"(?: is| of| date| will be| are)?(?: on| after| from| at| in)?)[ :(`*]*$",
    re.IGNORECASE,
)
_PART: Final = re.compile(r"\b(end|middle|beginning|start) of $", re.IGNORECASE)
_DAYS_OF_PART: Final = {
    "beginning": range(1, 12), "start": range(1, 12), "middle": range(10, 22), "end": range(20, 32),
}  # fmt: skip
_ADVICE: Final = re.compile(r"\bby(?: the)?(?: \w+ of)? $", re.IGNORECASE)
"""Before a month alone, when somebody had better be done: `best by the end of June`."""
BEGAN: Final = (
    r"(?:begins?|began|starts?|started|released|published|launched|introduced|came out|went live|dates? back"
    r"|switched on|first answered)"
)
"""Verbs of what is there from a day on."""
_STARTS: Final = re.compile(
    r"\b(?:since|as of|starting(?: on)?|effective|from"
    rf"|{BEGAN}(?: on| in| to)?)"
    r"[ :(`*]*$",
    re.IGNORECASE,
)


class Period(NamedTuple):
    """The first and the last day of a span, with its offsets; both None where they depend on the day of reading."""

    start: int
    end: int
    first: date | None
    last: date | None
    wrong: str = ""
    ambiguous: bool = False

    def may_be(self, day: date) -> bool:
        """Whether a day is in the span."""
        return self.first is not None and self.last is not None and self.first <= day <= self.last


def role(before: str) -> Literal["start", "end", ""]:
    """Whether what stands before a date makes it the day on which something begins or ends."""
    line = re.sub(r"\s+", " ", before)
    return "end" if _ENDS.search(line) else "start" if _STARTS.search(line) else ""


class Date(NamedTuple):
    """A date in a text: its offsets, the day (None where the text has no year or no day), and its parts.

    `wrong` says why it is no date of any calendar: no such day, or another weekday. Where `ambiguous`, the month may be
    the day: 09/04/2026.
    """

    start: int
    end: int
    year: int | None
    month: int
    number: int | None
    wrong: str
    ambiguous: bool = False
    part: str = ""

    @property
    def day(self) -> date | None:
        """The day, if the text names all of it."""
        whole = self.year is not None and self.number is not None and not self.wrong and not self.ambiguous
        return date(self.year or 1, self.month, self.number or 1) if whole else None

    def may_be(self, day: date) -> bool:
        """Whether a day has all that the text names."""
        readings = [(self.month, self.number), *([(self.number, self.month)] if self.ambiguous else [])]
        if self.wrong or (self.part and day.day not in _DAYS_OF_PART[self.part]):
            return False
        return any(
            all(
                part is None or part == value
                for part, value in zip((self.year, *reading), day.timetuple(), strict=False)
            )
            for reading in readings
        )


def find_dates(text: str) -> Iterator[Date]:
    """Every day in a text; a month alone where something begins or ends."""
    for match in _DATE.finditer(text):
        name = next((match[f"name{key}"] for key in "1236" if match[f"name{key}"]), "")
        year = next((match[f"year{key}"] for key in ("", *"12345") if match[f"year{key}"]), None)
        number = _number(next((match[f"day{key}"] for key in ("", *"124") if match[f"day{key}"]), ""))
        month = _MONTHS.index(name[:3].lower()) + 1 if name else int(match["month"] or match["month4"] or 0)
        if match["name6"] and (not role(text[: match.start()]) or _ADVICE.search(text[: match.start()])):
            continue
        if name == "May" and year is None and match["name2"] and match.end() - match.start() < len("May 10"):
            continue  # `may 3` without a year is rather the verb
        start = match.start("year") if match["weekday"] and match["year"] else match.start()
        if match["part"]:
            yield _in_figures(start, match)
        else:
            values = (int(year) if year else None, month, number)
            part = _PART.search(text[: match.start()]) if number is None else None
            fault = _fault(*values, match["weekday"] or "")
            yield Date(start, match.end(), *values, fault, part=part[1].lower() if part else "")


def _in_figures(start: int, match: re.Match[str]) -> Date:
    """A day whose month comes first or second: where both can be, it is ambiguous."""
    year, parts = int(match["year5"]), (int(match["part"]), int(match["part2"]))
    readings = [(month, day) for month, day in (parts, parts[::-1]) if not _fault(year, month, day, "")]
    month, day = readings[0] if readings else parts
    return Date(start, match.end(), year, month, day, _fault(year, month, day, ""), len(set(readings)) > 1)


def _number(day: str) -> int | None:
    if not day:
        return None
    return _ORDINALS.index(day) + 1 if day in _ORDINALS else int(re.sub(r"\D", "", day))


def find_clock_times(text: str) -> Iterator[tuple[int, int, int]]:
    """Every time of day with its zone: its offsets, and the seconds since midnight in UTC."""
    for match in _CLOCK.finditer(text):
        seconds = int(match["hour"]) * 3600 + int(match["minute"]) * 60 + int(match["second"] or 0)
        ahead = _ZONES[match["zone"]] * 3600 + _seconds(match["shift"] or "+0")
        yield match.start(), match.end(), int(seconds - ahead) % 86400


def _seconds(shift: str) -> int:
    digits = shift[1:].replace(":", "")
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > len("12") else (digits, "0")
    return (int(hours) * 3600 + int(minutes) * 60) * (-1 if shift[0] == "-" else 1)


def _fault(year: int | None, month: int, number: int | None, weekday: str) -> str:
    # without a year, 29 February is a day
    if not 1 <= month <= 12 or (number is not None and not 1 <= number <= monthrange(year or 2024, month)[1]):
        return "is not in the calendar"
    if weekday and year and number and _DAYS.index(weekday[:3].lower()) != date(year, month, number).weekday():
        return f"is a {date(year, month, number):%A}"
    return ""


def find_days(text: str) -> Iterator[Date | Period]:
    """Every day and every span of days in a text; what is part of a day is no span."""
    days = tuple(find_dates(text))
    yield from days
    for one in find_periods(text):
        if not any(day.start < one.end <= day.end for day in days):
            yield one


def find_periods(text: str) -> Iterator[Period]:
    """Every span of days in a text; a year alone, and what depends on the day of reading, where something ends."""
    for match in _PERIOD.finditer(text):
        if (match["alone"] or match["relative"]) and role(text[: match.start()]) != "end":
            continue
        first, last = (None, None) if match["relative"] else _days(match)
        yield Period(match.start(), match.end(), first, last)


def _days(match: re.Match[str]) -> tuple[date, date] | tuple[None, None]:
    year = int(next(match[key] for key in ("year", "year1", "year2", "year3", "year4", "alone") if match[key]))
    if match["week"]:
        try:
            monday = date.fromisocalendar(year, int(match["week"]), 1)
        except ValueError:
            return None, None
        return monday, monday + timedelta(days=6)
    if match["alone"]:
        return date(year, 1, 1), date(year, 12, 31)
    if match["month"]:
        return _months(year, int(match["month"]), 1)
    if match["season"]:
        return _months(year, _SEASONS[match["season"].lower()], 3)
    quarter = match["quarter2"] or match["quarter3"] or match["quarter"].lower()
    return _months(year, (_QUARTERS.get(quarter) or int(quarter[0])) * 3 - 2, 3)


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    """The first day of a month, and the last day of some months from it on."""
    years, index = divmod(month - 1 + count - 1, 12)
    return date(year, month, 1), date(year + years, index + 1, monthrange(year + years, index + 1)[1])
