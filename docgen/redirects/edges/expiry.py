"""What an edge without a clock holds at a time, and until when that is right."""

from collections.abc import Sequence
from typing import Final

from docgen.model.redirect import Redirect, rfc3339
from docgen.redirects.edges import files
from docgen.redirects.edges.edge import Excess, Limit, Setup
from docgen.redirects.edges.overlap import overlaps

TAKEN_OVER: Final = Limit(
    "earlier rules whose targets it shares and that end sooner or leave out a method that it redirects",
    0,
    "an ended rule is no longer in the file, so that the later one would answer in its place",
)


def living(redirects: Sequence[Redirect], now: int) -> tuple[Redirect, ...]:
    """The rules that still redirect at Unix time `now`, in their order."""
    return tuple(redirect for redirect in redirects if not ended(redirect, now))


def ended(redirect: Redirect, now: int) -> bool:
    """Whether the sunset of the rule has come at Unix time `now`."""
    return redirect.sunset is not None and redirect.sunset <= now


def right_until(redirects: Sequence[Redirect], now: int) -> str:
    """Until when files of these rules, built at `now`, are right: the next sunset among them."""
    following = [redirect.sunset for redirect in living(redirects, now) if redirect.sunset is not None]
    if not following:
        return "Right until the rules change: none of them has a sunset to come."
    return f"Right until {rfc3339(min(following))}: build and publish again then."


def taken_over(redirects: Sequence[Redirect], now: int, *, by_method: bool = False) -> tuple[Excess, ...]:
    """The living rules of one host that would answer what an earlier one leaves: nothing stands in its place.

    `by_method` says that the edge leaves methods to the upstream; where it cannot, an earlier rule takes them all.
    """
    found = []
    for index, later in enumerate(redirects):
        if ended(later, now):
            continue
        sooner = [rule for rule in redirects[:index] if overlaps(rule, later) and _leaves(rule, later, by_method)]
        if sooner:
            instead = f"give it the sunset and the methods of `{sooner[0].id}`, or paths of its own"
            found.append(Excess(later, TAKEN_OVER, len(sooner), instead))
    return tuple(found)


def _leaves(earlier: Redirect, later: Redirect, by_method: bool) -> bool:
    """Whether the later rule would redirect a request that the earlier one covers and does not redirect."""
    if by_method and set(earlier.excluded) - set(later.excluded):
        return True
    return earlier.sunset is not None and (later.sunset is None or later.sunset > earlier.sunset)


def head(redirects: Sequence[Redirect], host: str, rules: Sequence[Redirect], setup: Setup) -> dict[str, object]:
    """The values of the head that the file of a host begins with; its sample is a rule that still redirects."""
    alive = living(rules, setup.now)
    return {
        "notice": setup.notice,
        "host": host,
        "sources": files.sources(redirects, host),
        "sample": alive[0].path if alive else "/",
        "until": right_until(rules, setup.now),
    }
