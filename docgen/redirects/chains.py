"""Chains of redirects, flattened where that only saves the client a round trip."""

from collections.abc import Sequence
from typing import Final, NamedTuple
from urllib.parse import urlsplit

import msgspec

from docgen.model.redirect import Redirect
from docgen.redirects.oracle import target_url
from docgen.redirects.paths import RuleIndex, ancestors

_PERMANENT: Final = frozenset({301, 308})


class _End(NamedTuple):
    """The end of a chain: its URL, the ids of the rules on the way, and of the rule that may not be skipped."""

    to: str
    through: tuple[str, ...] = ()
    stop: str = ""


_Key = tuple[str, tuple[object, ...]]
"""A URL, and what decides whether the rule that it leads to may be skipped, of the rule at the start."""


def flattened(redirects: Sequence[Redirect]) -> tuple[Redirect, ...]:
    """The rules, each with the end of its chain as its target; `through` are the ids of the rules that it skips.

    A chain is followed while that is safe at any time: the next rule must cover every request that is redirected to it,
    answer the same methods, be permanent where the rule is, and not end before it. A loop stays as it is.
    """
    chains = _Chains([redirect for redirect in redirects if redirect.is_served])
    flat = list(redirects)
    for index, redirect in enumerate(redirects):
        if redirect.is_served:
            flat[index] = chains.flatten(redirect)
    return tuple(flat)


class _Chains:
    """The chains of the rules that edges serve; where one leads into another, that one is not followed again."""

    def __init__(self, served: Sequence[Redirect]) -> None:
        self._served = RuleIndex(served)
        self._place = {(rule.host, rule.id): place for place, rule in enumerate(served)}
        self._first_below: dict[tuple[str, str], int] = {}
        for place, rule in enumerate(served):
            # the first rule below a path may take some of what a prefix redirects there
            for folder in (*ancestors(rule.path), ""):
                self._first_below.setdefault((rule.host, folder), place)
        self._ends: dict[_Key, _End | None] = {}

    def flatten(self, start: Redirect) -> Redirect:
        """A rule with the end of its chain as its target."""
        end = self._end(start)
        # a loop has no end to flatten to; the rule `redirect-loop` reports it
        if end is None or start.id in (*end.through, end.stop) or end.stop in end.through:
            return start
        return msgspec.structs.replace(start, to=end.to, through=end.through)

    def _end(self, start: Redirect) -> _End | None:
        """The end of a chain; None for a loop. A URL has the same end for all rules that are alike."""
        kind: tuple[object, ...] = (start.match, start.status, start.sunset, start.excluded, _is_plain(start))
        passed: dict[str, _Key] = {}
        to = start.to
        while (key := (to, kind)) not in self._ends:
            link = next(self._served.covering_url(to), None)
            if link is None:
                self._ends[key] = _End(to)
            elif not self._may_skip(start, to, link):
                self._ends[key] = _End(to, stop=link.id)
            # a loop: each rule in it leads to the others for ever
            elif link.id in passed:
                self._ends[key] = None
            else:
                passed[link.id] = key
                to = target_url(link, urlsplit(to).path)
        end = self._ends[key]
        if end and not passed.keys().isdisjoint(end.through):
            end = None
        elif end and passed:
            end = _End(end.to, (*passed, *end.through), end.stop)
        for place, key in enumerate(passed.values()):
            self._ends[key] = end and end._replace(through=end.through[place:])
        return end

    def _may_skip(self, start: Redirect, to: str, link: Redirect) -> bool:
        # an earlier rule may match some of the requests below a target that go to `link`
        place = self._place[link.host, link.id]
        first = self._first_below.get((link.host, urlsplit(to).path.rstrip("/")), place)
        alone = start.match == "exact" or first >= place
        whole = start.match == "exact" or link.match == "prefix"
        temporary = start.status not in _PERMANENT or link.status in _PERMANENT
        # after 301 or 302 a client may already have turned POST into GET, so nothing more can be lost
        keeps_method = start.status in (301, 302) or link.status in (307, 308)
        lasts = link.sunset is None or (start.sunset is not None and start.sunset <= link.sunset)
        plain = _is_plain(start) and _is_plain(link) and not link.brownouts
        same_methods = set(link.excluded) <= set(start.excluded)
        return alone and plain and whole and temporary and keeps_method and lasts and same_methods


def _is_plain(redirect: Redirect) -> bool:
    return redirect.keeps_query and not set("{?#") & set(redirect.path + redirect.to)
