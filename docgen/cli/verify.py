"""`docgen verify`."""

from pathlib import Path  # noqa: TID251 - the shell hands folders to the writer

import click

from docgen.author.live_results import live_files
from docgen.cli.edges import Scope, parse_edges, verify_edge
from docgen.cli.live_contract import live_contract
from docgen.cli.network import FORMATS, credential_options, live_options, make_client, read_credential
from docgen.cli.project import read_complete, report
from docgen.cli.reports import Reports, report_options
from docgen.cli.writing import write
from docgen.verify.outcomes import Outcome, live_results, rule_outcomes


@click.command("verify")
@live_options
@report_options(FORMATS)
@credential_options
@click.option("--all", "every", is_flag=True, help="Check the pages of all error codes, not of a sample.")
@click.option("--record", is_flag=True, help="Save results to changelog/<pin>/live.json.")
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
    reports: Reports,
    auth_env: str | None,
    header_env: str | None,
    every: bool,
    record: bool,
) -> None:
    """Check what is live against the changelog: redirects, error pages, the version echo, the contract.

    Without --origin, the edges are the configured hosts. A credential is only sent to the API on these.

    \b
    Example: docgen verify --auth-env API_TOKEN --all --record
    Exit codes: 0 everything is as promised; 1 findings; 3 the project cannot be read; 5 an edge does not respond
    """  # noqa: D301 - \b is click's
    project, credential = read_complete(root, None), read_credential(auth_env, header_env)
    known = {*project.config.hosts, *(rule.host for rule in project.rules)}
    with make_client(resolve, ca_file, timeout, retries, rate) as client:
        edges = parse_edges(origins or [f"https://{host}" for host in project.config.hosts], client, known)
        outcomes: list[Outcome] = []
        for edge in edges:
            scope = Scope(unsafe_methods, None, skip_targets)
            found = verify_edge(client, edge, project.redirects, project.header_rules, scope)
            outcomes += rule_outcomes(project, edge.label, found)
        outcomes += live_contract(project, client, edges, credential, every=every)
        moment = client.now()
    findings = sorted({found for outcome in outcomes for found in outcome.findings})
    report(findings, root, reports)
    if record:
        write(live_files(project.pins, live_results(outcomes, moment)), Path(root), only_check=False, err=True)
    if findings:
        raise SystemExit(1)
