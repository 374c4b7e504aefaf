"""Probes of an edge: its redirect rules, and their targets."""

from collections.abc import Iterator, Sequence
from typing import Final
from urllib.parse import urlsplit

import msgspec

from docgen.errors import NetworkError
from docgen.model.redirect import Redirect
from docgen.probe.client import Client
from docgen.probe.origin import Origin, parse_origin
from docgen.verify.header_rules import HeaderQuestion
from docgen.verify.http_exchange import Exchange
from docgen.verify.observations import Observation
from docgen.verify.questions import Question, is_near_sunset

# 6 s in all: the answer to a question is ambiguous from about 2 s before a sunset to 2 s after it
_MAX_TRIES: Final = 12
_PAUSE: Final = 0.5
_MAX_LIMITED: Final = 3
_REPEATS: Final = 8


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
        exchange = _probe(client, origin, question, redirects)
        if index == 0:
            _refuse_unreachable(origin, exchange)
        yield Observation(question, exchange, _url(origin, question.request.target))
        limited = limited + 1 if exchange.reply and exchange.reply.is_limited else 0
        if limited == _MAX_LIMITED:
            limited = 0  # it may be the upstream alone that asks for it
            exchange = _probe(client, origin, questions[-1], redirects)
            if exchange.reply and exchange.reply.is_limited:
                yield Observation(questions[-1], exchange, _url(origin, questions[-1].request.target))
                return


def probe_headers(
    client: Client, origin: Origin, questions: Sequence[HeaderQuestion], *, is_reached: bool
) -> Iterator[tuple[HeaderQuestion, Exchange]]:
    """Send each question to an edge; NetworkError (exit code 5) where nothing was reached before, nor by the first.

    A question that a rule covers is sent as often as `repeat` does: no other request shows that a node lacks the rule.
    """
    for question in questions:
        request = question.request
        for _ in range(1 + _REPEATS * (question.expected is question.rule)):
            exchange = client.send(origin, request.method, request.target, request.fields)
            if not is_reached:
                _refuse_unreachable(origin, exchange)
            is_reached = True
            yield question, exchange
            if exchange.reply is None or exchange.reply.is_limited:
                break


def _refuse_unreachable(origin: Origin, exchange: Exchange) -> None:
    if exchange.reply is None:
        raise NetworkError(
            f"{origin.url}: no response: {exchange.error}; check the address, --resolve, --ca-file and --timeout"
        )


def repeat(
    client: Client, origin: Origin, observations: Sequence[Observation], redirects: Sequence[Redirect]
) -> Iterator[Observation]:
    """Send the question of each observation eight times more, which shows with 99 % whether one node of two differs."""
    for one in observations:
        for _ in range(_REPEATS):
            yield msgspec.structs.replace(one, exchange=_probe(client, origin, one.question, redirects))


def _probe(client: Client, origin: Origin, question: Question, redirects: Sequence[Redirect]) -> Exchange:
    for _ in range(_MAX_TRIES):
        exchange = client.send(origin, question.request.method, question.request.target)
        if not is_near_sunset(redirects, question, exchange.sent, exchange.received):
            break
        client.pause(_PAUSE)
    return exchange


def _url(origin: Origin, target: str) -> str:
    return origin.url + target if target.startswith("/") else f"{target} at {origin.url}"


def get(client: Client, url: str, headers: Sequence[tuple[str, str]] = (), max_body: int = 65536) -> Exchange:
    """The exchange of a GET to an https URL; redirects are not followed."""
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return client.send(parse_origin(url, client.network.resolve), "GET", target, headers, max_body)
