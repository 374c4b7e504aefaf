"""`docgen explain`."""

from pathlib import Path  # noqa: TID251 - the shell hands folders to the writer

import click

from docgen.check import explain, known_ids
from docgen.check.explanations import change_ids, explain_change, explain_code
from docgen.cli.project import read_complete
from docgen.cli.streams import echo
from docgen.cli.writing import report_killed_runs, write
from docgen.errors import NoProjectError, UsageError
from docgen.wording import did_you_mean
from docgen.write import MARK, refuse_foreign


@click.command("explain")
@click.argument("subject", metavar="[ID|CODE]", required=False)
@click.option(
    "--all", "everything", is_flag=True, help="Write a page for each finding, and one for the ids of changes."
)
@click.option("--output", metavar="DIR", type=click.Path(file_okay=False), help="The folder for the pages of --all.")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 4 if a page would change.")
@click.pass_obj
def command(root: str, subject: str | None, everything: bool, output: str | None, only_check: bool) -> None:
    """Explain a finding and how to fix it, a change, or an error code.

    Example: docgen explain response-property-enum-value-added
    """
    if everything != bool(output) or bool(subject) == everything or (only_check and not everything):
        raise UsageError("expected an ID or a CODE, or `--all --output DIR` with or without `--check`")
    if output:
        _write_pages(Path(root), Path(root, output), only_check)
    elif subject:
        echo(_explained(root, subject))


def _write_pages(root: Path, folder: Path, only_check: bool) -> None:
    from docgen.check.rule_pages import rule_pages  # a single explanation needs no templates

    if not only_check:
        report_killed_runs(folder)
        refuse_foreign(folder, root, (), "--output")
    # the mark first: after a killed run the folder is still docgen's
    write({**MARK, **rule_pages()}, folder, only_check)


def _explained(root: str, subject: str) -> str:
    """The explanation of the finding, the change or the error code with a name."""
    if subject in known_ids():
        return explain(subject)
    if change := explain_change(subject):
        return change
    try:
        project = read_complete(root, None)
    except NoProjectError:
        known = (*known_ids(), *change_ids())
        raise UsageError(f"{subject!r} is not a finding or a change{_near(subject, known)}") from None
    text = explain_code(project, subject)
    if text is None:
        known = (*known_ids(), *(page.text.code for page in project.errors), *change_ids())
        raise UsageError(
            f"{subject!r} is not a finding, a change or an error code of this project{_near(subject, known)}"
        )
    return text


def _near(subject: str, known: tuple[str, ...]) -> str:
    return "; " + did_you_mean(subject, known, f"docgen knows {', '.join(known_ids())}")
