"""Chains of redirects, shortened where a client cannot tell but by the round trip that it saves."""

from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

import msgspec

from docgen.model.redirect import Redirect
from docgen.redirects.oracle import location, remainder

_PERMANENT: Final = frozenset({301, 308})


def flattened(redirects: Sequence[Redirect]) -> tuple[Redirect, ...]:
    """The rules, each leading where its chain ends; `through` names the rules that it leads past.

    A chain is followed as long as that is safe at any time: a link must cover all that the rule leads to it, answer the
    same methods, be permanent where the rule is, and not end before it. A chain that comes back stays as it is.
    """
    return tuple(_end(redirect, redirects) if redirect.is_served else redirect for redirect in redirects)


def _end(start: Redirect, redirects: Sequence[Redirect]) -> Redirect:
    reached, seen = start, {start.id}
    while (link := _next(reached, redirects)) and _safe(reached, link) and not _parted(reached, link, redirects):
        # a circle: no end is better than another, and redirect-loop names it
        if link.id in seen:
            return start
        seen.add(link.id)
        to = location(link, remainder(link, urlsplit(reached.to).path) or "")
        reached = msgspec.structs.replace(reached, to=to, through=(*reached.through, link.id))
    return start if link and link.id in seen else reached


def _next(redirect: Redirect, redirects: Sequence[Redirect]) -> Redirect | None:
    """The rule that takes the target; another port of its host is another server."""
    target = urlsplit(redirect.to)
    host = target.netloc.removesuffix(":443")
    return next(
        (
            rule
            for rule in redirects
            if rule.is_served and rule.host == host and remainder(rule, target.path) is not None
        ),
        None,
    )


def _parted(redirect: Redirect, link: Redirect, redirects: Sequence[Redirect]) -> bool:
    """Whether a rule before the link takes some of what the rule leads to it."""
    below = urlsplit(redirect.to).path.rstrip("/") + "/"
    earlier = [rule for rule in redirects[: redirects.index(link)] if rule.is_served and rule.host == link.host]
    return redirect.match == "prefix" and any(rule.path.startswith(below) for rule in earlier)


def _safe(redirect: Redirect, link: Redirect) -> bool:
    covered = redirect.match == "exact" or link.match == "prefix"
    temporary = redirect.status not in _PERMANENT or link.status in _PERMANENT
    # 301 and 302 let a client turn POST into GET already, so that nothing is lost behind them
    keeps_method = redirect.status in (301, 302) or link.status in (307, 308)
    lasts = link.sunset is None or (redirect.sunset is not None and redirect.sunset <= link.sunset)
    return covered and temporary and keeps_method and lasts and set(link.excluded) <= set(redirect.excluded)
