"""`docgen explain`."""

from difflib import get_close_matches

import click

from docgen.check import explain, explain_code, known_ids
from docgen.cli.project import read_complete
from docgen.errors import NoProjectError, UsageError


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
        project = read_complete(root, None)
    except NoProjectError:
        raise UsageError(f"{subject!r} is no finding{_near(subject, known_ids())}") from None
    text = explain_code(project, subject)
    if text is None:
        known = (*known_ids(), *(page.text.code for page in project.errors))
        raise UsageError(f"{subject!r} is neither a finding nor an error code of this project{_near(subject, known)}")
    click.echo(text)


def _near(subject: str, known: tuple[str, ...]) -> str:
    near = get_close_matches(subject, known, 1)
    return f"; did you mean {near[0]!r}?" if near else f"; docgen knows {', '.join(known)}"
