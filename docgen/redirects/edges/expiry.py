"""The files of an edge without a clock: the rules that they have at a build time, and until when that is right."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from docgen.model.redirect import Redirect, rfc3339
from docgen.redirects.edges.edge import Excess, Limit, Setup
from docgen.redirects.edges.overlap import earlier_rules

TAKEOVERS: Final = Limit(
    "earlier overlapping rules that end sooner, or exclude a method that it redirects",
    0,
    "an ended rule is not in the file, so that the later one would answer in its place",
)


def active(redirects: Sequence[Redirect], now: int) -> tuple[Redirect, ...]:
    """The rules that still redirect at Unix time `now`, in their order."""
    return tuple(redirect for redirect in redirects if not has_ended(redirect, now))


def has_ended(redirect: Redirect, now: int) -> bool:
    """Whether the rule's sunset has passed at Unix time `now`; a rule ends at its sunset, not after it."""
    return redirect.sunset is not None and redirect.sunset <= now


def valid_until(redirects: Sequence[Redirect], now: int) -> str:
    """The line that says until when files of these rules, built at `now`, are right: until the next sunset."""
    following = [redirect.sunset for redirect in active(redirects, now) if redirect.sunset is not None]
    if not following:
        return "Right until the rules change: none of them has a sunset to come."
    return f"Right until {rfc3339(min(following))}: build and publish again then."


def takeovers(hosts: Iterable[Sequence[Redirect]], now: int, *, by_method: bool = False) -> list[Excess]:
    """The active rules of each host that would answer requests of an earlier rule, once that is out of the file.

    `by_method`: the edge can leave methods to the upstream; where it cannot, an earlier rule redirects them all.
    """
    excesses = []
    for redirects in hosts:
        earlier = earlier_rules(redirects)
        for later in active(redirects, now):
            sooner = [rule for rule in earlier[later.id] if _takes_over(rule, later, by_method)]
            if sooner:
                hint = f"give it the sunset and the methods of `{sooner[0].id}`, or a path that does not overlap"
                excesses.append(Excess(later, TAKEOVERS, len(sooner), hint))
    return excesses


def _takes_over(earlier: Redirect, later: Redirect, by_method: bool) -> bool:
    """Whether the later rule would redirect a request that the earlier one covers but does not redirect."""
    if by_method and set(earlier.excluded) - set(later.excluded):
        return True
    return earlier.sunset is not None and (later.sunset is None or later.sunset > earlier.sunset)


def head_values(rules: Sequence[Redirect], setup: Setup, head: Mapping[str, object]) -> dict[str, object]:
    """The template values of a file's head that says until when it is right; its sample is a rule that redirects."""
    redirecting = active(rules, setup.now)
    return {
        **head,
        "sample": redirecting[0].path if redirecting else "/",
        "until": valid_until(rules, setup.now),
    }
