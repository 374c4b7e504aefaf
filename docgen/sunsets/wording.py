"""The sentences on what ends, of the reports and the calendar: dates, traffic and logs."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Final

from docgen import urls
from docgen.model.ending import Ending
from docgen.openapi.deprecated import PARTS
from docgen.sunsets import Logs, State, Sunsets, Traffic
from docgen.wording import capitalized, counted, day, moment, plural

_MAX_CALLERS: Final = 20
_NEAR_DAYS: Final = {-1: "yesterday", 0: "today", 1: "tomorrow"}
_UNITS: Final = ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))


def heading(sunsets: Sunsets) -> str:
    """The verdict: `2 sunsets within 30 days, the first on 4 Aug 2026; 1 sunset passed in the last 30 days`."""
    titles, parts = _titles(sunsets), []
    if near := sunsets.of("near"):
        first = plural(len(near), "on", "the first on")
        parts.append(f"{named(near)} {titles['near']}, {first} {day(near[0].day)}")
    if passed := sunsets.of("passed"):
        parts.append(f"{named(passed)} {titles['passed']}")
    if overdue := sunsets.of("overdue"):
        parts.append(f"{named(overdue)} {titles['overdue']}")
    return "; ".join(parts) or f"No sunset {titles['near']}"


def named(ends: Sequence[Ending]) -> str:
    """`2 sunsets`, or `2 dates` where one is of another kind, such as a day by which to act."""
    if any(end.kind in ("notice", "action", "brownout", "accepted", "review") for end in ends):
        return counted(len(ends), "date")
    return counted(len(ends), "sunset")


Sections = list[tuple[str, Sequence[Ending]]]
"""Headings with their endings; a heading without any is left out."""


def sections(sunsets: Sunsets) -> Sections:
    """The sunsets in the window by heading, passed ones first."""
    return _titled(sunsets, "overdue", "passed", "near")


def outside_window(sunsets: Sunsets) -> Sections:
    """The sunsets outside of the window by heading, and what is deprecated without a date."""
    return _titled(sunsets, "earlier", "later", "undated")


def _titled(sunsets: Sunsets, *states: State) -> Sections:
    titles = _titles(sunsets)
    return [(capitalized(titles[state]), ends) for state in states if (ends := sunsets.of(state))]


def _titles(sunsets: Sunsets) -> dict[State, str]:
    """What a sentence says of each group."""
    earlier, window = "passed", duration(sunsets.within)
    # whole by itself, as it may be all of a title
    if sunsets.within:
        earlier = f"passed more than {window} ago"
    return {
        "overdue": f"{earlier}, with something left to do",
        "passed": f"passed in the last {window}",
        "near": f"within {window}",
        "earlier": earlier,
        "later": "later",
        "undated": "deprecated, no end announced",
    }


def reason(end: Ending, sunsets: Sunsets) -> str:
    """Why an end date fails the command: `redirect docs-site: ends in 29 days`, or what is left to do."""
    if end.at > sunsets.project.epoch:
        verb = {"brownout": "begins", "review": "is due"}.get(end.kind, "ends")
        return f"{name(end)}: {verb} {time_left(end, sunsets.project.now)}, within {duration(sunsets.within)}"
    return f"{name(end)}: {': '.join(end.left)}"


def when(end: Ending) -> str:
    """`4 Aug 2026, 00:00 UTC` for an instant, `4 Aug 2026` for a promise of whole days."""
    if end.ends is None:
        return "no date"
    return moment(end.at) if end.is_instant else day(end.day)


def time_left(end: Ending, now: datetime) -> str:
    """`in 29 days`, `tomorrow`, `today`, `passed today`, `3 days ago`; empty where nobody names a day."""
    if end.ends is None:
        return ""
    days = end.days_left(now)
    if days == 0 and end.at <= now.timestamp():
        return "passed today"
    if days in _NEAR_DAYS:
        return _NEAR_DAYS[days]
    if days < 0:
        return f"{-days:,} days ago"
    return f"in {days:,} days"


def name(end: Ending) -> str:
    """`redirect docs-site`, `pin 2026-04`, `header Api-Key`: the kind, and the name in files and commands."""
    if end.kind in PARTS:
        return end.what.removeprefix("the ").replace("`", "")
    kind = end.kind.partition("-")[0]
    if end.rule:
        return f"{kind} {end.rule.id}"
    return f"{kind} {end.name}"


def announced(end: Ending, sunsets: Sunsets) -> str:
    """`announced in <url>`, or that no published entry announces a redirect or a part of a contract."""
    if end.entry is not None:
        return f"announced in {link(end, sunsets)}"
    if end.kind in ("redirect", "headers", *PARTS):
        return "no published entry announces it"
    # a pin and a notice announce themselves; an acceptance and a review are for the team
    return ""


def link(end: Ending, sunsets: Sunsets) -> str:
    """The URL of the entry that announces a sunset; empty without one."""
    if end.entry is None:
        return ""
    return urls.absolute(sunsets.project.config.site_url, urls.entry_url(end.entry))


def advice(end: Ending, sunsets: Sunsets) -> tuple[str, str]:
    """What to do and the command for it; for a redirect that has ended, what the logs say on its removal."""
    traffic, logs = sunsets.traffic(end), sunsets.logs
    has_ended = end.ends is not None and end.ends <= sunsets.project.epoch
    if traffic is None or logs is None or not end.redirect or not has_ended:
        return end.advice
    if traffic.late and traffic.last is not None:
        callers = f"{counted(traffic.late, 'request')} from {_clients(traffic.late_clients)}"
        last = f"the last at {moment(traffic.last)}"
        text = f"still called after its sunset: {callers}, {last}; when they have moved, remove the rule"
    elif logs.without_host:
        text = "the logs have lines without a host; name it with --host before you remove the rule"
    elif traffic.hits and traffic.last is None:
        text = "its requests in the logs have no time; read logs that have before you remove the rule"
    elif logs.last is None or logs.last < end.at:
        text = "the logs end before its sunset; read later ones before you remove the rule"
    else:
        last = moment(logs.last)
        if logs.unreadable:
            last += f" ({logs.unreadable:,} lines could not be read)"
        text = f"no request since its sunset in the logs, which end at {last}: the rule can be removed"
    return text, end.advice[1]


def describe_traffic(traffic: Traffic, logs: Logs) -> Iterator[str]:
    """The requests in the logs that call what ends, in a few sentences."""
    if not traffic.hits:
        yield "no request in the logs with its host" if logs.without_host else "no request in the logs"
        return
    requests = f"{counted(traffic.hits, 'request')} from {_clients(traffic.clients, traffic.most)}"
    if traffic.first is not None and traffic.last is not None:
        requests += f", the first at {moment(traffic.first)}, the last at {moment(traffic.last)}"
    yield requests
    yield f"answered with {_shares(traffic.statuses)}"
    if traffic.late:
        clients = _clients(traffic.late_clients)
        yield f"after the sunset: {counted(traffic.late, 'request')} from {clients}, {_shares(traffic.late_statuses)}"
    if programs := [f"{key} ({count:,})" for key, count in traffic.agents.items()]:
        yield f"programs with the most requests: {', '.join(programs)}"


def callers(traffic: Traffic) -> Iterator[tuple[str, str, str, str]]:
    """The callers with the most requests: name, requests, first and last day; the last row has those left out."""
    for caller, calls in islice(traffic.callers.items(), _MAX_CALLERS):
        yield caller, f"{calls.calls:,}", _logged_day(calls.first), _logged_day(calls.last)
    if len(traffic.callers) > _MAX_CALLERS:
        yield f"{len(traffic.callers) - _MAX_CALLERS:,} others", "", "", ""


def _logged_day(epoch: int | None) -> str:
    return "unknown" if epoch is None else moment(epoch).partition(",")[0]


def _clients(count: int, more: bool = False) -> str:
    if not count:
        return "unknown clients"
    if more:
        return f"more than {count:,} clients"
    return counted(count, "client")


def _shares(statuses: Mapping[str, int]) -> str:
    return ", ".join(f"{status} ({count:,} times)" if count > 1 else status for status, count in statuses.items())


def describe_logs(logs: Logs) -> str:
    """`5,000 lines of the logs, from ... to ...; 3 could not be read`."""
    text = f"{counted(logs.lines, 'line')} of the logs"
    if logs.first is not None and logs.last is not None:
        text += f", from {moment(logs.first)} to {moment(logs.last)}"
    if logs.unreadable:
        text += f"; {logs.unreadable:,} could not be read"
    if logs.without_host:
        text += f"; {logs.without_host:,} without a host were ignored: name it with --host"
    return text


def duration(seconds: int) -> str:
    """`30 days`, `12 hours`."""
    size, unit = next(item for item in _UNITS if seconds % item[0] == 0)
    return counted(seconds // size, unit)
