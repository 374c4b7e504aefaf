"""Live edges held against the rules: what `redirects verify` and `verify` share."""

from collections.abc import Collection, Sequence

import click
import msgspec

from docgen.cli.project import progress
from docgen.errors import UsageError
from docgen.model.finding import Finding
from docgen.model.redirect import Redirect
from docgen.probe import Client, Origin, parse_origin_argument, probe_edge, probe_targets
from docgen.verify.findings import edge_findings
from docgen.verify.questions import questions
from docgen.verify.targets import target_findings, target_urls
from docgen.wording import counted


class Scope(msgspec.Struct, frozen=True):
    """How much is asked of an edge."""

    unsafe: bool = False
    only: str | None = None
    skip_targets: bool = False


def origins_of(urls: Sequence[str], client: Client, known: Collection[str]) -> tuple[Origin, ...]:
    """The origins that are named; UsageError (exit code 2) for one whose host is none of the known ones."""
    origins = tuple(parse_origin_argument(url, client.network.resolve) for url in urls)
    for origin in origins:
        if origin.host not in known:
            raise UsageError(f"no rule lives on {origin.host}; expected one of {', '.join(sorted(known)) or 'none'}")
    _refuse_unused(origins, client)
    return origins


def _refuse_unused(origins: Sequence[Origin], client: Client) -> None:
    """UsageError (exit code 2) where an address is given for an origin's host and a port that no origin has."""
    ports = {origin.host: {other.port for other in origins if other.host == origin.host} for origin in origins}
    for host, port in client.network.resolve:
        if host in ports and port not in ports[host]:
            asked = ", ".join(f"{host}:{other}" for other in sorted(ports[host]))
            raise UsageError(f"--resolve names {host}:{port}, which is not asked; expected {asked}")


def verified(
    client: Client, origin: Origin, redirects: Sequence[Redirect], scope: Scope
) -> dict[str, tuple[Finding, ...]]:
    """The findings on one edge, by the id of each rule that was asked about; says how much was asked."""
    now = int(client.now())
    about = questions(redirects, origin.host, now, unsafe=scope.unsafe, only=scope.only)
    progress(f"asking {origin.url} {counted(len(about), 'time')}")
    found = edge_findings(redirects, tuple(probe_edge(client, origin, about, redirects)))
    places = () if scope.skip_targets else target_urls(redirects, origin.host, now, scope.only)
    for rule, more in target_findings(redirects, origin.host, probe_targets(client, places)).items():
        found[rule] = (*found.get(rule, ()), *more)
    asked = f"{counted(len(about), 'request')} about {counted(len(found), 'rule')}, {counted(len(places), 'target')}"
    click.echo(f"{origin.url}: {asked}", err=True)
    return found
