"""The project, its analysis and its reports, for all commands."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path  # noqa: TID251 - the shell hands folders to the readers and the writer

import click

from docgen.analysis import analysed
from docgen.cli.formats import rendered
from docgen.cli.garbage import without_garbage_collection
from docgen.cli.progress import progress
from docgen.cli.reports import TEXT, Reports
from docgen.errors import DocgenError, UnreadableError, UsageError
from docgen.load import load
from docgen.load.clock import parse_now
from docgen.load.placeholders import with_placeholders
from docgen.model.analysis import Analysis
from docgen.model.finding import Finding, Severity
from docgen.model.project import Project
from docgen.wording import counted

now_option = click.option(
    "--now", metavar="TIME", help="Run as of a date, an RFC 3339 time or @epoch; default: the clock."
)


class FindingsError(DocgenError):
    """Errors were found and reported (exit code 1)."""


def no_rule_on(host: str, known: Iterable[str]) -> UsageError:
    """The error for a host without redirect rules."""
    hosts = ", ".join(sorted(known))
    return UsageError(f"no rule is on {host}; {f'expected one of {hosts}' if hosts else 'the project has no rules'}")


def read_project(
    root: str, now: str | None, against: str | None = None, reports: Reports = TEXT
) -> tuple[Project, tuple[Finding, ...]]:
    """The project and its findings; exit code 1, with the findings printed, where its configuration cannot be read."""
    progress("reading the project")
    project, findings = load(Path(root).resolve(), parse_now(now), against)
    if project is None:
        report(findings, root, reports)
        raise FindingsError("the configuration could not be read")
    return project, findings


def read_complete(root: str, now: str | None) -> Project:
    """The project; UnreadableError (exit code 3), with the findings printed, where one of its files cannot be read."""
    progress("reading the project")
    project, findings = load(Path(root).resolve(), parse_now(now))
    if project is None or not project.complete:
        report(findings, short=True)
        raise UnreadableError("some files of the project could not be read")
    return with_placeholders(project)


def read_analysis(
    root: str, now: str | None, against: str | None = None, reports: Reports = TEXT, *, use_cache: bool = True
) -> Analysis:
    """The project with its proofs, changes and findings; without `use_cache`, nothing is taken from an earlier run."""
    with without_garbage_collection():
        read = read_project(root, now, against, reports)
        return analysed(*read, progress, Path(root).resolve() if use_cache else None)


def report(findings: Sequence[Finding], root: str = ".", reports: Reports = TEXT, *, short: bool = False) -> None:
    """Publish the findings of the project in `root`: as text on stdout, or as the command line asks.

    `short` is for findings that `docgen check --all` lists.
    """
    reports.publish(root, lambda form: rendered(findings, form, Path(root), short=short))


def refuse(analysis: Analysis, excused: Callable[[Finding], bool], *, short: bool = True) -> None:
    """Stop with exit code 1 and all findings where there are errors, except for those that are `excused`."""
    reported = [found for found in analysis.findings if not excused(found)]
    errors = [found for found in reported if found.severity is Severity.ERROR]
    if errors:
        report(reported, short=short)
        raise FindingsError(f"{counted(len(errors), 'error')}; nothing was written")
