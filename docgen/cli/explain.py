"""`docgen explain`."""

import click

from docgen.check import explain, explain_code, known_ids
from docgen.cli.project import read_project
from docgen.errors import DocgenError, UsageError


@click.command("explain")
@click.argument("subject", metavar="ID|CODE")
@click.pass_obj
def command(root: str, subject: str) -> None:
    """Say what a finding means and how to mend it, or what an error code means.

    Example: docgen explain enum-mismatch
    """
    if subject in known_ids():
        click.echo(explain(subject))
        return
    try:
        project, _ = read_project(root, None)
    except DocgenError:
        raise UsageError(f"{subject!r} is no finding; docgen knows {', '.join(known_ids())}") from None
    text = explain_code(project, subject)
    if text is None:
        raise UsageError(f"{subject!r} is neither a finding nor an error code of this project")
    click.echo(text)
