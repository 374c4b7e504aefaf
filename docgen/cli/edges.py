"""Checks of live edges against the rules, for `redirects verify` and `verify`."""

from collections.abc import Collection, Sequence

from docgen.cli.console import notice, progress
from docgen.cli.lookup import no_rule_on
from docgen.cli.network import Live
from docgen.errors import UsageError
from docgen.model.finding import Finding
from docgen.model.project import Project
from docgen.probe import Client, Origin, get, parse_origin_argument, probe_edge, probe_headers, repeat
from docgen.verify.findings import edge_findings, refused_requests, to_repeat
from docgen.verify.header_rules import header_findings, header_questions
from docgen.verify.observations import Observations
from docgen.verify.pages import target_findings, target_urls
from docgen.verify.questions import questions
from docgen.wording import counted


def edges_of(urls: Sequence[str], client: Client, known: Collection[str]) -> tuple[Origin, ...]:
    """The origins in URLs; UsageError (exit code 2) for a host without rules."""
    origins = tuple(parse_origin_argument(url, client.network.resolve) for url in urls)
    for origin in origins:
        if origin.host not in known:
            raise UsageError(f"{no_rule_on(origin.host, known)}; for one node, add --resolve HOST:PORT:ADDRESS")
    _refuse_unused(origins, client)
    return origins


def _refuse_unused(origins: Sequence[Origin], client: Client) -> None:
    """UsageError (exit code 2) for a --resolve with the host of an origin and a port that no origin has."""
    ports: dict[str, set[int]] = {}
    for origin in origins:
        ports.setdefault(origin.host, set()).add(origin.port)
    for host, port in client.network.resolve:
        if host in ports and port not in ports[host]:
            used = ", ".join(f"{host}:{other}" for other in sorted(ports[host]))
            raise UsageError(f"--resolve names {host}:{port}, which no origin uses; expected {used}")


def verify_edge(
    client: Client, origin: Origin, project: Project, live: Live, only: str | None = None
) -> dict[str, tuple[Finding, ...]]:
    """The findings on one edge, by the id of each rule that was checked, or of `only` one; prints what it sent."""
    now, redirects = int(client.now()), project.redirects
    progress(f"choosing requests for {origin.url}")
    requests = questions(redirects, origin.host, now, unsafe=live.unsafe_methods, only=only)
    about_headers = header_questions(project.header_rules, redirects, origin.host, now, only)
    progress(f"sending {counted(len(requests) + len(about_headers), 'request')} to {origin.url}")
    edge = Observations(redirects, tuple(probe_edge(client, origin, requests, redirects)))
    progress(f"repeating requests to {origin.url}")
    # a difference that does not come back is one of the moment, such as a deploy that was under way
    repeated = tuple(repeat(client, origin, to_repeat(edge), redirects))
    findings = edge_findings(edge, repeated)
    exchanges = tuple(probe_headers(client, origin, about_headers, is_reached=bool(edge.observations)))
    findings |= header_findings(exchanges, origin.url)
    addresses = () if live.skip_targets else target_urls(redirects, origin.host, now, only)
    progress(f"requesting {counted(len(addresses), 'target')} of {origin.url}")
    replies = {target: get(client, target) for target in addresses}
    for rule, more in target_findings(redirects, origin.host, replies).items():
        findings[rule] = (*findings.get(rule, ()), *more)
    requests_sent = counted(len(edge.observations) + len(repeated) + len(exchanges), "request")
    sent = f"{requests_sent} for {counted(len(findings), 'rule')}, {counted(len(addresses), 'target')}"
    unasked = _unasked(project, origin.host, {question.rule.id for question in about_headers})
    if unasked and not only:
        sent += f"; not asked, since nothing safe reaches them: {', '.join(unasked)}"
    notice(f"{origin.url}: {sent}", err=True)
    if refused := ", ".join(refused_requests(edge)):
        words = "not checked, a firewall or the server refuses the like without a rule"
        notice(f"{origin.url}: {words}: {refused}", err=True)
    return findings


def _unasked(project: Project, host: str, asked: Collection[str]) -> list[str]:
    """The ids of the rules of a host that add headers, and that no request is about."""
    served = (rule for rule in project.header_rules if rule.is_served and rule.headers and rule.host == host)
    return [rule.id for rule in served if rule.id not in asked]
