"""`docgen check`."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path  # noqa: TID251 - the shell hands the folder to the reports
from typing import Any

import click

from docgen.cli.formats import PLAIN, rendered
from docgen.cli.project import now_option, read_analysis
from docgen.cli.reports import Reports, report_options
from docgen.cli.streams import echo
from docgen.errors import UsageError
from docgen.model.analysis import Analysis
from docgen.model.finding import Finding, Severity
from docgen.report import FORMATS
from docgen.report.facts import fact_record, facts_report
from docgen.report.json import findings_content
from docgen.report.json_document import document
from docgen.report.proofs import proof_record, proofs_report


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
@now_option
@click.pass_obj
def command(
    root: str,
    reports: Reports,
    every: bool,
    proofs: bool,
    facts: bool,
    calendar: bool,
    fail_on: str,
    against: str | None,
    no_cache: bool,
    now: str | None,
) -> None:
    """Check every claim and fact against the contract of its pin, and every change against the policy of the pins.

    \b
    Example: docgen check --against origin/main
    Exit codes: 0 passed; 1 findings that fail; 3 no project here, or the base cannot be read
    """  # noqa: D301 - \b is click's
    listed = [option for option, is_given in (("--proofs", proofs), ("--facts", facts)) if is_given]
    if listed and not set(PLAIN) & set(reports.forms):
        raise UsageError(f"{listed[0]} has no format {reports.forms[0]}; expected --format {' or '.join(PLAIN)}")
    analysis = read_analysis(root, now, against, reports, use_cache=not no_cache)
    reports.publish(root, lambda form: _rendered(analysis, root, form, every, proofs, facts))
    failing = [(found, why) for found in analysis.findings if (why := _why_it_fails(found, fail_on, calendar))]
    if failing:
        _print_reasons(failing)
        raise SystemExit(1)


def _rendered(analysis: Analysis, root: str, form: str, every: bool, proofs: bool, facts: bool) -> str:
    """The findings in a report format, all of them with `every`; in text and JSON also the proofs and the facts."""
    if form == "json" and (proofs or facts):
        records: dict[str, Any] = {"proofs": [proof_record(proof) for proof in analysis.proofs]} if proofs else {}
        records |= {"facts": [fact_record(fact) for fact in analysis.facts]} if facts else {}
        return document({"version": 1, **records, **findings_content(analysis.findings)})
    above = (proofs_report(analysis.proofs) if proofs else "") + (facts_report(analysis.facts) if facts else "")
    return (above if form == "text" else "") + rendered(analysis.findings, form, Path(root), short=not every)


def _why_it_fails(found: Finding, fail_on: str, calendar: bool) -> str:
    """What makes a finding fail the check; empty where it does not."""
    if found.accepted:
        return ""
    if found.severity is Severity.ERROR:
        return "errors"
    if found.trigger == "calendar" and calendar:
        return "--calendar"
    return "--fail-on warning" if fail_on == "warning" and found.severity is Severity.WARNING else ""


def _print_reasons(failing: Sequence[tuple[Finding, str]]) -> None:
    """Print what fails because of an option: the report shows it as a warning."""
    for option in sorted({why for _, why in failing} - {"errors"}):
        counts = Counter(found.id for found, why in failing if why == option)
        ids = ", ".join(f"{id_} ({count})" for id_, count in sorted(counts.items()))
        echo(f"docgen: exit code 1, because of {option}: {ids}", err=True)
