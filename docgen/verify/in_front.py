"""What responds in front of the rules of an edge: a redirect of the whole host, a refusal, a rate limit, a cache."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from docgen.redirects.oracle import Answer
from docgen.verify.http_exchange import Mismatch, Reply, escape_untrusted
from docgen.verify.location import host_of, origin_of
from docgen.verify.questions import Question

IN_FRONT_IDS: Final = frozenset({"answered-in-front", "rate-limited", "answer-cached"})
"""The findings on what is in front of an edge: one for all its rules."""
_CACHED: Final = re.compile(r"(?i)(?<![a-z])(?:hit|stale|updating|revalidated)(?![a-z])")
"""What caches write into headers such as `X-Cache`, `CF-Cache-Status` and `Cache-Status` (RFC 9211)."""
_LOGINS: Final = ("basic", "digest", "negotiate", "ntlm")


class Beside(NamedTuple):
    """What a host does without its rules: the one origin to which it redirects most requests, if any; its statuses."""

    origin: str | None
    statuses: frozenset[int]

    @classmethod
    def of(cls, replies: Sequence[Reply]) -> "Beside":
        """What the replies to requests that no rule covers have in common; 400 refuses a single request."""
        locations = [reply.location for reply in replies if reply.location is not None]
        origin = None
        # most of them: a single one may be a rule of the upstream
        if len(set(map(origin_of, locations))) == 1 and 2 * len(locations) > len(replies):
            origin = origin_of(locations[0])
        return cls(origin, frozenset(reply.status for reply in replies) - {400})


def mismatch_in_front(
    question: Question, expected: Answer, reply: Reply, beside: Beside, *, old: bool
) -> Mismatch | None:
    """The mismatch of a response that comes from something in front of the rules; None if they may have sent it.

    What requests get that no rule covers, too, does not come from a rule; nor does what is `old` by its Date.
    """
    host = question.redirect.host
    if origin := redirected_to(question, expected, reply, beside):
        message = f"every request to {host} is redirected to {origin} in front of the rules (TLS, host name, login)"
    elif lines := (*_cache_lines(reply), *map("Date: {}".format, reply.values("Date") * old)):
        stored = escape_untrusted(", ".join(lines))
        message = f"a cache in front of {host} responds instead of the edge, with what it stored ({stored})"
        return Mismatch("answer-cached", message, ("a response of the edge itself: it has no-store",), lines)
    elif _is_refusal(reply) and beside.statuses == {reply.status}:
        cause = "a login, a firewall or maintenance in front, or an upstream without the rules"
        message = f"every request to {host} returns {reply.status}: {cause}"
    elif _is_refusal(reply) and reply.status < 500:
        message = (
            f"{question.request.target} returns {reply.status}: "
            "a firewall or a rule of access refuses it, or the upstream does"
        )
    else:
        return None
    return Mismatch("answered-in-front", message, (str(expected.status),), reply.status_lines())


def limited(question: Question, reply: Reply) -> Mismatch:
    """The mismatch of a response that asks to try later."""
    until = "".join(map(" with `Retry-After: {}`".format, map(escape_untrusted, reply.values("Retry-After"))))
    message = (
        f"{question.redirect.host} returns {reply.status}{until}: a rate limit or maintenance; nothing was checked"
    )
    return Mismatch("rate-limited", message, ("a response of the edge",), reply.status_lines())


def redirected_to(question: Question, expected: Answer | None, reply: Reply, beside: Beside) -> str:
    """The one origin to which most requests beside the rules are redirected, if this one is, too; otherwise empty."""
    location, target = reply.location or "", question.request.target
    if beside.origin is None or not location:
        return ""
    if expected and ("Location", location) in expected.headers:
        return ""
    same = (origin_of(location), host_of(location)) == (beside.origin, host_of(beside.origin))
    # a redirect to https keeps the host of an absolute request target
    if not same and ("://" not in target or location.partition("://")[2] != target.partition("://")[2]):
        return ""
    rule = question.redirect
    if host_of(location) == host_of(rule.to) and target.partition("?")[0] not in location:
        return ""
    return escape_untrusted(beside.origin or f"https://{rule.host}")


def _is_refusal(reply: Reply) -> bool:
    """Whether no rule sends it; an API's own 401 asks for a token, and says nothing about what is in front."""
    if reply.status == 401:
        return any(value.lower().startswith(_LOGINS) for value in reply.values("WWW-Authenticate"))
    return reply.status in (403, 406, 407, 426, 451) or reply.status >= 500


def _cache_lines(reply: Reply) -> Iterator[str]:
    """The header lines by which a cache says that it stored the response; `Age: 0` and a miss do not."""
    # Fastly calls what its own code responds a hit
    synthetic = reply.values("X-Cache-Hits") == ("0",)
    for name, value in reply.headers:
        key = name.lower()
        is_status = "cache" in key and not key.endswith("control") and not synthetic and _CACHED.search(value)
        if is_status or (key == "age" and value.strip(" 0")) or (key == "x-varnish" and " " in value.strip()):
            yield f"{name}: {value}"
