"""What responds in front of the rules of an edge: a redirect of the whole host, a refusal, a rate limit, a cache."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from docgen.redirects.oracle import Answer
from docgen.verify.http_exchange import Reply
from docgen.verify.location import host_of, origin_of
from docgen.verify.mismatch import Mismatch, escape_untrusted
from docgen.verify.questions import Question

IN_FRONT_IDS: Final = frozenset({"answered-in-front", "rate-limited", "answer-cached"})
"""The findings on what is in front of an edge: one for all its rules."""
_CACHED: Final = re.compile(r"(?i)(?<![a-z])(?:hit|stale|updating|revalidated)(?![a-z])")
"""What caches write into headers such as `X-Cache`, `CF-Cache-Status` and `Cache-Status` (RFC 9211)."""
_NO_CACHE: Final = ("a response of the edge itself: it has no-store",)
_LOGINS: Final = ("basic", "digest", "negotiate", "ntlm")

Replies = Sequence[tuple[Question, Reply]]


def mismatch_in_front(question: Question, expected: Answer, reply: Reply, beside: Replies) -> Mismatch | None:
    """The mismatch of a response that comes from something in front of the rules; None if they may have sent it.

    `beside` are the replies to requests that no rule of the edge covers: what all get does not come from a rule.
    """
    host = question.redirect.host
    if origin := redirected_to(question, expected, reply, beside):
        message = f"every request to {host} is redirected to {origin} in front of the rules (TLS, host name, login)"
    elif lines := tuple(_cache_lines(reply)):
        stored = escape_untrusted(", ".join(lines))
        message = f"a cache in front of {host} responds instead of the edge, with what it stored ({stored})"
        return Mismatch("answer-cached", message, _NO_CACHE, lines)
    elif _is_refusal(reply) and beside and all(other.status in (reply.status, 400) for _, other in beside):
        message = f"every request to {host} returns {reply.status}: a login, a firewall or maintenance in front"
    else:
        return None
    return Mismatch("answered-in-front", message, (str(expected.status),), reply.status_lines())


def limited(question: Question, reply: Reply) -> Mismatch:
    """The mismatch of a response that asks to try later."""
    until = "".join(f" with `Retry-After: {escape_untrusted(value)}`" for value in reply.values("Retry-After"))
    message = (
        f"{question.redirect.host} returns {reply.status}{until}: a rate limit or maintenance; nothing was checked"
    )
    return Mismatch("rate-limited", message, ("a response of the edge",), reply.status_lines())


def old_response(question: Question, reply: Reply) -> Mismatch:
    """The mismatch of a response whose Date is old, at an edge whose clock is right."""
    message = f"a cache in front of {question.redirect.host} responds instead of the edge: the response is old"
    return Mismatch("answer-cached", message, _NO_CACHE, tuple(f"Date: {value}" for value in reply.values("Date")))


def redirected_to(question: Question, expected: Answer | None, reply: Reply, beside: Replies) -> str:
    """The one origin to which most requests beside the rules are redirected, if this one is, too; otherwise empty."""
    redirects = [other.location for _, other in beside if other.location is not None]
    origins = {origin_of(location) for location in redirects}
    location, target = reply.location or "", question.request.target
    is_promised = ("Location", location) in (expected.headers if expected else ())
    if len(origins) != 1 or 2 * len(redirects) <= len(beside) or not location or is_promised:
        return ""
    (origin,) = origins
    # a redirect to https keeps the host of an absolute request target
    if origin_of(location) != origin and location.partition("://")[2] != target.partition("://")[2]:
        return ""
    rule = question.redirect
    is_of_rule = host_of(location) == host_of(rule.to) and target.partition("?")[0] not in location
    return "" if is_of_rule else escape_untrusted(origin or f"https://{rule.host}")


def _is_refusal(reply: Reply) -> bool:
    """Whether no rule sends it; an API's own 401 asks for a token, and says nothing about what is in front."""
    if reply.status == 401:
        return any(value.lower().startswith(_LOGINS) for value in reply.values("WWW-Authenticate"))
    return reply.status in (403, 407, 451) or reply.status >= 500


def _cache_lines(reply: Reply) -> Iterator[str]:
    """The header lines by which a cache says that it stored the response; `Age: 0` and a miss do not."""
    for name, value in reply.headers:
        key = name.lower()
        is_status = "cache" in key and not key.endswith("control") and _CACHED.search(value)
        if is_status or (key == "age" and value.strip(" 0")) or (key == "x-varnish" and " " in value.strip()):
            yield f"{name}: {value}"
