"""Live checks apart from redirects: promised pages, the version echo, the served contract."""

from collections.abc import Iterator, Sequence
from urllib.parse import quote, urljoin

import msgspec

from docgen.cli.contracts import contract_of
from docgen.cli.progress import progress
from docgen.differ.project import changes
from docgen.entries.digests import contract_digest
from docgen.errors import UnreadableError
from docgen.load.bundle import contract_at
from docgen.load.document import OtherFile
from docgen.model.change import Change
from docgen.model.pin import Pin
from docgen.model.project import Base, Project
from docgen.openapi.payloads import with_payload_events
from docgen.probe import Client, Credential, Origin, get, parse_origin
from docgen.verify.http_exchange import Exchange
from docgen.verify.outcomes import Outcome, echo_outcomes
from docgen.verify.pages import (
    claimed_pages,
    contract_findings,
    doc_url_pages,
    echo_findings,
    echo_request,
    page_findings,
)
from docgen.wording import counted

_LARGEST = 64 * 1024 * 1024
_Headers = tuple[tuple[str, str], ...]


def live_contract(
    project: Project, client: Client, edges: Sequence[Origin], credential: Credential | None, *, every: bool
) -> Iterator[Outcome]:
    """The outcome of each claim; the credential is only sent to the edges, and no redirect is followed."""
    pin = project.current
    if pin is None:
        return
    secret = ((credential.name, credential.value),) if credential else ()
    yield from _pages(project, pin, client, every)
    yield from _echo(project, pin, client, edges, secret)
    url = project.config.spec_url
    if url:
        yield from _contract(
            project, pin, client, url, secret if parse_origin(url, {}) in _default_origins(edges) else ()
        )


def _default_origins(edges: Sequence[Origin]) -> set[Origin]:
    return {msgspec.structs.replace(edge, address=edge.host) for edge in edges}


def _pages(project: Project, pin: Pin, client: Client, every: bool) -> Iterator[Outcome]:
    pages = tuple(doc_url_pages(project, pin, every=every))
    progress(f"checking {counted(len(pages), 'page')} of error codes")
    for page in pages:
        yield Outcome(page.claim, pin.id, _origin(page.url, client), page_findings(page, get(client, page.url)))
    owner = {claim.full_id(entry.slug): entry.pin for entry in project.entries for claim in entry.text.claims}
    for page in claimed_pages(project):
        progress(f"checking {page.url}")
        found = page_findings(page, get(client, page.url))
        yield Outcome(page.claim, owner[page.claim], _origin(page.url, client), found)


def _echo(project: Project, pin: Pin, client: Client, edges: Sequence[Origin], secret: _Headers) -> Iterator[Outcome]:
    request = echo_request(pin)
    hosts = {server.hostname for server in contract_of(pin).servers()}
    for edge in [edge for edge in edges if edge.host in hosts] or edges[:1]:
        if request:
            progress(f"checking the version of {edge.url}")
            exchange = client.send(edge, "GET", request.target, (*request.headers, *secret))
            yield from echo_outcomes(
                project, pin, edge.label, echo_findings(request, exchange, edge.url + request.target)
            )


def _contract(project: Project, pin: Pin, client: Client, url: str, secret: _Headers) -> Iterator[Outcome]:
    """The outcome of comparing the served contract with that of the pin; its layout may differ."""
    progress(f"reading {url}")
    served = [page for page in claimed_pages(project) if page.url == url]
    exchange = get(client, url, secret, _LARGEST)
    if served and not (exchange.reply and exchange.reply.status == 200):
        return  # the outcome of the claim on that page already says so
    found = contract_findings(pin, url, *_changed(project, pin, url, exchange, _reader_beside(client, url, secret)))
    for claim in [page.claim for page in served] or [""]:
        yield Outcome(claim, pin.id, _origin(url, client), found)


def _changed(
    project: Project, pin: Pin, url: str, exchange: Exchange, read_file: OtherFile
) -> tuple[Sequence[Change], str]:
    """The changes in the served contract, or why it cannot be read."""
    reply = exchange.reply
    if reply is None or reply.status != 200:
        return (), exchange.error if reply is None else f"status {reply.status}"
    try:
        served = contract_at(url, reply.body, read_file).spec
    except UnreadableError as error:
        return (), str(error)
    if contract_digest(served) == contract_digest(contract_of(pin)):
        return (), ""
    candidate = msgspec.structs.replace(pin, spec=with_payload_events(served, project.config.events.payloads))
    against = msgspec.structs.replace(project, pins=(candidate,), base=Base(url, (pin,), project.entries))
    return changes(against).against.get(pin.id, ()), ""


def _reader_beside(client: Client, url: str, secret: _Headers) -> OtherFile:
    """A reader of the files in and below the folder of a URL."""

    def read_file(name: str) -> bytes:
        exchange = get(client, urljoin(url, quote(name)), secret, _LARGEST)
        if exchange.reply is None or exchange.reply.status != 200:
            reason = f"status {exchange.reply.status}" if exchange.reply else exchange.error
            raise UnreadableError(f"{name}: {reason}")
        return exchange.reply.body

    return read_file


def _origin(url: str, client: Client) -> str:
    return parse_origin(url, client.network.resolve).label
