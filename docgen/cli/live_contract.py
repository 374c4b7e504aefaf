"""Live checks apart from redirects: promised pages, the version echo, the served contract."""

from collections.abc import Iterator, Sequence
from urllib.parse import quote, urljoin

import msgspec

from docgen.cli.console import progress
from docgen.cli.lookup import contract_of
from docgen.differ.project import changes
from docgen.entries.digests import contract_digest
from docgen.errors import UnreadableError
from docgen.load.bundle import contract_at
from docgen.load.document import OtherFile
from docgen.model.change import Change
from docgen.model.pin import Pin
from docgen.model.project import Base, Project
from docgen.probe import Client, Credential, Origin, get, parse_origin
from docgen.verify.http_exchange import Exchange
from docgen.verify.outcomes import Outcome, echo_outcomes
from docgen.verify.pages import (
    PageCheck,
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
    if project.config.spec_url:
        own = {msgspec.structs.replace(edge, address=edge.host) for edge in edges}
        # a credential for the API is no business of whoever else serves its contract
        if parse_origin(project.config.spec_url, {}) not in own:
            secret = ()
        yield from _contract(project, pin, client, project.config.spec_url, secret)


def _pages(project: Project, pin: Pin, client: Client, every: bool) -> Iterator[Outcome]:
    pages = tuple(doc_url_pages(project, pin, every=every))
    progress(f"checking {counted(len(pages), 'page')} of error codes")
    for page in pages:
        yield _page(page, pin.id, client)
    owner: dict[str, str] = {}
    for entry in project.entries:
        owner |= {claim.full_id(entry.slug): entry.pin for claim in entry.text.claims}
    for page in claimed_pages(project):
        progress(f"checking {page.url}")
        yield _page(page, owner[page.claim], client)


def _page(page: PageCheck, pin: str, client: Client) -> Outcome:
    return Outcome(page.claim, pin, _origin(page.url, client), page_findings(page, get(client, page.url)))


def _echo(project: Project, pin: Pin, client: Client, edges: Sequence[Origin], secret: _Headers) -> Iterator[Outcome]:
    request = echo_request(pin)
    hosts = {server.hostname for server in contract_of(pin).servers()}
    if request is None:
        return
    for edge in [edge for edge in edges if edge.host in hosts] or edges[:1]:
        progress(f"checking the version of {edge.url}")
        exchange = client.send(edge, "GET", request.target, (*request.headers, *secret))
        findings = echo_findings(request, exchange, edge.url + request.target)
        yield from echo_outcomes(project, pin, edge.label, findings)


def _contract(project: Project, pin: Pin, client: Client, url: str, secret: _Headers) -> Iterator[Outcome]:
    """The outcome of comparing the served contract with that of the pin; its layout may differ."""
    progress(f"reading {url}")
    claims = [page.claim for page in claimed_pages(project) if page.url == url]
    exchange = get(client, url, secret, _LARGEST)
    if claims and not (exchange.reply and exchange.reply.status == 200):
        return  # the outcome of the claim on that page already says so
    changed, unreadable = _changed(project, pin, url, exchange, _reader_beside(client, url, secret))
    findings = contract_findings(pin, url, changed, unreadable)
    for claim in claims or [""]:
        yield Outcome(claim, pin.id, _origin(url, client), findings)


def _changed(
    project: Project, pin: Pin, url: str, exchange: Exchange, read_file: OtherFile
) -> tuple[Sequence[Change], str]:
    """The changes in the served contract, or why it cannot be read."""
    try:
        served = contract_at(url, _body(exchange), read_file).spec
    except UnreadableError as error:
        return (), str(error)
    if contract_digest(served) == contract_digest(contract_of(pin)):
        return (), ""
    # the served contract as that of this pin, and the pin itself as the base: the rules for changes then apply
    candidate = msgspec.structs.replace(pin, spec=served.with_payload_events(project.config.events.payloads))
    against = msgspec.structs.replace(project, pins=(candidate,), base=Base(url, (pin,), project.entries))
    return changes(against).against.get(pin.id, ()), ""


def _body(exchange: Exchange) -> bytes:
    """The body of a reply of status 200; UnreadableError (exit code 3) with the reason where there is none."""
    if exchange.reply is None:
        raise UnreadableError(exchange.error)
    if exchange.reply.status != 200:
        raise UnreadableError(f"status {exchange.reply.status}")
    return exchange.reply.body


def _reader_beside(client: Client, url: str, secret: _Headers) -> OtherFile:
    """A reader of the files in and below the folder of a URL."""

    def read_file(name: str) -> bytes:
        try:
            return _body(get(client, urljoin(url, quote(name)), secret, _LARGEST))
        except UnreadableError as error:
            raise UnreadableError(f"{name}: {error}") from None

    return read_file


def _origin(url: str, client: Client) -> str:
    return parse_origin(url, client.network.resolve).label
