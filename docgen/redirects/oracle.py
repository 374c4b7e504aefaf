"""What a redirect must answer: simulation, tests and live verification all ask this oracle."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from docgen.model.redirect import HeaderRule, Headers, Redirect
from docgen.redirects.paths import Covered, RuleIndex, covered, location

_ABSOLUTE = re.compile(r"(?i:https?)://(?:[^/?#@]*@)?([^/?#]*)(.*)", re.DOTALL)


class Request(NamedTuple):
    """A request as a client sends it; `target` is the raw request target (RFC 9112, section 3.2).

    `fields` are the headers that may name a date-pin, by their names in lower case.
    """

    method: str
    host: str
    target: str
    fields: Headers = ()


class Answer(NamedTuple):
    """A response of the edge itself; `headers` are in the order sent, without Content-Type."""

    status: int
    headers: Headers
    body: str
    content_type: str


def answer(redirects: Sequence[Redirect], request: Request, now: int) -> Answer | None:
    """The answer to `request` at Unix time `now` in seconds; None where it passes through to the upstream.

    The first emitted rule that covers the raw target decides, also when it leaves the method to the upstream.
    """
    match = covering_rule(redirects, request)
    # a method that the first rule leaves to the upstream is no matter of a later rule
    if match is None or request.method in match[0].excluded:
        return None
    redirect, parts = match
    if not redirect.is_closed(now):
        return Answer(redirect.status, (("Location", location(redirect, parts)), *redirect.open_headers), "", "")
    gone = redirect.gone
    if gone is None:
        return None
    # RFC 9110, section 9.3.2: HEAD has the headers of GET and no body
    body = gone.body * (request.method != "HEAD")
    return Answer(gone.status, redirect.gone_headers, body, gone.content_type)


def covering_rule(redirects: Sequence[Redirect], request: Request) -> tuple[Redirect, Covered] | None:
    """The first emitted rule that covers the raw target, and what it covers of it; None without a match.

    The method does not matter here, although a rule may leave it to the upstream.
    """
    host, target = host_and_target(request)
    for redirect in redirects:
        if redirect.is_served and redirect.host == host and (parts := covered(redirect, target)):
            return redirect, parts
    return None


def added_by(header_rules: Sequence[HeaderRule], request: Request) -> HeaderRule | None:
    """The first emitted rule whose headers are added to the upstream's response to a request."""
    host, target = host_and_target(request)
    for rule in header_rules:
        asked = rule.version is None or (rule.version[0].lower(), rule.version[1]) in request.fields
        here = rule.is_served and rule.host == host and (not rule.methods or request.method in rule.methods)
        if here and asked and covered(rule, target):
            return rule
    return None


def covers_url(redirect: Redirect, url: str) -> bool:
    """Whether a rule, emitted or not, covers a URL on the default https port."""
    return any(RuleIndex([redirect]).covering_url(url))


def target_url(redirect: Redirect, target: str) -> str:
    """The location of a rule for a raw target before its sunset; empty where the rule does not cover it."""
    parts = covered(redirect, target)
    return location(redirect, parts) if parts else ""


def host_and_target(request: Request) -> tuple[str, str]:
    """The host and the origin-form target: an absolute target overrides the Host header (RFC 9112, section 3.2.2)."""
    host, target = request.host, request.target
    if absolute := _ABSOLUTE.fullmatch(request.target):
        host, target = absolute.groups()
    return host.lower().partition(":")[0], target
