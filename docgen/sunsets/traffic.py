"""The traffic of what ends: the requests in access logs that call a rule, an operation or a version.

A log may have any number of lines: memory grows with the endings, each with at most `MAX_CLIENTS` clients.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

import msgspec

from docgen.model.ending import Ending
from docgen.model.project import Project
from docgen.redirects.edges.overlap import literal_start
from docgen.redirects.oracle import Request
from docgen.sunsets.called import CalledEndings
from docgen.traffic.log import LogLine
from docgen.traffic.records import USER_AGENT, LoggedRequest, unix_time

MAX_CLIENTS: Final = 100_000
"""How many clients of an ending are distinguished, and how many user agents; requests of others count as hits alone."""
UNKNOWN: Final = "unknown"
"""The caller of a request whose line has none."""
_NEVER: Final = 2**63
_KEY_LINES: Final = 1_000
_TOP_COUNT: Final = 5
_MAX_LENGTH: Final = 200


class Calls(msgspec.Struct):
    """A number of requests, and the times of the first and the last."""

    calls: int = 0
    first: int | None = None
    last: int | None = None

    def add(self, moment: int | None) -> None:
        """Count a request."""
        self.calls += 1
        if moment is not None:
            self.first = min(self.first or moment, moment)
            self.last = max(self.last or moment, moment)


class Traffic(msgspec.Struct, frozen=True):
    """The logged requests that call an ending; times are Unix times in seconds.

    `clients` counts distinct callers (`most` is true if there were more than `MAX_CLIENTS`), of which `callers` has
    those with the most requests first; `late` and `late_clients` count the requests at and after the sunset, and
    `late_statuses` their responses.
    """

    hits: int = 0
    clients: int = 0
    most: bool = False
    first: int | None = None
    last: int | None = None
    statuses: Mapping[str, int] = {}
    agents: Mapping[str, int] = {}
    callers: Mapping[str, Calls] = {}
    late: int = 0
    late_clients: int = 0
    late_statuses: Mapping[str, int] = {}


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

    Callers are personal data: without `show_callers` they have a digest, keyed with the first lines. It is the same
    for the same logs, and nobody who lacks them finds an address or a short number by trying all.
    """

    def __init__(
        self, project: Project, endings: Sequence[Ending], host: str | None = None, show_callers: bool = False
    ) -> None:
        self._show_callers = show_callers
        self._key = hashlib.blake2b()
        self._host = (host or "").lower()
        self._called = CalledEndings(project, endings)
        self._tallies = {end.id: _Tally(end.ends) for end in endings}
        self._lines = self._unreadable = self._without_host = self._versioned = 0
        self._times: list[int] = []
        self._rule_starts = tuple(map(literal_start, project.rules))

    def read(self, lines: Iterable[LogLine]) -> None:
        """Count the lines of one log, which are in order of time; events are not requests for a redirect."""
        first = last = ""
        for line in lines:
            self._lines += 1
            self._unreadable += not line.is_readable
            # enough that nobody guesses them, and the same for a log that has grown
            if self._lines <= _KEY_LINES:
                self._key.update(line.text.encode("utf-8", "replace"))
            if line.request:
                first, last = first or line.request.time, line.request.time or last
                self._count(line.request)
        self._times += [moment for moment in map(unix_time, (first, last)) if moment is not None]

    def _count(self, request: LoggedRequest) -> None:
        if request.agent == USER_AGENT:
            # `docgen redirects verify` is no client
            return
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
            {id_: tally.traffic(self._name) for id_, tally in self._tallies.items() if tally.all.calls},
            self._called.by_target | (self._called.by_header if self._versioned else frozenset()),
        )

    def _name(self, caller: str) -> str:
        if self._show_callers or caller == UNKNOWN:
            return caller
        text = caller.encode("utf-8", "replace")
        return hashlib.blake2b(text, key=self._key.digest(), digest_size=5).hexdigest()


class _Tally:
    """The counts of one ending."""

    def __init__(self, sunset: int | None) -> None:
        self._sunset = _NEVER if sunset is None else sunset
        self.all = Calls()
        self._callers: dict[str, Calls] = {}
        self._agents: Counter[str] = Counter()
        self._statuses: Counter[str] = Counter()
        self._late_statuses: Counter[str] = Counter()
        self._most = False

    def add(self, request: LoggedRequest) -> None:
        moment, status = unix_time(request.time), request.status or "unknown"
        self.all.add(moment)
        self._statuses[status] += 1
        if (moment or 0) >= self._sunset:
            self._late_statuses[status] += 1
        caller, agent = request.client[:_MAX_LENGTH] or UNKNOWN, request.agent[:_MAX_LENGTH]
        # beyond that many, a caller that is known already still counts: the busiest come early in a log
        if _has_room(self._callers, caller):
            self._callers.setdefault(caller, Calls()).add(moment)
        else:
            self._most = True
        if agent and _has_room(self._agents, agent):
            self._agents[agent] += 1

    def traffic(self, name: Callable[[str], str]) -> Traffic:
        known = [calls for caller, calls in self._callers.items() if caller != UNKNOWN]
        named = ((name(caller), calls) for caller, calls in self._callers.items())
        return Traffic(
            hits=self.all.calls,
            clients=len(known),
            most=self._most,
            first=self.all.first,
            last=self.all.last,
            statuses=dict(sorted(self._statuses.items())),
            agents=dict(self._agents.most_common(_TOP_COUNT)),
            callers=dict(sorted(named, key=lambda item: (-item[1].calls, item[0]))),
            late=self._late_statuses.total(),
            late_clients=sum((calls.last or 0) >= self._sunset for calls in known),
            late_statuses=dict(sorted(self._late_statuses.items())),
        )


def _has_room(counts: Mapping[str, object], key: str) -> bool:
    return key in counts or len(counts) < MAX_CLIENTS
