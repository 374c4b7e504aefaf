"""How every command writes: all files of its plans or none, with what earlier runs left half-done cleaned up first."""

from contextlib import ExitStack
from pathlib import Path  # noqa: TID251 - the shell hands folders to the writer

from docgen.cli.console import echo
from docgen.signals import uninterrupted
from docgen.wording import printable
from docgen.write import Plan, clean_up


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
