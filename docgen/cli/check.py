"""`docgen check`."""

from collections import Counter, defaultdict
from functools import partial
from typing import Any

import click

from docgen.cli.run import PLAIN, Reports, Run, echo, project_options, rendered, report_options
from docgen.errors import UsageError
from docgen.model.analysis import Analysis
from docgen.model.finding import Finding, Severity
from docgen.report.findings import FORMATS, content
from docgen.report.json import document
from docgen.report.proofs_and_facts import fact_record, facts_report, proof_record, proofs_report


@click.command("check")
@report_options(FORMATS)
@click.option("--all", "every", is_flag=True, help="List all findings in text, also where many are of one kind.")
@click.option("--proofs", is_flag=True, help="List every claim with its location and its proof.")
@click.option("--facts", is_flag=True, help="List every fact in the texts with what it is bound to.")
@click.option("--calendar", is_flag=True, help="Also fail on dates that have passed (for a nightly job).")
@click.option(
    "--fail-on", type=click.Choice(["error", "warning"]), default="error", help="The lowest severity that fails."
)
@click.option("--against", metavar="REF|FILE", help="Compare with a git ref, at the merge-base, or with a contract.")
@click.option("--no-cache", is_flag=True, help="Validate everything, and keep nothing for the next run.")
@project_options
def command(
    run: Run,
    reports: Reports,
    every: bool,
    proofs: bool,
    facts: bool,
    calendar: bool,
    fail_on: str,
    against: str | None,
    no_cache: bool,
) -> None:
    """Check every claim and fact against the contract of its pin, and every change against the policy of the pins.

    \b
    Example: docgen check --against origin/main
    Exit codes: 0 passed; 1 findings that fail; 3 no project here, or the base cannot be read
    """  # noqa: D301 - \b is click's
    if (proofs or facts) and not set(PLAIN) & set(reports.forms):
        option = "--proofs" if proofs else "--facts"
        raise UsageError(f"{option} has no format {reports.forms[0]}; expected --format {' or '.join(PLAIN)}")
    report = partial(run.report, reports=reports)
    analysis = run.analysis(against, report, use_cache=not no_cache)

    def render(form: str) -> str:
        if form == "json" and (proofs or facts):
            return _json(analysis, proofs, facts)
        findings = rendered(analysis.findings, form, run.root, short=not every, against=against)
        if form == "text" and facts:
            findings = facts_report(analysis.facts) + findings
        if form == "text" and proofs:
            findings = proofs_report(analysis.proofs) + findings
        return findings

    # first the reports, whole: what fails is decided after them, so that CI has them in any case
    reports.publish(render)
    failing = defaultdict[str, Counter[str]](Counter)
    for finding in analysis.findings:
        failing[_why_it_fails(finding, fail_on, calendar)][finding.id] += 1
    failing.pop("", None)
    for option in sorted(failing.keys() - {"errors"}):  # the report shows what fails because of an option as a warning
        ids = ", ".join(f"{id_} ({count})" for id_, count in sorted(failing[option].items()))
        echo(f"docgen: exit code 1, because of {option}: {ids}", err=True)
    if failing:
        raise SystemExit(1)


def _json(analysis: Analysis, proofs: bool, facts: bool) -> str:
    """The findings as JSON, after the proofs and the facts where they are asked for."""
    records: dict[str, Any] = {"version": 1}
    if proofs:
        records["proofs"] = [proof_record(proof) for proof in analysis.proofs]
    if facts:
        records["facts"] = [fact_record(fact) for fact in analysis.facts]
    return document(records | content(analysis.findings))


def _why_it_fails(finding: Finding, fail_on: str, calendar: bool) -> str:
    """What makes a finding fail the check; empty where it does not."""
    if finding.accepted:
        return ""
    if finding.is_error:
        return "errors"
    if finding.trigger == "calendar" and calendar:
        return "--calendar"
    if finding.severity is Severity.WARNING and fail_on == "warning":
        return "--fail-on warning"
    return ""
