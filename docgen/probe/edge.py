"""Probes of an edge: its redirect rules, their targets, and the upstream that its answers are compared with."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Final, NamedTuple
from urllib.parse import urljoin, urlsplit

from docgen.errors import NetworkError
from docgen.model.redirect import Field, Redirect
from docgen.openapi.examples import field
from docgen.probe.client import Client
from docgen.probe.origin import Origin, parse_origin
from docgen.redirects.oracle import Answer, Request, answer, target_url
from docgen.redirects.paths import example_path
from docgen.traffic.records import parse_json
from docgen.verify.header_rules import HeaderQuestion
from docgen.verify.http_exchange import Exchange, escape_untrusted
from docgen.verify.observations import Observation
from docgen.verify.questions import Question, is_near_sunset

# 6 s in all: the answer to a question is ambiguous from about 2 s before a sunset to 2 s after it
_MAX_TRIES: Final = 12
_PAUSE: Final = 0.5
_MAX_LIMITED: Final = 3
_REPEATS: Final = 8


class Comparison(NamedTuple):
    """One request to the upstream: the edge's answer, the upstream's answer, and whether they match."""

    url: str
    expected: str
    actual: str
    matches: bool


class _Observed(NamedTuple):
    """What is compared of an answer: status, absolute Location, error code."""

    status: int
    location: str | None
    code: str | None

    def __str__(self) -> str:
        text = str(self.status)
        if self.location:
            text += f" to {self.location}"
        if self.code:
            text += f" with the error {self.code}"
        return escape_untrusted(text)


def probe_edge(
    client: Client, origin: Origin, questions: Sequence[Question], redirects: Sequence[Redirect]
) -> Iterator[Observation]:
    """Send each question to an edge; one whose sunset passes meanwhile is sent again until its answer is unambiguous.

    After three responses in a row that ask to try later, the last question is sent: if it gets such a response, too, it
    stays the last. NetworkError (exit code 5) where the first question gets no response: then the edge cannot be
    reached.
    """
    limited = 0
    for index, question in enumerate(questions):
        observation = _probe(client, origin, question, redirects)
        if index == 0:
            _refuse_unreachable(origin, observation.exchange)
        yield observation
        limited += 1
        if not observation.exchange.is_limited:
            limited = 0
        if limited == _MAX_LIMITED:
            # it may be the upstream alone that asks for it
            limited = 0
            last = _probe(client, origin, questions[-1], redirects)
            if last.exchange.is_limited:
                yield last
                return


def probe_headers(
    client: Client, origin: Origin, questions: Sequence[HeaderQuestion], *, is_reached: bool
) -> Iterator[tuple[HeaderQuestion, list[Exchange]]]:
    """Send each question to an edge; NetworkError (exit code 5) where nothing was reached before, nor by the first.

    A question that a rule covers is sent as often as `repeat` does: no other request shows that a node lacks the rule.
    """
    for question in questions:
        request, exchanges = question.request, list[Exchange]()
        for _ in range(1 + _REPEATS * (question.expected is question.rule)):
            exchange = client.send(origin, request.method, request.target, request.fields)
            if not is_reached:
                _refuse_unreachable(origin, exchange)
            is_reached = True
            exchanges.append(exchange)
            if exchange.reply is None or exchange.is_limited:
                break
        yield question, exchanges


def _refuse_unreachable(origin: Origin, exchange: Exchange) -> None:
    if exchange.reply is None:
        raise NetworkError(
            f"{origin.url}: no response: {exchange.error}; check the address, --resolve, --ca-file and --timeout"
        )


def repeat(
    client: Client, origin: Origin, observations: Sequence[Observation], redirects: Sequence[Redirect]
) -> Iterator[Observation]:
    """Send the question of each observation eight times more, which shows with 99 % whether one node of two differs."""
    for observation in observations:
        for _ in range(_REPEATS):
            yield _probe(client, origin, observation.question, redirects)


def _probe(client: Client, origin: Origin, question: Question, redirects: Sequence[Redirect]) -> Observation:
    target = question.request.target
    for _ in range(_MAX_TRIES):
        exchange = client.send(origin, question.request.method, target)
        if not is_near_sunset(redirects, question, exchange.sent, exchange.received):
            break
        client.pause(_PAUSE)
    url = f"{target} at {origin.url}"
    if target.startswith("/"):
        url = origin.url + target
    return Observation(question, exchange, url)


def get(client: Client, url: str, headers: Sequence[Field] = (), max_body: int = 65536) -> Exchange:
    """The exchange of a GET to an https URL; redirects are not followed."""
    parts = urlsplit(url)
    target = parts.path or "/"
    if parts.query:
        target += f"?{parts.query}"
    return client.send(parse_origin(url, client.network.resolve), "GET", target, headers, max_body)


def compare_upstream(
    client: Client, upstream: Origin, rule: Redirect, now: int, code: str | None
) -> Iterator[Comparison]:
    """Compare the upstream with a rule at `now` (Unix seconds): requests bypass the edge and carry the rule's host.

    TLS verifies the upstream's own name. The status, the Location, and the error code at the dotted path `code` of an
    error body are compared. Where the rule passes requests through after its sunset, anything matches but a redirect to
    the old target and a 5xx. NetworkError (exit code 5) where there is no response.
    """
    path = example_path(rule.path)
    targets = [path, f"{path}/"]
    if rule.match == "prefix":
        targets.append(f"{path}/docgen")
    for target in targets:
        url = upstream.url + target
        expected = answer([rule], Request("GET", rule.host, target), now)
        exchange = client.send(upstream, "GET", target, [("Host", rule.host)])
        if exchange.reply is None:
            raise NetworkError(f"{url}: no response: {exchange.error}; check the address and --ca-file, and try again")
        location = exchange.reply.first("Location")
        if location is not None:
            with suppress(ValueError):  # it is not a valid URL
                location = urljoin(f"https://{rule.host}{target}", location)
        observed = _Observed(exchange.reply.status, location, _code(exchange.reply.body, code))
        yield _compare(url, target_url(rule, target), expected, observed, code)


def _compare(url: str, old: str, expected: Answer | None, observed: _Observed, code: str | None) -> Comparison:
    if expected is None:
        matches = observed.status < 500 and observed.location != old
        return Comparison(url, f"a status below 500 that does not redirect to {old}", str(observed), matches)
    to = dict(expected.headers).get("Location")
    promised = _Observed(expected.status, to, _code(expected.body.encode(), code))
    same_target = observed.location == to
    # without a redirect, any target but the old one is right
    if to is None:
        same_target = observed.location != old
    matches = observed.status == promised.status and same_target and promised.code in (None, observed.code)
    return Comparison(url, str(promised), str(observed), matches)


def _code(body: bytes, path: str | None) -> str | None:
    """The error code at a dotted path of a JSON body; None where there is none."""
    if not path:
        return None
    code = field(parse_json(body), path)
    if code is None:
        return None
    return str(code)
