"""`docgen redirects verify`."""

import click

from docgen.cli.edges import Scope, origins_of, verified
from docgen.cli.network import client, live_options
from docgen.cli.project import read_complete, report
from docgen.errors import UsageError


@click.command("verify")
@live_options
@click.option("--rule", "only", metavar="ID", help="Only this rule.")
@click.pass_obj
def command(
    root: str,
    origins: tuple[str, ...],
    resolve: tuple[str, ...],
    ca_file: str | None,
    timeout: float,
    retries: int,
    rate: float,
    unsafe_methods: bool,
    skip_targets: bool,
    form: str,
    only: str | None,
) -> None:
    """Hold a deployed edge against the rules: what it answers now, and why that is not what was promised.

    Exit code 0 where every answer is as promised, 1 with findings, 5 where the edge gives no answer at all.

    Example: docgen redirects verify --origin https://api.example.com --resolve api.example.com:443:192.0.2.7
    """
    if not origins:
        raise UsageError("no edge is named; expected --origin URL, for example --origin https://api.example.com")
    redirects = read_complete(root, None).redirects
    _refuse_unknown(only, {redirect.id for redirect in redirects})
    with client(resolve, ca_file, timeout, retries, rate) as asking:
        edges = origins_of(origins, asking, {redirect.host for redirect in redirects})
        scope = Scope(unsafe_methods, only, skip_targets)
        done = [found for edge in edges for found in verified(asking, edge, redirects, scope).values()]
    findings = sorted({found for about in done for found in about})
    report(findings, form, root)
    if findings:
        raise SystemExit(1)


def _refuse_unknown(only: str | None, known: set[str]) -> None:
    if only is not None and only not in known:
        raise UsageError(f"there is no rule {only!r}; expected one of {', '.join(sorted(known))}")
