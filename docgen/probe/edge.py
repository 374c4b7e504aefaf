"""An edge, asked about its rules and their targets."""

from collections.abc import Iterator, Sequence
from typing import Final
from urllib.parse import urlsplit

from docgen.errors import NetworkError
from docgen.model.redirect import Redirect
from docgen.probe.client import Client
from docgen.probe.origin import Origin, parse_origin
from docgen.verify.findings import Observation
from docgen.verify.http_exchange import Exchange
from docgen.verify.questions import Question, is_near_sunset

_TRIES: Final = 12
_PAUSE: Final = 0.5


def ask_edge(
    client: Client, origin: Origin, questions: Sequence[Question], redirects: Sequence[Redirect]
) -> Iterator[Observation]:
    """Each question with what came back; one beside a sunset is asked again, until that is over.

    NetworkError (exit code 5) where the first one gets no answer at all: then the edge is not there.
    """
    for index, question in enumerate(questions):
        exchange = _asked(client, origin, question, redirects)
        if index == 0 and exchange.reply is None:
            raise NetworkError(
                f"{origin.url}: no response: {exchange.error}; look at the address, --resolve, --ca-file and --timeout"
            )
        yield Observation(question, exchange, _url(origin, question.request.target))


def _asked(client: Client, origin: Origin, question: Question, redirects: Sequence[Redirect]) -> Exchange:
    for _ in range(_TRIES):
        exchange = client.ask(origin, question.request.method, question.request.target)
        if not is_near_sunset(redirects, question, exchange.sent, exchange.received):
            break
        client.pause(_PAUSE)
    return exchange


def _url(origin: Origin, target: str) -> str:
    return origin.url + target if target.startswith("/") else f"{target} at {origin.url}"


def ask_targets(client: Client, targets: Sequence[str]) -> dict[str, Exchange]:
    """What each address answers to a GET without credentials, wherever it would lead next."""
    return {target: get(client, target) for target in targets}


def get(client: Client, url: str, headers: Sequence[tuple[str, str]] = (), most: int = 65536) -> Exchange:
    """What an https address answers to a GET."""
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return client.ask(parse_origin(url, client.network.resolve), "GET", target, headers, most)
