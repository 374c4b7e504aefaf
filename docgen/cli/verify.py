"""`docgen verify`."""

from pathlib import Path  # noqa: TID251 - the shell hands folders to the writer

import click

from docgen.author.live_results import recorded
from docgen.cli.credentials import credential_in, credential_options
from docgen.cli.edges import Scope, origins_of, verified
from docgen.cli.live_contract import live_contract
from docgen.cli.network import client, live_options
from docgen.cli.project import read_complete, report
from docgen.cli.writing import write
from docgen.verify.outcomes import Outcome, live_results, rule_outcomes


@click.command("verify")
@live_options
@credential_options
@click.option("--all", "every", is_flag=True, help="Check the page of every error code, not a sample.")
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
    form: str,
    auth_env: str | None,
    header_env: str | None,
    every: bool,
    record: bool,
) -> None:
    """Hold what is live against what the changelog says: redirects, error pages, the version echo, the contract.

    Without --origin, the edges are the configured hosts. A credential goes to the API at these, and nowhere else.
    Exit code 0 where all is as promised, 1 with findings, 5 where an edge gives no answer at all.

    Example: docgen verify --auth-env API_TOKEN --all --record
    """
    project, credential = read_complete(root, None), credential_in(auth_env, header_env)
    known = {*project.config.hosts, *(redirect.host for redirect in project.redirects)}
    with client(resolve, ca_file, timeout, retries, rate) as asking:
        edges = origins_of(origins or [f"https://{host}" for host in project.config.hosts], asking, known)
        outcomes: list[Outcome] = []
        for edge in edges:
            found = verified(asking, edge, project.redirects, Scope(unsafe_methods, None, skip_targets))
            outcomes += rule_outcomes(project, edge.label, found)
        outcomes += live_contract(project, asking, edges, credential, every=every)
        moment = asking.now()
    findings = sorted({found for outcome in outcomes for found in outcome.findings})
    report(findings, form, root)
    if record:
        write(recorded(project.pins, live_results(outcomes, moment)), Path(root), only_check=False, err=True)
    if findings:
        raise SystemExit(1)
