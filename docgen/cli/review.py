"""`docgen review`."""

from collections.abc import Sequence

import click

from docgen.check.review import review
from docgen.cli.run import Reports, Run, project_options, rendered, report_options
from docgen.errors import UnreadableError
from docgen.model.finding import Finding
from docgen.model.review import Review
from docgen.report.review import FORMATS
from docgen.report.table import CI


@click.command("review")
@click.option("--against", required=True, metavar="REF", help="Where it is to be merged; compared at the merge-base.")
@report_options((*FORMATS, *CI), default="markdown")
@project_options
def command(run: Run, against: str, reports: Reports) -> int:
    """Say what a change means, for those who decide on it: a comment for a pull request.

    The verdict, what stops it, the decisions to agree with, what customers will see, the changes of the contract with
    their entries, redirects and end dates, and what no rule judged. The formats for CI have the findings of check.

    \b
    Example: docgen review --against origin/main --report markdown=comment.md --report github
    Exit codes: 0 may ship; 1 errors stop it; 3 the base cannot be read, as the comment says
    """  # noqa: D301 - \b is click's

    def publish(reviewed: Review, findings: Sequence[Finding], reports: Reports = reports) -> None:
        def text(form: str) -> str:
            if form in FORMATS:
                return FORMATS[form](reviewed)
            return rendered(findings, form, run.root, against=against)

        reports.publish(text)

    def refuse(findings: Sequence[Finding]) -> None:
        publish(Review(base="", stops=tuple(one for one in findings if one.is_error)), findings)

    try:
        analysis = run.analysis(against, refuse)
    except UnreadableError as error:
        # CI takes a report on findings for a whole check
        publish(Review(base=against, unreadable=str(error)), (), reports.only(FORMATS))
        raise
    reviewed = review(analysis)
    publish(reviewed, analysis.findings)
    return int(reviewed.verdict == "stop")
