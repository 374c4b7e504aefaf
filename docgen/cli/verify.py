"""`docgen verify`."""

from itertools import chain

import click

from docgen.cli.live_checks import edges_of, live_contract, verify_edge
from docgen.cli.network import FORMATS, Live, credential_options, live_options
from docgen.cli.run import Reports, Run, report_options
from docgen.probe import Credential
from docgen.verify.outcomes import Outcome, live_files, rule_outcomes


@click.command("verify")
@live_options
@report_options(FORMATS)
@credential_options
@click.option("--all", "every", is_flag=True, help="Check the pages of all error codes, not of a sample.")
@click.option("--record", is_flag=True, help="Save results to changelog/<pin>/live.json.")
@click.pass_obj
def command(run: Run, live: Live, reports: Reports, credential: Credential | None, every: bool, record: bool) -> None:
    """Check what is live against the changelog: redirects, error pages, the version echo, the contract.

    Without --origin, the edges are the configured hosts. A credential is only sent to the API on these.

    \b
    Example: docgen verify --auth-env API_TOKEN --all --record
    Exit codes: 0 everything is as promised; 1 findings; 3 the project cannot be read; 5 an edge does not respond
    """  # noqa: D301 - \b is click's
    project = run.project()
    known = {*project.config.hosts, *(rule.host for rule in project.rules)}
    # the clock is that of the machine, without --now: a live edge answers as of now
    with live.client() as client:
        edges = edges_of(live.origins or [f"https://{host}" for host in project.config.hosts], client, known)
        outcomes: list[Outcome] = []
        for edge in edges:
            outcomes += rule_outcomes(project, edge.label, verify_edge(client, edge, project, live))
        outcomes += live_contract(project, client, edges, credential, every=every)
        moment = client.now()
    findings = sorted({*chain.from_iterable(outcome.findings for outcome in outcomes)})
    run.report(findings, reports)
    if record:
        run.write(live_files(project.pins, outcomes, moment), err=True)
    if findings:
        raise SystemExit(1)
