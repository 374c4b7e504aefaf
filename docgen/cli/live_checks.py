"""Live checks for `verify` and `redirects verify`: edges against the rules, then what is apart from redirects.

Those are promised pages, the version echo and the served contract.
"""

from collections.abc import Collection, Iterator, Sequence
from urllib.parse import quote, urljoin

from msgspec.structs import replace

from docgen.cli.console import notice, progress
from docgen.cli.contracts import since_base
from docgen.cli.network import Live
from docgen.cli.run import no_rule_on
from docgen.entries.digests import contract_digest
from docgen.errors import UnreadableError, UsageError
from docgen.load.contract import contract_at
from docgen.load.files import OtherFile
from docgen.model.change import Change
from docgen.model.pin import Pin
from docgen.model.project import Base, Project
from docgen.model.redirect import Headers
from docgen.probe import (
    Client,
    Credential,
    Origin,
    get,
    parse_origin,
    parse_origin_argument,
    probe_edge,
    probe_headers,
    repeat,
)
from docgen.probe.read import MAX_BYTES
from docgen.verify.findings import FindingsByRule, edge_findings, refused_requests, to_repeat
from docgen.verify.header_rules import header_findings, header_questions
from docgen.verify.http_exchange import Exchange
from docgen.verify.observations import Observations
from docgen.verify.outcomes import Outcome, echo_outcomes
from docgen.verify.pages import (
    PageCheck,
    claimed_pages,
    contract_findings,
    doc_url_pages,
    echo_findings,
    echo_request,
    page_findings,
    target_findings,
    target_urls,
)
from docgen.verify.questions import questions
from docgen.wording import counted


def edges_of(urls: Sequence[str], client: Client, known: Collection[str]) -> tuple[Origin, ...]:
    """The origins in URLs; UsageError (exit code 2) for a host without rules, and for a --resolve that is not used.

    Such a one has the host of an origin and a port that no origin has.
    """
    origins = tuple(parse_origin_argument(url, client.network.resolve) for url in urls)
    for origin in origins:
        if origin.host not in known:
            raise UsageError(f"{no_rule_on(origin.host, known)}; for one node, add --resolve HOST:PORT:ADDRESS")
    for host, port in client.network.resolve:
        ports = {origin.port for origin in origins if origin.host == host}
        if ports and port not in ports:
            used = ", ".join(f"{host}:{other}" for other in sorted(ports))
            raise UsageError(f"--resolve names {host}:{port}, which no origin uses; expected {used}")
    return origins


def verify_edge(
    client: Client, origin: Origin, project: Project, live: Live, only: str | None = None
) -> FindingsByRule:
    """The findings on one edge, by the id of each rule that was checked, or of `only` one; prints what it sent."""
    project = project.with_rules(rule for rule in project.rules if rule.host == origin.host)
    now, redirects = int(client.now()), project.redirects
    progress(f"choosing requests for {origin.url}")
    requests = questions(redirects, now, unsafe=live.unsafe_methods, only=only)
    about_headers = header_questions(project.header_rules, redirects, now, only)
    progress(f"sending {counted(len(requests) + len(about_headers), 'request')} to {origin.url}")
    edge = Observations(redirects, tuple(probe_edge(client, origin, requests, redirects)))
    progress(f"repeating requests to {origin.url}")
    # a difference that does not come back is one of the moment, such as a deploy that was under way
    repeated = tuple(repeat(client, origin, to_repeat(edge), redirects))
    findings = edge_findings(edge, repeated)
    asked = tuple(probe_headers(client, origin, about_headers, is_reached=bool(edge.observations)))
    findings |= header_findings(asked, origin.url)
    addresses = () if live.skip_targets else target_urls(redirects, now, only)
    progress(f"requesting {counted(len(addresses), 'target')} of {origin.url}")
    replies = {target: get(client, target) for target in addresses}
    for rule, more in target_findings(redirects, replies).items():
        findings[rule] = (*findings.get(rule, ()), *more)
    count = len(edge.observations) + len(repeated) + sum(len(exchanges) for _, exchanges in asked)
    sent = f"{counted(count, 'request')} for {counted(len(findings), 'rule')}, {counted(len(addresses), 'target')}"
    about = {question.rule.id for question in about_headers}
    unasked = [rule.id for rule in project.header_rules if rule.is_served and rule.headers and rule.id not in about]
    if unasked and not only:
        sent += f"; not asked, since nothing safe reaches them: {', '.join(unasked)}"
    notice(f"{origin.url}: {sent}", err=True)
    if refused := ", ".join(refused_requests(edge)):
        words = "not checked, a firewall or the server refuses the like without a rule"
        notice(f"{origin.url}: {words}: {refused}", err=True)
    return findings


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
        own = {replace(edge, address=edge.host) for edge in edges}
        # a credential for the API is no business of whoever else serves its contract
        if parse_origin(project.config.spec_url, {}) not in own:
            secret = ()
        yield from _contract(project, pin, client, project.config.spec_url, secret)


def _pages(project: Project, pin: Pin, client: Client, every: bool) -> Iterator[Outcome]:
    pages = tuple(doc_url_pages(project, pin, every=every))
    progress(f"checking {counted(len(pages), 'page')} of error codes")
    for page in pages:
        yield _page(page, client)
    for page in claimed_pages(project):
        progress(f"checking {page.url}")
        yield _page(page, client)


def _page(page: PageCheck, client: Client) -> Outcome:
    return Outcome(page.claim, page.pin, _origin(page.url, client), page_findings(page, get(client, page.url)))


def _echo(project: Project, pin: Pin, client: Client, edges: Sequence[Origin], secret: Headers) -> Iterator[Outcome]:
    request = echo_request(pin)
    hosts = pin.contract.hosts()
    if request is None:
        return
    for edge in [edge for edge in edges if edge.host in hosts] or edges[:1]:
        progress(f"checking the version of {edge.url}")
        exchange = client.send(edge, "GET", request.target, (*request.headers, *secret))
        findings = echo_findings(request, exchange, edge.url + request.target)
        yield from echo_outcomes(project, pin, edge.label, findings)


def _contract(project: Project, pin: Pin, client: Client, url: str, secret: Headers) -> Iterator[Outcome]:
    """The outcome of comparing the served contract with that of the pin; its layout may differ."""
    progress(f"reading {url}")
    claims = [page.claim for page in claimed_pages(project) if page.url == url]
    exchange = get(client, url, secret, MAX_BYTES)
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
    if contract_digest(served) == contract_digest(pin.contract):
        return (), ""
    # the served contract as that of this pin, and the pin itself as the base: the rules for changes then apply
    candidate = replace(pin, spec=served)
    return since_base(replace(project, base=Base(url, (pin,), project.entries)), candidate), ""


def _body(exchange: Exchange) -> bytes:
    """The body of a reply of status 200; UnreadableError (exit code 3) with the reason where there is none."""
    if exchange.reply is None:
        raise UnreadableError(exchange.error)
    if exchange.reply.status != 200:
        raise UnreadableError(f"status {exchange.reply.status}")
    return exchange.reply.body


def _reader_beside(client: Client, url: str, secret: Headers) -> OtherFile:
    """A reader of the files in and below the folder of a URL."""

    def read_file(name: str) -> bytes:
        try:
            return _body(get(client, urljoin(url, quote(name)), secret, MAX_BYTES))
        except UnreadableError as error:
            raise UnreadableError(f"{name}: {error}") from None

    return read_file


def _origin(url: str, client: Client) -> str:
    return parse_origin(url, client.network.resolve).label
