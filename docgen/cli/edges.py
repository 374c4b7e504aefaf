"""Checks of live edges against the rules, for `redirects verify` and `verify`."""

from collections.abc import Collection, Sequence

import msgspec

from docgen.cli.progress import progress
from docgen.cli.project import no_rule_on
from docgen.cli.streams import notice
from docgen.errors import UsageError
from docgen.model.finding import Finding
from docgen.model.redirect import HeaderRule, Redirect
from docgen.probe import Client, Origin, get, parse_origin_argument, probe_edge, probe_headers, repeat
from docgen.verify.findings import edge_findings, refused_requests, to_repeat
from docgen.verify.header_rules import header_findings, header_questions
from docgen.verify.pages import target_findings, target_urls
from docgen.verify.questions import questions
from docgen.wording import counted


class Scope(msgspec.Struct, frozen=True):
    """Which requests are sent to an edge: `unsafe` methods, `only` one rule, without targets."""

    unsafe: bool = False
    only: str | None = None
    skip_targets: bool = False


def parse_edges(urls: Sequence[str], client: Client, known: Collection[str]) -> tuple[Origin, ...]:
    """The origins in URLs; UsageError (exit code 2) for a host without rules."""
    origins = tuple(parse_origin_argument(url, client.network.resolve) for url in urls)
    for origin in origins:
        if origin.host not in known:
            raise UsageError(f"{no_rule_on(origin.host, known)}; for one node, add --resolve HOST:PORT:ADDRESS")
    _refuse_unused(origins, client)
    return origins


def _refuse_unused(origins: Sequence[Origin], client: Client) -> None:
    """UsageError (exit code 2) for a --resolve with the host of an origin and a port that no origin has."""
    ports = {origin.host: {other.port for other in origins if other.host == origin.host} for origin in origins}
    for host, port in client.network.resolve:
        if host in ports and port not in ports[host]:
            used = ", ".join(f"{host}:{other}" for other in sorted(ports[host]))
            raise UsageError(f"--resolve names {host}:{port}, which no origin uses; expected {used}")


def verify_edge(
    client: Client, origin: Origin, redirects: Sequence[Redirect], header_rules: Sequence[HeaderRule], scope: Scope
) -> dict[str, tuple[Finding, ...]]:
    """The findings on one edge, by the id of each rule that was checked; prints the number of requests."""
    now = int(client.now())
    progress(f"choosing requests for {origin.url}")
    requests = questions(redirects, origin.host, now, unsafe=scope.unsafe, only=scope.only)
    about_headers = header_questions(header_rules, redirects, origin.host, now, scope.only)
    progress(f"sending {counted(len(requests) + len(about_headers), 'request')} to {origin.url}")
    observations = tuple(probe_edge(client, origin, requests, redirects))
    progress(f"repeating requests to {origin.url}")
    repeated = tuple(repeat(client, origin, to_repeat(redirects, observations), redirects))
    found = edge_findings(redirects, observations, repeated)
    exchanges = tuple(probe_headers(client, origin, about_headers, is_reached=bool(observations)))
    found |= header_findings(exchanges, origin.url)
    addresses = () if scope.skip_targets else target_urls(redirects, origin.host, now, scope.only)
    progress(f"requesting {counted(len(addresses), 'target')} of {origin.url}")
    replies = {target: get(client, target) for target in addresses}
    for rule, more in target_findings(redirects, origin.host, replies).items():
        found[rule] = (*found.get(rule, ()), *more)
    rules = counted(len(found), "rule")
    requests_sent = len(observations) + len(repeated) + len(exchanges)
    sent = f"{counted(requests_sent, 'request')} for {rules}, {counted(len(addresses), 'target')}"
    asked = {question.rule.id for question in about_headers}
    own = (one for one in header_rules if one.is_served and one.headers and one.host == origin.host)
    unasked = [one.id for one in own if one.id not in asked]
    left = f"; not asked, since nothing safe reaches them: {', '.join(unasked)}" if unasked and not scope.only else ""
    notice(f"{origin.url}: {sent}{left}", err=True)
    if refused := refused_requests(redirects, observations):
        listed = ", ".join(refused)
        notice(
            f"{origin.url}: not checked, a firewall or the server refuses the like without a rule: {listed}", err=True
        )
    return found
