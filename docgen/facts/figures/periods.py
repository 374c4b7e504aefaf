"""Spans of days in a text: months, weeks, quarters, seasons, years, and those that depend on when one reads."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

from docgen.facts.figures.dates import Date, find_dates, role

_SEASONS: Final = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_QUARTERS: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}
_QUARTER: Final = rf"(?P<quarter>{'|'.join(_QUARTERS)}|[1-4](?:st|nd|rd|th))\s+quarter(?:\s+of)?\s+(?P<year1>\d{{4}})"
_SPAN: Final = r"(?:year|month|week|quarter|spring|summer|autumn|winter)"
_PART: Final = r"(?:the\s+)?(?:end|middle|beginning|start|rest)\s+of\s+"
_PERIOD: Final = re.compile(
    r"(?<![\w/.-])(?:(?P<year>\d{4})-(?:W(?P<week>\d{2})|(?P<month>0[1-9]|1[0-2]))(?![\w/-]|\.\d)"
    rf"|(?:the\s+)?{_QUARTER}|Q(?P<quarter2>[1-4])[\s/-]?(?P<year2>\d{{4}})|(?P<year3>\d{{4}})[\s-]?Q(?P<quarter3>[1-4])"
    rf"|(?P<season>{'|'.join(_SEASONS)})(?:\s+of)?\s+(?P<year4>\d{{4}})|(?P<alone>20[2-9]\d)(?![\w/-]|[.:,]\d)"
    rf"|(?P<relative>(?:{_PART})?(?:next|this)\s+{_SPAN}|{_PART}the\s+{_SPAN}))(?!\w)",
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


def find_days(text: str) -> Iterator[Date | Period]:
    """Every day and every span of days in a text; what is part of a day is no span."""
    days = tuple(find_dates(text))
    yield from days
    yield from (one for one in find_periods(text) if not any(day.start < one.end <= day.end for day in days))


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
