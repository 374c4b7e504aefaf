"""What a redirect must answer: simulation, tests and live verification all ask this oracle."""

import re
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from docgen.model.redirect import Redirect

_ABSOLUTE = re.compile(r"(?i:https?)://(?:[^/?#@]*@)?([^/?#]*)(.*)", re.DOTALL)
_NO_STORE = ("Cache-Control", "no-store")


class Request(NamedTuple):
    """A request as a client sends it; `target` is the raw request target (RFC 9112, section 3.2)."""

    method: str
    host: str
    target: str


class PathRule(Protocol):
    """What a rule covers: its path, and those below it where it matches a prefix."""

    @property
    def path(self) -> str:
        """The path, without a slash at its end."""

    @property
    def match(self) -> str:
        """`exact` or `prefix`."""


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


def covering_rule(redirects: Sequence[Redirect], request: Request) -> tuple[Redirect, str] | None:
    """The first emitted rule that covers the raw target, and what follows its path there; None without a match.

    The method does not matter here, although a rule may leave it to the upstream.
    """
    host, target = _host_and_target(request)
    for redirect in redirects:
        rest = remainder(redirect, target) if redirect.is_served and redirect.host == host else None
        if rest is not None:
            return redirect, rest
    return None


def remainder(redirect: PathRule, target: str) -> str | None:
    """What follows the rule's path in a raw origin-form target, suffix and query; None without a match."""
    path, question_mark, query = target.partition("?")
    # no client sends a fragment, and servers differ in what they make of one
    if "#" in target or not path.startswith(redirect.path):
        return None
    suffix = path[len(redirect.path) :]
    covered = suffix in {"", "/"} or (redirect.match == "prefix" and suffix.startswith("/"))
    return suffix + question_mark + query if covered else None


def location(redirect: Redirect, rest: str) -> str:
    """The value of Location: a prefix rule carries the suffix byte for byte, an exact rule has none to carry."""
    suffix, question_mark, query = rest.partition("?")
    if redirect.match == "exact" or not suffix:
        return redirect.to + question_mark + query
    return redirect.to.removesuffix("/") + rest


def _host_and_target(request: Request) -> tuple[str, str]:
    """The host and the origin-form target: an absolute target overrides the Host header (RFC 9112, section 3.2.2)."""
    absolute = _ABSOLUTE.fullmatch(request.target)
    host, target = absolute.groups() if absolute else (request.host, request.target)
    return host.lower().partition(":")[0], target


def _answer_of_rule(redirect: Redirect, rest: str, method: str, now: int) -> Answer | None:
    if method in redirect.excluded:
        return None
    if redirect.sunset is None or now < redirect.sunset:
        headers = (("Location", location(redirect, rest)), *redirect.headers, *redirect.host_headers)
        return Answer(redirect.status, headers, "", "")
    if redirect.gone is None:
        return None
    # RFC 9110, section 9.3.2: HEAD has the headers of GET and no body
    body = "" if method == "HEAD" else redirect.gone.body
    return Answer(redirect.gone.status, (_NO_STORE, *redirect.host_headers), body, redirect.gone.content_type)
