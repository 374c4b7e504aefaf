"""`docgen redirects verify`."""

from collections.abc import Collection, Sequence

import click

from docgen.cli.edges import Scope, origins_of, verified
from docgen.cli.network import client, live_options
from docgen.cli.project import read_complete, report
from docgen.cli.redirects.rules_by_id import rules_named
from docgen.errors import UsageError
from docgen.model.redirect import Redirect


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
    with client(resolve, ca_file, timeout, retries, rate) as asking:
        edges = origins_of(origins, asking, {redirect.host for redirect in redirects})
        if only is not None:
            _refuse_elsewhere(rules_named(redirects, only), {edge.host for edge in edges})
        scope = Scope(unsafe_methods, only, skip_targets)
        done = [found for edge in edges for found in verified(asking, edge, redirects, scope).values()]
    findings = sorted({found for about in done for found in about})
    report(findings, form, root)
    if findings:
        raise SystemExit(1)


def _refuse_elsewhere(rules: Sequence[Redirect], asked: Collection[str]) -> None:
    """UsageError (exit code 2) for a rule on none of the hosts that are asked: all would seem well."""
    hosts = [rule.host for rule in rules]
    if not set(hosts) & set(asked):
        raise UsageError(f"`{rules[0].id}` lives on {' and '.join(hosts)}; expected --origin with that host")
