"""The traffic of what ends: the requests in access logs that call a redirect, an operation or a version.

A log may have any number of lines: memory grows with the endings, each with at most `MAX_CLIENTS` clients.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec

from docgen.model.ending import Ending
from docgen.model.project import Project
from docgen.redirects.edges.overlap import literal_start
from docgen.redirects.oracle import Request
from docgen.sunsets.called import CalledEndings
from docgen.traffic.access_log import USER_AGENT, LoggedRequest, unix_time
from docgen.traffic.log import LogLine

MAX_CLIENTS: Final = 100_000
"""How many clients of an ending are distinguished, and how many user agents; requests of others count as hits alone."""
_TOP_COUNT: Final = 5
_MAX_LENGTH: Final = 200


class Traffic(msgspec.Struct, frozen=True):
    """The logged requests that call an ending; times are Unix times in seconds.

    `clients` counts distinct addresses (`most` is true if there were more than `MAX_CLIENTS`); `late` and
    `late_clients` count the requests at and after the sunset, and `late_statuses` their responses.
    """

    hits: int = 0
    clients: int = 0
    most: bool = False
    first: int | None = None
    last: int | None = None
    statuses: tuple[tuple[str, int], ...] = ()
    agents: tuple[tuple[str, int], ...] = ()
    addresses: tuple[tuple[str, int], ...] = ()
    late: int = 0
    late_clients: int = 0
    late_statuses: tuple[tuple[str, int], ...] = ()


class Logs(msgspec.Struct, frozen=True):
    """The logs that were read: all `lines`, the `unreadable` ones, and those `without_host` where none was assumed.

    `first` and `last` are the times of the first and last request of any kind; `traffic` is by the id of an ending, and
    `shown` are the ids of those whose requests such logs show.
    """

    lines: int
    unreadable: int
    without_host: int
    first: int | None
    last: int | None
    traffic: Mapping[str, Traffic]
    shown: frozenset[str] = frozenset()


class TrafficCounter:
    """Counts requests line by line; `host` is assumed for lines without a host.

    Addresses are personal data: the ones with the most requests are listed with `addresses` only.
    """

    def __init__(
        self, project: Project, endings: Sequence[Ending], host: str | None = None, addresses: bool = False
    ) -> None:
        self._addresses = addresses
        self._host = (host or "").lower()
        self._called = CalledEndings(project, endings)
        self._tallies = {end.id: _Tally(end.ends) for end in endings}
        self._lines = self._unreadable = self._without_host = self._versioned = 0
        self._times: list[int] = []
        self._rule_starts = tuple(literal_start(rule) for rule in project.rules)

    def read(self, lines: Iterable[LogLine]) -> None:
        """Count the lines of one log, which are in order of time; events are not requests for a redirect."""
        first = last = ""
        for line in lines:
            self._lines += 1
            self._unreadable += not line.is_readable
            if line.request:
                first, last = first or line.request.time, line.request.time or last
                self._count(line.request)
        self._times += [moment for time in (first, last) if (moment := unix_time(time)) is not None]

    def _count(self, request: LoggedRequest) -> None:
        if request.agent == USER_AGENT:
            return  # `docgen redirects verify` is no client
        host, versions = request.host or self._host, self._called.versions(request)
        # without a host, no rule matches
        self._without_host += not host and request.target.startswith(self._rule_starts)
        self._versioned += bool(versions)
        for id_ in self._called.of(Request(request.method, host, request.target, versions)):
            self._tallies[id_].add(request)

    def logs(self) -> Logs:
        """The counts so far."""
        return Logs(
            self._lines,
            self._unreadable,
            self._without_host,
            min(self._times, default=None),
            max(self._times, default=None),
            {id_: tally.traffic(self._addresses) for id_, tally in self._tallies.items() if tally.hits},
            self._called.by_target | (self._called.by_header if self._versioned else frozenset()),
        )


class _Tally:
    """The counts of one ending."""

    def __init__(self, sunset: int | None) -> None:
        self._sunset = sunset
        self.hits = self._late = 0
        self._first: int | None = None
        self._last: int | None = None
        self._clients: Counter[str] = Counter()
        self._agents: Counter[str] = Counter()
        self._statuses: Counter[str] = Counter()
        self._late_clients: set[str] = set()
        self._late_statuses: Counter[str] = Counter()
        self._most = False

    def add(self, request: LoggedRequest) -> None:
        client = request.client[:_MAX_LENGTH]
        self.hits += 1
        self._statuses[request.status or "unknown"] += 1
        self._most |= not _increment(self._clients, client)
        _increment(self._agents, request.agent[:_MAX_LENGTH])
        moment = unix_time(request.time)
        if moment is None:
            return
        self._first = moment if self._first is None else min(self._first, moment)
        self._last = moment if self._last is None else max(self._last, moment)
        if self._sunset is not None and moment >= self._sunset:
            self._late += 1
            self._late_statuses[request.status or "unknown"] += 1
            if client in self._clients:
                self._late_clients.add(client)

    def traffic(self, addresses: bool) -> Traffic:
        return Traffic(
            hits=self.hits,
            clients=len(self._clients),
            most=self._most,
            first=self._first,
            last=self._last,
            statuses=tuple(sorted(self._statuses.items())),
            agents=_top(self._agents),
            addresses=_top(self._clients) if addresses else (),
            late=self._late,
            late_clients=len(self._late_clients),
            late_statuses=tuple(sorted(self._late_statuses.items())),
        )


def _increment(counter: Counter[str], key: str) -> bool:
    """Count a key, unless it is empty; False if it is new and the counter is full."""
    if not key:
        return True
    if key not in counter and len(counter) >= MAX_CLIENTS:
        return False
    counter[key] += 1
    return True


def _top(counter: Counter[str]) -> tuple[tuple[str, int], ...]:
    """The keys with the highest counts; equal counts are sorted by key."""
    return tuple(sorted(counter.items(), key=lambda item: (-item[1], item[0]))[:_TOP_COUNT])
