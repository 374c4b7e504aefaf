"""Who still asks for a redirect: the lines of access logs, counted by the oracle's own matching.

A log may have any number of lines: what is kept grows with the rules, and for each up to `MOST` of a kind.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final

import msgspec

from docgen.model.redirect import Redirect
from docgen.redirects.oracle import Request, covering_rule
from docgen.traffic.access_log import Access, instant
from docgen.traffic.log import Line

MOST: Final = 100_000
"""So many clients of a rule are told apart, and so many of their programs; what comes after them is only counted."""
_TOP: Final = 5
_LONGEST: Final = 200


class Traffic(msgspec.Struct, frozen=True):
    """The requests that a rule took, as far as the logs go; times are Unix times in seconds.

    `clients` are distinct addresses (`most` says that there were more than are told apart); `late` and
    `late_clients` count those at and after the sunset, and `late_statuses` what they got.
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
    """What was read: `lines` in all, `unreadable` ones, and those `without_host` that no host was assumed for.

    `first` and `last` are the times of the first and the last request of any kind; `traffic` is by host and rule id.
    """

    lines: int
    unreadable: int
    without_host: int
    first: int | None
    last: int | None
    traffic: Mapping[tuple[str, str], Traffic]


class Counting:
    """Counts line by line; `host` stands for the host of a line that names none, where it is given.

    The addresses that ask most are named only with `addresses`: they are personal data.
    """

    def __init__(self, redirects: Sequence[Redirect], host: str | None = None, addresses: bool = False) -> None:
        self._addresses = addresses
        self._host = (host or "").lower()
        self._tallies: dict[tuple[str, str], _Tally] = {}
        self._lines = self._unreadable = self._without_host = 0
        self._times: list[int] = []
        self._paths = tuple(redirect.path for redirect in redirects)
        # targets repeat, and each miss asks every rule; the limit keeps a scan of random paths out of the memory
        self._covering = lru_cache(maxsize=2**12)(lambda request: covering_rule(redirects, request))

    def read(self, lines: Iterable[Line]) -> None:
        """Count the lines of one log, which are in the order of time; an event asks for no redirect."""
        first = last = ""
        for line in lines:
            self._lines += 1
            self._unreadable += not line.readable
            if line.access:
                first, last = first or line.access.time, line.access.time or last
                self._count(line.access)
        self._times += [moment for time in (first, last) if (moment := instant(time)) is not None]

    def _count(self, access: Access) -> None:
        if access.target.startswith("/") and not access.target.startswith(self._paths):
            return  # what most lines are, told without asking every rule
        host = access.host or self._host
        if not host and access.target.startswith("/"):
            self._without_host += 1
            return
        found = self._covering(Request("GET", host, access.target))
        if found and access.method not in found[0].excluded:
            rule = found[0]
            self._tallies.setdefault((rule.host, rule.id), _Tally(rule.sunset)).add(access)

    def counted(self) -> Logs:
        """What was counted so far."""
        return Logs(
            self._lines,
            self._unreadable,
            self._without_host,
            min(self._times, default=None),
            max(self._times, default=None),
            {key: tally.traffic(self._addresses) for key, tally in self._tallies.items()},
        )


class _Tally:
    """The requests of one rule so far."""

    def __init__(self, sunset: int | None) -> None:
        self._sunset = sunset
        self._hits = self._late = 0
        self._first: int | None = None
        self._last: int | None = None
        self._clients: Counter[str] = Counter()
        self._agents: Counter[str] = Counter()
        self._statuses: Counter[str] = Counter()
        self._late_clients: set[str] = set()
        self._late_statuses: Counter[str] = Counter()
        self._most = False

    def add(self, access: Access) -> None:
        client = access.client[:_LONGEST]
        self._hits += 1
        self._statuses[access.status or "unknown"] += 1
        self._most |= not _counted(self._clients, client)
        _counted(self._agents, access.agent[:_LONGEST])
        moment = instant(access.time)
        if moment is None:
            return
        self._first = moment if self._first is None else min(self._first, moment)
        self._last = moment if self._last is None else max(self._last, moment)
        if self._sunset is not None and moment >= self._sunset:
            self._late += 1
            self._late_statuses[access.status or "unknown"] += 1
            if client in self._clients:
                self._late_clients.add(client)

    def traffic(self, addresses: bool) -> Traffic:
        return Traffic(
            hits=self._hits,
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


def _counted(counter: Counter[str], key: str) -> bool:
    """Count a key; False where there is no room for one more, empty keys aside."""
    if not key:
        return True
    if key not in counter and len(counter) >= MOST:
        return False
    counter[key] += 1
    return True


def _top(counter: Counter[str]) -> tuple[tuple[str, int], ...]:
    """Those that asked most; of equals, the first by name."""
    return tuple(sorted(counter.items(), key=lambda item: (-item[1], item[0]))[:_TOP])
