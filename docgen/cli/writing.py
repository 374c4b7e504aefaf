"""Plan, then say, check or apply: what every command that writes does."""

from pathlib import Path  # noqa: TID251 - the shell hands folders to the writer

import click

from docgen.errors import WouldChangeError
from docgen.model.files import Files
from docgen.wording import printable
from docgen.write import Owned, Plan, clean_up, plan


def write(
    files: Files,
    root: Path,
    only_check: bool,
    show_diff: bool = False,
    owned: Owned | None = None,
    err: bool = False,
) -> None:
    """Write files below a folder and say a line for each change; with `only_check`, exit code 4 instead.

    With `err` the lines go to the standard error stream, since a report has the output.
    """
    planned = plan(files, root, owned)
    if show_diff:
        click.echo(planned.diff(), nl=False)
    if not only_check and not show_diff:
        apply(planned)
    say(planned, err)
    if only_check and planned:
        raise WouldChangeError("the generated files are not up to date; run the same command without --check")


def apply(planned: Plan) -> None:
    """Write, after saying what a killed run left half-done."""
    tell_killed(planned.root)
    planned.apply("all files are written")


def tell_killed(*folders: Path) -> None:
    """Clean up what runs that were killed left in folders, and say on the standard error stream what they had done."""
    for folder in folders:
        for line in clean_up(folder):
            click.echo(f"docgen: {printable(line)}", err=True)


def say(planned: Plan, err: bool = False) -> None:
    """A line for each change."""
    for line in planned.lines():
        click.echo(line, err=err)
