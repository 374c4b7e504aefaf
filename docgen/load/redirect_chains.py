"""Chains of redirects, flattened where that only saves the client a round trip."""

from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

import msgspec

from docgen.model.redirect import Redirect
from docgen.redirects.oracle import target_url
from docgen.redirects.rule_index import RuleIndex

_PERMANENT: Final = frozenset({301, 308})


def flattened(redirects: Sequence[Redirect]) -> tuple[Redirect, ...]:
    """The rules, each with the end of its chain as its target; `through` are the ids of the rules that it skips.

    A chain is followed while that is safe at any time: the next rule must cover every request that is redirected to it,
    answer the same methods, be permanent where the rule is, and not end before it. A loop stays as it is.
    """
    served = RuleIndex(redirect for redirect in redirects if redirect.is_served)
    return tuple(_flatten(redirect, redirects, served) if redirect.is_served else redirect for redirect in redirects)


def _flatten(start: Redirect, redirects: Sequence[Redirect], served: RuleIndex) -> Redirect:
    current, seen = start, {start.id}
    while (
        (link := next(served.covering_url(current.to), None))
        and _is_safe(current, link)
        and not _is_intercepted(current, link, redirects)
    ):
        # a loop has no end to flatten to; the rule `redirect-loop` reports it
        if link.id in seen:
            return start
        seen.add(link.id)
        to = target_url(link, urlsplit(current.to).path)
        current = msgspec.structs.replace(current, to=to, through=(*current.through, link.id))
    return start if link and link.id in seen else current


def _is_intercepted(redirect: Redirect, link: Redirect, redirects: Sequence[Redirect]) -> bool:
    """Whether an earlier rule matches some of the requests that the redirect sends to `link`."""
    below = urlsplit(redirect.to).path.rstrip("/") + "/"
    earlier = [rule for rule in redirects[: redirects.index(link)] if rule.is_served and rule.host == link.host]
    return redirect.match == "prefix" and any(rule.path.startswith(below) for rule in earlier)


def _is_safe(redirect: Redirect, link: Redirect) -> bool:
    whole = redirect.match == "exact" or link.match == "prefix"
    temporary = redirect.status not in _PERMANENT or link.status in _PERMANENT
    # after 301 or 302 a client may already have turned POST into GET, so nothing more can be lost
    keeps_method = redirect.status in (301, 302) or link.status in (307, 308)
    lasts = link.sunset is None or (redirect.sunset is not None and redirect.sunset <= link.sunset)
    plain = all(one.keeps_query and not set("{?#") & set(one.path + one.to) for one in (redirect, link))
    same_methods = set(link.excluded) <= set(redirect.excluded)
    return plain and not link.brownouts and whole and temporary and keeps_method and lasts and same_methods
