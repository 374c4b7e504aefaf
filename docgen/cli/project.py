"""What the commands share: the project in a folder, its proofs and its findings."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path  # noqa: TID251 - the shell hands folders to the readers and the writer

import click
import msgspec

from docgen.check import check
from docgen.cli.formats import rendered
from docgen.cli.streams import print_report
from docgen.differ.project import changes
from docgen.errors import DocgenError
from docgen.load import load
from docgen.load.clock import parse_now
from docgen.model.change import Changes
from docgen.model.finding import Finding, Severity
from docgen.model.project import Project
from docgen.model.proof import Proof
from docgen.prove import prove

now_option = click.option("--now", metavar="TIME", help="A date, an RFC 3339 time or @epoch; the default is the clock.")


def progress(doing: str) -> None:
    """Say what takes its time, where a person is looking."""
    if sys.stderr.isatty():
        click.echo(f"{doing} ...", err=True)


class Checked(msgspec.Struct, frozen=True):
    """A project with what was proved, what changes in its contracts, and what was found in it."""

    project: Project
    proofs: tuple[Proof, ...]
    changes: Changes
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that stop a build."""
        return tuple(found for found in self.findings if found.severity is Severity.ERROR)


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


def read_checked(root: str, now: str | None, form: str = "text", against: str | None = None) -> Checked:
    """The project with its proofs and changes, and all that was found in it."""
    return checked(*read_project(root, now, form, against))


def checked(project: Project, findings: tuple[Finding, ...]) -> Checked:
    """A project that was read, with its proofs and changes, and all that is found in it beside `findings`."""
    proofs, changed = prove(project), changes(project)
    return Checked(project, proofs, changed, check(project, proofs, changed, findings))


def report(findings: Sequence[Finding], form: str, root: str = ".") -> None:
    """Print findings on the project in `root` in one of the report formats."""
    print_report(rendered(findings, form, Path(root)), form)


def refuse(checked: Checked, besides: Callable[[Finding], bool] = lambda found: False) -> None:
    """Stop with exit code 1 where there are errors, all of them printed; `besides` excuses some."""
    told = [found for found in checked.findings if not besides(found)]
    errors = [found for found in told if found.severity is Severity.ERROR]
    if errors:
        report(told, "text")
        raise FindingsError(f"{len(errors)} error{'s' if len(errors) > 1 else ''}; nothing was written")
