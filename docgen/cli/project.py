"""What the commands share: the project in a folder, its proofs and its findings."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path  # noqa: TID251 - the shell hands folders to the readers and the writer

import click

from docgen.analysis import analysed
from docgen.cli.formats import rendered
from docgen.cli.streams import print_report
from docgen.errors import DocgenError
from docgen.load import load
from docgen.load.clock import parse_now
from docgen.model.analysis import Analysis
from docgen.model.finding import Finding, Severity
from docgen.model.project import Project
from docgen.wording import counted

now_option = click.option("--now", metavar="TIME", help="A date, an RFC 3339 time or @epoch; the default is the clock.")


def progress(doing: str) -> None:
    """Say what takes its time, where a person is looking."""
    if sys.stderr.isatty():
        click.echo(f"{doing} ...", err=True)


class FindingsError(DocgenError):
    """Errors were found and reported (exit code 1)."""


def read_project(
    root: str, now: str | None, form: str = "text", against: str | None = None
) -> tuple[Project, tuple[Finding, ...]]:
    """The project, or its findings in a report format and exit code 1 where its configuration is broken."""
    project, findings = load(Path(root).resolve(), parse_now(now), against)
    if project is None:
        report(findings, form, root)
        raise FindingsError("the configuration could not be read")
    return project, findings


def read_complete(root: str, now: str | None) -> Project:
    """The project with all of its files, or its findings and exit code 1 where one of them is broken."""
    project, findings = read_project(root, now)
    if not project.complete:
        report(findings, "text")
        raise FindingsError("the project could not be read as a whole")
    return project


def read_analysis(root: str, now: str | None, form: str = "text", against: str | None = None) -> Analysis:
    """The project with its proofs, its changes, and all that was found in it."""
    return analysed(*read_project(root, now, form, against))


def report(findings: Sequence[Finding], form: str, root: str = ".") -> None:
    """Print findings on the project in `root` in one of the report formats."""
    print_report(rendered(findings, form, Path(root)), form)


def refuse(analysis: Analysis, besides: Callable[[Finding], bool] = lambda found: False) -> None:
    """Stop with exit code 1 where there are errors, all of them printed; `besides` excuses some."""
    told = [found for found in analysis.findings if not besides(found)]
    errors = [found for found in told if found.severity is Severity.ERROR]
    if errors:
        report(told, "text")
        raise FindingsError(f"{counted(len(errors), 'error')}; nothing was written")
