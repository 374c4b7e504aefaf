"""`docgen explain`."""

from collections.abc import Sequence

import click

from docgen.check import explain, known_ids
from docgen.check.explanations import explain_change, explain_code
from docgen.cli.run import Run, check_option, echo, report_killed_runs
from docgen.differ.ids import known_change_ids
from docgen.errors import NoProjectError, UsageError
from docgen.wording import did_you_mean
from docgen.write import MARK, refuse_foreign


def _ids(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    return [id_ for id_ in known_ids() if id_.startswith(incomplete)]


@click.command("explain")
@click.argument("subject", metavar="[ID|CODE]", required=False, shell_complete=_ids)
@click.option(
    "--all", "everything", is_flag=True, help="Write a page for each finding, and one for the ids of changes."
)
@click.option("--output", metavar="DIR", type=click.Path(file_okay=False), help="The folder for the pages of --all.")
@check_option("Write nothing; exit 4 if a page would change.")
@click.pass_obj
def command(run: Run, subject: str | None, everything: bool, output: str | None) -> None:
    """Explain a finding and how to fix it, a change, or an error code.

    Example: docgen explain response-property-enum-value-added
    """
    if everything != bool(output) or bool(subject) == everything or (run.only_check and not everything):
        raise UsageError("expected an ID or a CODE, or `--all --output DIR` with or without `--check`")
    if subject:
        echo(_explained(run, subject))
    elif output:
        from docgen.check.rule_pages import rule_pages  # a single explanation needs no templates

        folder = run.folder / output
        if not run.only_check:
            report_killed_runs(folder)
            refuse_foreign(folder, run.folder, (), "--output")
        # the mark first: after a killed run the folder is still docgen's
        run.write({**MARK, **rule_pages()}, folder)


def _explained(run: Run, subject: str) -> str:
    """The explanation of the finding, the change or the error code with a name."""
    if subject in known_ids():
        return explain(subject)
    if change := explain_change(subject):
        return change
    try:
        project = run.project()
    except NoProjectError:
        raise _unknown(subject, "a finding or a change") from None
    text = explain_code(project, subject)
    if text is None:
        codes = [page.text.code for page in project.errors]
        raise _unknown(subject, "a finding, a change or an error code of this project", codes)
    return text


def _unknown(subject: str, kinds: str, codes: Sequence[str] = ()) -> UsageError:
    known = (*known_ids(), *codes, *known_change_ids())
    near = did_you_mean(subject, known, f"docgen knows {', '.join(known_ids())}")
    return UsageError(f"{subject!r} is not {kinds}; {near}")
