"""How what comes due is told to people: when, what, who still asks, and what to do."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Final

from docgen import urls
from docgen.sunsets import EndDate, Logs, Sunsets, Traffic
from docgen.wording import counted, day

_UNITS: Final = ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))


def heading(told: Sunsets) -> str:
    """The verdict: `2 sunsets within 30 days, the first on 4 Aug 2026; 1 sunset passed in the last 30 days`."""
    window, parts = span(told.within), []
    if told.near:
        first = f"the first on {day(told.near[0].day)}" if len(told.near) > 1 else f"on {day(told.near[0].day)}"
        parts.append(f"{_named(told.near)} within {window}, {first}")
    if told.passed:
        parts.append(f"{_named(told.passed)} passed in the last {window}")
    return "; ".join(parts) or f"No sunset within {window}"


def _named(dues: Sequence[EndDate]) -> str:
    """A day by which to act, or on which a notice runs out, is no sunset."""
    return counted(len(dues), "date" if any(due.kind in ("notice", "action") for due in dues) else "sunset")


def sections(told: Sunsets) -> Iterator[tuple[str, Sequence[EndDate]]]:
    """What is due with its heading, what passed first; none without anything due."""
    window = span(told.within)
    named = ((f"Passed in the last {window}", told.passed), (f"Within {window}", told.near))
    yield from ((title, dues) for title, dues in named if dues)


def others(told: Sunsets) -> Iterator[tuple[str, Sequence[EndDate]]]:
    """What lies outside of the window, with its heading."""
    named = (("Passed before that", told.earlier), ("Later", told.later))
    yield from ((title, dues) for title, dues in named if dues)


def when(due: EndDate) -> str:
    """`4 Aug 2026, 00:00 UTC` for an instant, `4 Aug 2026` for a promise of whole days."""
    return moment(due.at) if due.kind == "redirect" else day(due.day)


def left(due: EndDate, now: datetime) -> str:
    """`in 29 days`, `tomorrow`, `today`, `passed today`, `3 days ago`."""
    days, passed = due.days_left(now), due.at <= now.timestamp()
    if days == 0:
        return "passed today" if passed else "today"
    if abs(days) == 1:
        return "tomorrow" if days > 0 else "yesterday"
    return f"in {days:,} days" if days > 0 else f"{-days:,} days ago"


def name(due: EndDate) -> str:
    """`redirect docs-site`, `pin 2026-04`: the kind, and the name that a file or a command knows it by."""
    return " ".join((due.kind.partition("-")[0], due.id.split("/", 1)[1] if due.kind != "redirect" else _rule(due)))


def _rule(due: EndDate) -> str:
    return due.redirect.id if due.redirect else due.id


def announced(due: EndDate, told: Sunsets) -> str:
    """Where customers read of it."""
    if due.entry is not None:
        return f"announced in {link(due, told)}"
    return "no published entry announces it" if due.kind in ("redirect", "operation") else ""


def link(due: EndDate, told: Sunsets) -> str:
    """The page of the entry that announces it; empty without one."""
    return urls.absolute(told.project.config.site_url, urls.entry_url(due.entry)) if due.entry else ""


def asked(traffic: Traffic, logs: Logs) -> Iterator[str]:
    """Who asks for a redirect, as far as the logs go, in a few sentences."""
    if not traffic.hits:
        yield "no request in the logs" + (" that names its host" if logs.without_host else "")
        return
    last = f", the last at {moment(traffic.last)}" if traffic.last is not None else ""
    yield f"{counted(traffic.hits, 'request')} of {_clients(traffic.clients, traffic.most)}{last}"
    yield f"answered with {_shares(traffic.statuses)}"
    if traffic.late:
        clients = _clients(traffic.late_clients, False)
        yield f"after the sunset: {counted(traffic.late, 'request')} of {clients}, {_shares(traffic.late_statuses)}"
    for title, most in (("programs", traffic.agents), ("addresses", traffic.addresses)):
        if most:
            yield f"{title} that ask most: {', '.join(f'{key} ({count:,})' for key, count in most)}"


def _clients(count: int, more: bool) -> str:
    return f"more than {count:,} clients" if more else counted(count, "client")


def _shares(statuses: Sequence[tuple[str, int]]) -> str:
    return ", ".join(f"{status} ({count:,} times)" if count > 1 else status for status, count in statuses)


def read(logs: Logs) -> str:
    """What was read: `5,000 lines of the logs, from ... to ...; 3 of them could not be read`."""
    said = f"{counted(logs.lines, 'line')} of the logs"
    if logs.first is not None and logs.last is not None:
        said += f", from {moment(logs.first)} to {moment(logs.last)}"
    if logs.unreadable:
        said += f"; {logs.unreadable:,} could not be read"
    if logs.without_host:
        said += f"; {logs.without_host:,} name no host and were left out: --host says which one they are of"
    return said


def span(seconds: int) -> str:
    """`30 days`, `12 hours`."""
    size, unit = next(item for item in _UNITS if seconds % item[0] == 0)
    return counted(seconds // size, unit)


def moment(epoch: int) -> str:
    """`4 Aug 2026, 00:00 UTC`, with seconds where there are any."""
    at = datetime.fromtimestamp(epoch, UTC)
    return f"{day(at.date())}, {at:%H:%M:%S} UTC".replace(":00 UTC", " UTC")
