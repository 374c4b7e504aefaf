"""What a redirect must answer: simulation, tests and live verification all ask this oracle."""

import re
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from docgen.model.redirect import HeaderRule, Redirect
from docgen.redirects.paths import Covered, covered, location

_ABSOLUTE = re.compile(r"(?i:https?)://(?:[^/?#@]*@)?([^/?#]*)(.*)", re.DOTALL)
_NO_STORE = ("Cache-Control", "no-store")


class Request(NamedTuple):
    """A request as a client sends it; `target` is the raw request target (RFC 9112, section 3.2).

    `fields` are the headers that may name a date-pin, by their names in lower case.
    """

    method: str
    host: str
    target: str
    fields: tuple[tuple[str, str], ...] = ()


class Answer(NamedTuple):
    """A response of the edge itself; `headers` are in the order sent, without Content-Type."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: str
    content_type: str


def answer(redirects: Sequence[Redirect], request: Request, now: int) -> Answer | None:
    """The answer to `request` at Unix time `now` in seconds; None where it passes through to the upstream.

    The first emitted rule that covers the raw target decides, also when it leaves the method to the upstream.
    """
    match = covering_rule(redirects, request)
    return _answer_of_rule(*match, request.method, now) if match else None


def covering_rule(redirects: Sequence[Redirect], request: Request) -> tuple[Redirect, Covered] | None:
    """The first emitted rule that covers the raw target, and what it covers of it; None without a match.

    The method does not matter here, although a rule may leave it to the upstream.
    """
    host, target = _host_and_target(request)
    for redirect in redirects:
        parts = covered(redirect, target) if redirect.is_served and redirect.host == host else None
        if parts is not None:
            return redirect, parts
    return None


def added_by(header_rules: Sequence[HeaderRule], request: Request) -> HeaderRule | None:
    """The first emitted rule whose headers are added to the upstream's response to a request."""
    host, target = _host_and_target(request)
    for one in header_rules:
        asked = one.version is None or (one.version[0].lower(), one.version[1]) in request.fields
        here = one.is_served and one.host == host and (not one.methods or request.method in one.methods)
        if here and asked and covered(one, target) is not None:
            return one
    return None


def covers_url(redirect: Redirect, url: str) -> bool:
    """Whether a rule, emitted or not, covers a URL on the default https port."""
    parts = urlsplit(url)
    return parts.netloc.lower().removesuffix(":443") == redirect.host and covered(redirect, parts.path) is not None


def target_url(redirect: Redirect, target: str) -> str:
    """The location of a rule for a raw target before its sunset; empty where the rule does not cover it."""
    parts = covered(redirect, target)
    return location(redirect, parts) if parts else ""


def _host_and_target(request: Request) -> tuple[str, str]:
    """The host and the origin-form target: an absolute target overrides the Host header (RFC 9112, section 3.2.2)."""
    absolute = _ABSOLUTE.fullmatch(request.target)
    host, target = absolute.groups() if absolute else (request.host, request.target)
    return host.lower().partition(":")[0], target


def _answer_of_rule(redirect: Redirect, parts: Covered, method: str, now: int) -> Answer | None:
    if method in redirect.excluded:
        return None
    if not redirect.is_closed(now):
        headers = (("Location", location(redirect, parts)), *redirect.headers, *redirect.host_headers)
        return Answer(redirect.status, headers, "", "")
    if redirect.gone is None:
        return None
    # RFC 9110, section 9.3.2: HEAD has the headers of GET and no body
    body = "" if method == "HEAD" else redirect.gone.body
    return Answer(redirect.gone.status, (_NO_STORE, *redirect.host_headers), body, redirect.gone.content_type)
