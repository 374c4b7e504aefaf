"""Whether the upstream itself answers what the edge answered for a rule, so that the rule can go."""

import json
from collections.abc import Iterator
from urllib.parse import urljoin

import msgspec

from docgen.errors import NetworkError
from docgen.model.redirect import Redirect
from docgen.openapi.examples import field
from docgen.probe.client import Client
from docgen.probe.origin import Origin
from docgen.redirects.oracle import Answer, Request, answer, location, remainder
from docgen.verify.http_exchange import Reply
from docgen.verify.mismatch import escape_untrusted


class Compared(msgspec.Struct, frozen=True):
    """One request to the upstream: what the edge answers, what the upstream answered, and whether that is the same."""

    url: str
    expected: str
    got: str
    same: bool


def compare_upstream(
    client: Client, upstream: Origin, rule: Redirect, now: int, code: str | None
) -> Iterator[Compared]:
    """What an upstream answers, asked past the edge with the rule's host, against the rule at `now` (Unix seconds).

    Its certificate has to be that of the upstream's own address. Compared are the status, the Location, and the error
    code under the dotted path `code` where the rule has an envelope. A rule that leaves its sunset to the upstream
    takes any answer but a redirect to the old target and a 5xx. NetworkError (exit code 5) where no answer comes.
    """
    below = (f"{rule.path}/docgen",) if rule.match == "prefix" else ()
    for target in (rule.path, f"{rule.path}/", *below):
        url = upstream.url + target
        expected = answer([rule], Request("GET", rule.host, target), now)
        exchange = client.ask(upstream, "GET", target, [("Host", rule.host)])
        if exchange.reply is None:
            raise NetworkError(
                f"{url}: no response: {exchange.error}; look at the address and --ca-file, and try again"
            )
        seen = _Seen.of(exchange.reply, f"https://{rule.host}{target}", code)
        yield _compared(url, _leads(rule, target), expected, seen, code)


class _Seen(msgspec.Struct, frozen=True):
    """What counts of an answer: status, absolute Location, error code."""

    status: int
    leads: str | None
    code: str | None

    @classmethod
    def of(cls, reply: Reply, url: str, code: str | None) -> "_Seen":
        """What counts of an answer to a URL."""
        to = next(iter(reply.values("Location")), None)
        return cls(reply.status, None if to is None else _absolute(url, to), _code(reply.body, code))

    def __str__(self) -> str:
        to = f" to {self.leads}" if self.leads else ""
        return escape_untrusted(f"{self.status}{to}{f' with the error {self.code}' if self.code else ''}")


def _absolute(url: str, location: str) -> str:
    """The Location of an answer to a URL; as it is where it is no address."""
    try:
        return urljoin(url, location)
    except ValueError:
        return location


def _leads(rule: Redirect, target: str) -> str:
    return location(rule, remainder(rule, target) or "")


def _compared(url: str, old: str, expected: Answer | None, seen: _Seen, code: str | None) -> Compared:
    if expected is None:
        same = seen.status < 500 and seen.leads != old
        return Compared(url, f"an answer of its own, and no redirect to {old}", str(seen), same)
    to = dict(expected.headers).get("Location")
    wanted = _Seen(expected.status, to, _code(expected.body.encode(), code))
    leads = seen.leads == to if to else seen.leads != old
    same = seen.status == wanted.status and leads and wanted.code in (None, seen.code)
    return Compared(url, str(wanted), str(seen), same)


def _code(body: bytes, path: str | None) -> str | None:
    """The error code of a body; None where it has none."""
    try:
        found = field(json.loads(body), path) if path else None
    except (ValueError, RecursionError):
        return None
    return None if found is None else str(found)
