"""The sentences of the reports on sunsets: dates, traffic and logs."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from docgen import urls
from docgen.openapi.deprecated import PARTS
from docgen.sunsets import EndDate, Logs, Sunsets, Traffic
from docgen.wording import counted, day

_MAX_CALLERS: Final = 20
_UNITS: Final = ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))


def heading(sunsets: Sunsets) -> str:
    """The verdict: `2 sunsets within 30 days, the first on 4 Aug 2026; 1 sunset passed in the last 30 days`."""
    window, parts = duration(sunsets.within), []
    if sunsets.near:
        on = f"on {day(sunsets.near[0].day)}"
        first = f"the first {on}" if len(sunsets.near) > 1 else on
        parts.append(f"{_named(sunsets.near)} within {window}, {first}")
    if sunsets.passed:
        parts.append(f"{_named(sunsets.passed)} passed in the last {window}")
    if sunsets.overdue:
        parts.append(f"{_named(sunsets.overdue)} {_earlier(sunsets)}, with something left to do")
    return "; ".join(parts) or f"No sunset within {window}"


def _named(end_dates: Sequence[EndDate]) -> str:
    """`2 sunsets`, or `2 dates` where one is a day by which to act, the end of a notice or a brownout."""
    return counted(
        len(end_dates),
        "date" if any(end_date.kind in ("notice", "action", "brownout") for end_date in end_dates) else "sunset",
    )


def _earlier(sunsets: Sunsets) -> str:
    """When what the window no longer has passed: whole by itself, as it may be all of a title."""
    return f"passed more than {duration(sunsets.within)} ago" if sunsets.within else "passed"


def sections(sunsets: Sunsets) -> Iterator[tuple[str, Sequence[EndDate]]]:
    """The sunsets in the window by heading, passed ones first; a heading without sunsets is left out."""
    window = duration(sunsets.within)
    named = (
        (f"{_earlier(sunsets).capitalize()}, with something left to do", sunsets.overdue),
        (f"Passed in the last {window}", sunsets.passed),
        (f"Within {window}", sunsets.near),
    )
    yield from (section for section in named if section[1])


def reason(end_date: EndDate, sunsets: Sunsets) -> str:
    """Why an end date fails the command: `redirect docs-site: ends in 29 days`, or what is left to do."""
    if end_date.at > sunsets.project.epoch:
        verb = "begins" if end_date.kind == "brownout" else "ends"
        return f"{name(end_date)}: {verb} {time_left(end_date, sunsets.project.now)}, within {duration(sunsets.within)}"
    return f"{name(end_date)}: {': '.join(end_date.left)}"


def outside_window(sunsets: Sunsets) -> Iterator[tuple[str, Sequence[EndDate]]]:
    """The sunsets outside of the window by heading."""
    named = ((_earlier(sunsets).capitalize(), sunsets.earlier), ("Later", sunsets.later))
    yield from (section for section in named if section[1])


def when(end_date: EndDate) -> str:
    """`4 Aug 2026, 00:00 UTC` for an instant, `4 Aug 2026` for a promise of whole days."""
    return moment(end_date.at) if end_date.is_instant else day(end_date.day)


def time_left(end_date: EndDate, now: datetime) -> str:
    """`in 29 days`, `tomorrow`, `today`, `passed today`, `3 days ago`."""
    days, passed = end_date.days_left(now), end_date.at <= now.timestamp()
    if days == 0:
        return "passed today" if passed else "today"
    if abs(days) == 1:
        return "tomorrow" if days > 0 else "yesterday"
    return f"in {days:,} days" if days > 0 else f"{-days:,} days ago"


def name(end_date: EndDate) -> str:
    """`redirect docs-site`, `pin 2026-04`, `header Api-Key`: the kind, and the name in files and commands."""
    kind = end_date.kind.partition("-")[0]
    if end_date.selector:
        return end_date.what.removeprefix("the ").replace("`", "")
    if end_date.redirect:
        return f"{kind} {end_date.redirect.id}"
    if end_date.entry:
        return f"{kind} {end_date.entry.slug}"
    return f"{kind} {end_date.id.partition('/')[2]}"


def announced(end_date: EndDate, sunsets: Sunsets) -> str:
    """`announced in <url>`, or that no published entry announces a redirect or a part of a contract."""
    if end_date.entry is not None:
        return f"announced in {link(end_date, sunsets)}"
    return "no published entry announces it" if end_date.kind == "redirect" or end_date.kind in PARTS else ""


def link(end_date: EndDate, sunsets: Sunsets) -> str:
    """The URL of the entry that announces a sunset; empty without one."""
    return urls.absolute(sunsets.project.config.site_url, urls.entry_url(end_date.entry)) if end_date.entry else ""


def advice(end_date: EndDate, sunsets: Sunsets) -> tuple[str, str]:
    """What to do and the command for it; for a redirect that has ended, what the logs say on its removal."""
    traffic, logs = sunsets.traffic(end_date), sunsets.logs
    if traffic is None or logs is None or end_date.at > sunsets.project.epoch:
        return end_date.advice
    if traffic.late and traffic.last is not None:
        callers = f"{counted(traffic.late, 'request')} from {_clients(traffic.late_clients, False)}"
        last = f"the last at {moment(traffic.last)}"
        text = f"still called after its sunset: {callers}, {last}; when they have moved, remove the rule"
    elif logs.without_host:
        text = "the logs have lines without a host; name it with --host before you remove the rule"
    elif traffic.hits and traffic.last is None:
        text = "its requests in the logs have no time; read logs that have before you remove the rule"
    elif logs.last is None or logs.last < end_date.at:
        text = "the logs end before its sunset; read later ones before you remove the rule"
    else:
        text = f"no request since its sunset in the logs, which end at {moment(logs.last)}: the rule can be removed"
    return text, end_date.advice[1]


def describe_traffic(traffic: Traffic, logs: Logs) -> Iterator[str]:
    """The requests for a redirect in the logs, in a few sentences."""
    if not traffic.hits:
        yield "no request in the logs" + (" with its host" if logs.without_host else "")
        return
    last = f", the last at {moment(traffic.last)}" if traffic.last is not None else ""
    yield f"{counted(traffic.hits, 'request')} from {_clients(traffic.clients, traffic.most)}{last}"
    yield f"answered with {_shares(traffic.statuses)}"
    if traffic.late:
        clients = _clients(traffic.late_clients, False)
        yield f"after the sunset: {counted(traffic.late, 'request')} from {clients}, {_shares(traffic.late_statuses)}"
    if programs := [f"{key} ({count:,})" for key, count in traffic.agents.items()]:
        yield f"programs with the most requests: {', '.join(programs)}"


def callers(traffic: Traffic) -> Iterator[tuple[str, str, str, str]]:
    """The callers with the most requests: name, requests, first and last day; the last row has those left out."""
    found = list(traffic.callers.items())
    for name, calls in found[:_MAX_CALLERS]:
        yield name, f"{calls.calls:,}", _logged_day(calls.first), _logged_day(calls.last)
    if len(found) > _MAX_CALLERS:
        yield f"{len(found) - _MAX_CALLERS:,} others", "", "", ""


def _logged_day(epoch: int | None) -> str:
    return "unknown" if epoch is None else moment(epoch).partition(",")[0]


def _clients(count: int, more: bool) -> str:
    if not count:
        return "unknown clients"
    return f"more than {count:,} clients" if more else counted(count, "client")


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


def moment(epoch: int) -> str:
    """`4 Aug 2026, 00:00 UTC`, with seconds where there are any."""
    at = datetime.fromtimestamp(epoch, UTC)
    return f"{day(at.date())}, {at:%H:%M:%S} UTC".replace(":00 UTC", " UTC")
