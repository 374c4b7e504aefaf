"""What commands do alike: they read the project, find what an argument names, write files, and print findings.

A command takes all that it shares with others from here, options and output included; `docgen diff` starts without.
"""

import os
import shlex
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from pathlib import Path  # noqa: TID251 - the shell hands folders to the readers and the writer
from typing import Final

import click
import msgspec

from docgen.analysis import analysed
from docgen.check import explain, known_ids
from docgen.check.redirect_edges import OUTPUT_RULES
from docgen.cli.console import echo, notice, progress
from docgen.cli.garbage import without_garbage_collection
from docgen.cli.options import check_option, diff_option, project_of, project_options
from docgen.cli.reports import TEXT, Reports, in_repository, report_options
from docgen.cli.writing import apply, report_killed_runs
from docgen.errors import DocgenError, UnreadableError, UsageError, WouldChangeError
from docgen.load.clock import parse_now
from docgen.load.placeholders import with_placeholders
from docgen.model.analysis import Analysis
from docgen.model.draft import MARK
from docgen.model.files import Files
from docgen.model.finding import Finding
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.model.redirect import AnyRule, Redirect
from docgen.report.findings import FORMATS, text
from docgen.wording import counted, did_you_mean, plural
from docgen.write import Owned, Plan, plan

__all__ = [
    "Reports",
    "apply",
    "check_option",
    "diff_option",
    "echo",
    "notice",
    "progress",
    "project_options",
    "report_killed_runs",
    "report_options",
]

PLAIN: Final = ("text", "json")
"""The formats of findings whose paths are relative to the project's folder; those for CI are from the repository's."""


Report = Callable[[Sequence[Finding]], None]
"""Publishes findings."""


class FindingsError(DocgenError):
    """Errors were found and reported (exit code 1)."""


class Run:
    """A command in a folder, with what options of many commands say: `--now`, `--check`, `--diff`.

    File arguments are relative to the folder; the project may be above it.
    """

    def __init__(self, folder: Path, now: str | None = None) -> None:
        self.folder = folder
        self.now = now
        self.only_check = False
        self.show_diff = False

    @cached_property
    def root(self) -> Path:
        """The project's folder, to which the paths in messages are relative; stderr names it where it is not here."""
        root = project_of(self.folder)
        if root != self.folder:
            notice(f"docgen: in {root}", err=True)
        report_killed_runs(root)
        return root

    def from_root(self, file: str) -> str:
        """A file argument as a path from the project's folder; what is no file, such as a git ref, as it is."""
        if self.root == self.folder or not (self.folder / file).is_file():
            return file
        return os.path.relpath(self.folder / file, self.root)

    # the commands for people refuse a project with unreadable files; `check`, `build` and `render` report them
    def load(self, against: str | None = None, report: Report | None = None) -> tuple[Project, tuple[Finding, ...]]:
        """The project and its findings; exit code 1, with the findings reported, where its configuration is wrong."""
        project, findings = self._load(against)
        if project is None:
            (report or self.report)(findings)
            raise FindingsError("the configuration could not be read")
        return project, findings

    def _load(self, against: str | None = None) -> tuple[Project | None, tuple[Finding, ...]]:
        from docgen.load.project import load  # slow to import, and `docgen explain` needs no project

        progress("reading the project")
        base = None if against is None else self.from_root(against)
        return load(self.root.resolve(), parse_now(self.now), base)

    def project(self) -> Project:
        """The project; UnreadableError (exit code 3), with the findings printed, where one of its files is wrong."""
        project, findings = self._load()
        if project is None or not project.complete:
            print_findings(findings, short=True)
            raise UnreadableError("some files of the project could not be read")
        return with_placeholders(project)

    def analysis(self, against: str | None = None, report: Report | None = None, *, use_cache: bool = True) -> Analysis:
        """The project with its proofs, changes and findings; without `use_cache`, nothing comes from an earlier run."""
        with without_garbage_collection():  # the project lives to the end of the command anyway
            project, findings = self.load(against, report)
            return analysed(project, findings, progress, self.root.resolve() if use_cache else None)

    def report(self, findings: Sequence[Finding], reports: Reports = TEXT) -> None:
        """Publish findings as the command line asks."""
        reports.publish(lambda form: rendered(findings, form, self.root))

    def carry_out(self, *plans: Plan, shown: Plan) -> None:
        """Write the files of all plans, or of none; `--diff` shows one of them instead, and `--check` does nothing."""
        if self.show_diff:
            echo(shown.diff(), nl=False)
        elif not self.only_check:
            apply(*plans)

    def write(
        self,
        files: Files,
        folder: Path | None = None,
        owned: Owned | None = None,
        shown: Files | None = None,
        err: bool = False,
    ) -> None:
        """Write files below a folder, by default the project's, and print a line for each change.

        `--diff` shows the change instead, or that of the files that are `shown`; `--check` ends with exit code 4 where
        there is one. With `err` the lines go to stderr, since stdout has a report.
        """
        folder = folder or self.root
        planned = plan(files, folder, owned)
        self.carry_out(planned, shown=plan(shown, folder) if shown else planned)
        show = echo if self.only_check or self.show_diff else notice
        for line in planned.lines():
            show(line, err=err)
        if self.only_check and planned:
            raise WouldChangeError("the generated files are not up to date; run the same command without --check")

    def create(self, files: Files, edits: Iterable[str] = (), err: bool = False, reports: Iterable[Plan] = ()) -> None:
        """Write new files and edited ones, and print their paths; UsageError for an existing one that is no edit.

        `reports` are written with them, or none is; `err` is as for `write`.
        """
        planned = plan(files, self.root)
        if existing := sorted(files.keys() - {*planned.create, *edits}):
            raise UsageError(f"{', '.join(existing)} already exists; docgen never overwrites what a writer wrote")
        self.carry_out(planned, *reports, shown=planned)
        if self.show_diff:
            return
        for path in planned.create:
            notice(f"wrote {path}", err=err)
        for path in planned.update:
            notice(f"edited {path}", err=err)
        if left := sum(str(content).count(MARK) for content in files.values()):
            places = f"{counted(left, 'place')} {plural(left, 'is', 'are')}"
            notice(f"{places} left to you: fill in each {MARK}; the check fails until then", err=err)


def command_line(*words: str) -> str:
    """A command line of docgen in the folder of this one."""
    root = click.get_current_context().find_root().params["root"]  # as it was written
    folder = ["-C", root] if root else []
    return shlex.join(["docgen", *folder, *words])


def rendered(
    findings: Sequence[Finding], form: str, root: Path, *, short: bool = False, against: str | None = None
) -> str:
    """The report on the project in `root`; a `short` text counts what is many of a kind.

    With `--quiet`, a text on no findings is empty. Compared with a commit, GitHub annotates no line that is the same.
    """
    if form == "text":
        return text(findings, short=short) if findings or not progress.quiet else ""
    if form in PLAIN:
        return FORMATS[form](findings)
    # CI annotates files of the repository, in which the project may be a folder
    paths = {path: path and in_repository(path, root) for path in {finding.path for finding in findings}}
    moved = [msgspec.structs.replace(finding, path=paths[finding.path]) for finding in findings]
    if form == "github":
        from docgen.load.touched import touched_lines  # slow to import, as above

        return FORMATS[form](moved, touched=touched_lines(root, against))
    ids = {finding.id for finding in moved}.intersection(known_ids()) if form == "sarif" else ()
    # without the heading and the severity
    return FORMATS[form](moved, {id_: explain(id_).split("\n\n", 2)[2] for id_ in ids})


def print_findings(findings: Sequence[Finding], *, short: bool = False) -> None:
    """Print findings as text, whatever the command line asks; `short` where `docgen check --all` lists them."""
    echo(rendered(findings, "text", Path(), short=short), nl=False)


def refuse(analysis: Analysis, *, short: bool = True) -> None:
    """Stop with exit code 1 and all findings where there are errors, except for those in what a build writes anew."""
    reported = [finding for finding in analysis.findings if finding.id not in OUTPUT_RULES]
    if errors := sum(finding.is_error for finding in reported):
        print_findings(reported, short=short)
        raise FindingsError(f"{counted(errors, 'error')}; nothing was written")


def find_pin(project: Project, pin_id: str | None, current: bool = False) -> Pin:
    """The pin with an id; without an id, the current or the newest pin."""
    if not project.pins:
        raise UsageError("the project has no pin yet; expected changelog/<date>/pin.yaml")
    if pin_id is None:
        return (project.current if current else None) or project.pins[-1]
    pin = project.pin(pin_id)
    if pin is None:
        known = [pin.id for pin in project.pins]
        expected = f"expected one of {', '.join(known)}"
        if pin_id in project.history.names:
            raise UsageError(f"pin {pin_id!r} has no contract; {expected}")
        raise UsageError(f"pin {pin_id!r} not found; {did_you_mean(pin_id, known, expected)}")
    return pin


def no_rule_on(host: str, known: Iterable[str]) -> UsageError:
    """The error for a host without redirect rules."""
    hosts = ", ".join(sorted(known))
    return UsageError(f"no rule is on {host}; {f'expected one of {hosts}' if hosts else 'the project has no rules'}")


def find_rules(rules: Sequence[AnyRule], id_: str) -> tuple[AnyRule, ...]:
    """The rules with an id, one per host; the error has the closest id."""
    with_id = tuple(rule for rule in rules if rule.id == id_)
    if not with_id:
        known = sorted({rule.id for rule in rules})
        listed = f"expected one of {', '.join(known)}" if known else "no rule could be read"
        raise UsageError(f"rule {id_!r} not found; {did_you_mean(id_, known, listed)}")
    return with_id


def find_redirects(project: Project, id_: str) -> tuple[Redirect, ...]:
    """The redirects with an id, as `find_rules`; UsageError for a rule without a target, too."""
    for rule in project.header_rules:
        if rule.id == id_:
            instead = f"change it in {rule.source.path}, and what the changelog announces"
            raise UsageError(f"`{id_}` adds headers, and ends nothing; expected a redirect: {instead}")
    return find_rules(project.redirects, id_)
