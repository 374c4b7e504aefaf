"""Whether the upstream answers as the edge does for a rule, so that the rule can be removed from the edge."""

import json
from collections.abc import Iterator
from urllib.parse import urljoin

import msgspec

from docgen.errors import NetworkError
from docgen.model.redirect import Redirect
from docgen.openapi.examples import field
from docgen.probe.client import Client
from docgen.probe.origin import Origin
from docgen.redirects.oracle import Answer, Request, answer, target_url
from docgen.redirects.paths import example_path
from docgen.verify.mismatch import escape_untrusted


class Comparison(msgspec.Struct, frozen=True):
    """One request to the upstream: the edge's answer, the upstream's answer, and whether they match."""

    url: str
    expected: str
    actual: str
    matches: bool


def compare_upstream(
    client: Client, upstream: Origin, rule: Redirect, now: int, code: str | None
) -> Iterator[Comparison]:
    """Compare the upstream with a rule at `now` (Unix seconds): requests bypass the edge and carry the rule's host.

    TLS verifies the upstream's own name. The status, the Location, and the error code at the dotted path `code` of an
    error body are compared. Where the rule passes requests through after its sunset, anything matches but a redirect to
    the old target and a 5xx. NetworkError (exit code 5) where there is no response.
    """
    path = example_path(rule.path)
    below = (f"{path}/docgen",) if rule.match == "prefix" else ()
    for target in (path, f"{path}/", *below):
        url = upstream.url + target
        expected = answer([rule], Request("GET", rule.host, target), now)
        exchange = client.send(upstream, "GET", target, [("Host", rule.host)])
        if exchange.reply is None:
            raise NetworkError(f"{url}: no response: {exchange.error}; check the address and --ca-file, and try again")
        to = exchange.reply.values("Location")[:1]
        location = _absolute(f"https://{rule.host}{target}", *to) if to else None
        observed = _Observed(exchange.reply.status, location, _code(exchange.reply.body, code))
        yield _compare(url, target_url(rule, target), expected, observed, code)


class _Observed(msgspec.Struct, frozen=True):
    """What is compared of an answer: status, absolute Location, error code."""

    status: int
    location: str | None
    code: str | None

    def __str__(self) -> str:
        to = f" to {self.location}" if self.location else ""
        return escape_untrusted(f"{self.status}{to}{f' with the error {self.code}' if self.code else ''}")


def _absolute(url: str, location: str) -> str:
    """The Location of an answer to a URL as an absolute URL; unchanged where it is not a valid URL."""
    try:
        return urljoin(url, location)
    except ValueError:
        return location


def _compare(url: str, old: str, expected: Answer | None, observed: _Observed, code: str | None) -> Comparison:
    if expected is None:
        matches = observed.status < 500 and observed.location != old
        return Comparison(url, f"a status below 500 that does not redirect to {old}", str(observed), matches)
    to = dict(expected.headers).get("Location")
    promised = _Observed(expected.status, to, _code(expected.body.encode(), code))
    same_target = observed.location == to if to else observed.location != old
    matches = observed.status == promised.status and same_target and promised.code in (None, observed.code)
    return Comparison(url, str(promised), str(observed), matches)


def _code(body: bytes, path: str | None) -> str | None:
    """The error code at a dotted path of a JSON body; None where there is none."""
    try:
        found = field(json.loads(body), path) if path else None
    except (ValueError, RecursionError):
        return None
    return None if found is None else str(found)
