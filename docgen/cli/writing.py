"""Plan, then print, check or apply: how every command writes."""

from contextlib import ExitStack
from pathlib import Path  # noqa: TID251 - the shell hands folders to the writer

import click

from docgen.cli.streams import echo, notice
from docgen.errors import WouldChangeError
from docgen.model.files import Files
from docgen.signals import uninterrupted
from docgen.wording import printable
from docgen.write import Owned, Plan, clean_up, plan

diff_option = click.option("--diff", "show_diff", is_flag=True, help="Write nothing; show the change.")


def write(
    files: Files,
    root: Path,
    only_check: bool,
    show_diff: bool = False,
    owned: Owned | None = None,
    err: bool = False,
) -> None:
    """Write files below a folder, and print a line for each change; with `only_check`, exit code 4 instead.

    With `err` the lines go to stderr, since stdout has a report.
    """
    planned = plan(files, root, owned)
    if show_diff:
        echo(planned.diff(), nl=False)
    if not only_check and not show_diff:
        apply(planned)
    print_plan(planned, err, asked=only_check or show_diff)
    if only_check and planned:
        raise WouldChangeError("the generated files are not up to date; run the same command without --check")


def apply(*plans: Plan) -> None:
    """Write the files of all plans or of none, after reporting what killed runs left half-done."""
    report_killed_runs(*(planned.root for planned in plans))
    with ExitStack() as stack:
        commits = [stack.enter_context(planned.staged()) for planned in plans]
        with uninterrupted("all files are written"):
            for commit in commits:
                commit()


def report_killed_runs(*folders: Path) -> None:
    """Clean up what killed runs left in folders, and print to stderr which files they had replaced."""
    for folder in folders:
        for line in clean_up(folder):
            echo(f"docgen: {printable(line)}", err=True)


def print_plan(planned: Plan, err: bool = False, *, asked: bool = False) -> None:
    """Print a line for each change of a plan; it is a notice, unless it is what was `asked` for."""
    for line in planned.lines():
        (echo if asked else notice)(line, err=err)
