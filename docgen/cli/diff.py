"""`docgen diff`, which must start quickly: it imports little, and most modules only where it needs them."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path  # noqa: TID251 - the shell hands folders to the readers and the writer
from typing import TYPE_CHECKING, Final, get_args

import click

from docgen.cli.console import echo, progress
from docgen.cli.garbage import without_garbage_collection
from docgen.cli.options import NOW_HELP, project_of
from docgen.cli.reports import Reports, in_repository, report_options
from docgen.differ import diff
from docgen.differ.policy import configured_policy
from docgen.errors import DocgenError, UnreadableError
from docgen.load.clock import parse_now
from docgen.load.contract import read_contract
from docgen.load.findings import error_message
from docgen.load.json_document import Pieces
from docgen.load.root import read_diff_config
from docgen.load.spec import misplaced
from docgen.model.change import LEVELS, Change, Policy, Profile, Stability
from docgen.openapi.levels import DEEPEST
from docgen.positions.source import Source
from docgen.report.changes import FORMATS
from docgen.wording import counted

if TYPE_CHECKING:
    from docgen.model.accepted import Acceptance
    from docgen.openapi.spec import Spec

_RETAINED: Final[list[object]] = []
"""Keeps both documents alive to the end of the process: freeing them object by object would take longer."""

_TOO_DEEP: Final = f"nesting is too deep to compare; up to {DEEPEST} levels always work"


@click.command("diff")
@click.argument("old")
@click.argument("new")
@report_options(sorted(FORMATS))
@click.option("--policy", type=click.Choice(get_args(Profile)), help="The policy that says which changes break.")
@click.option(
    "--unstable",
    type=click.Choice(get_args(Stability)),
    multiple=True,
    help="What affects only operations of this `x-stability-level` warns; may be repeated.",
)
@click.option("--all", "every", is_flag=True, help="List all changes in text, also where there are many.")
@click.option("--annotations", is_flag=True, help="Also list changes of descriptions, examples and extensions.")
@click.option("--fail-on", type=click.Choice(LEVELS), help="Exit 1 if a change has this level or a worse one.")
@click.option("--now", metavar="TIME", help=NOW_HELP)
@click.pass_obj
def command(
    root: Path,
    old: str,
    new: str,
    reports: Reports,
    policy: Profile | None,
    unstable: tuple[Stability, ...],
    every: bool,
    annotations: bool,
    fail_on: str | None,
    now: str | None,
) -> int:
    """List what changed between two contracts, where in NEW, and whom it breaks.

    OLD and NEW are files, pins of the project (2026-05-15), git:REF for the current pin's contract there, or
    git:REF:FILE. In a project, its policy, its levels and its accepted changes apply.

    \b
    Example: docgen diff git:origin/main openapi.json --fail-on breaking
    Exit codes: 0 compared; 1 --fail-on is reached; 3 OLD or NEW cannot be read
    """  # noqa: D301 - \b is click's
    with without_garbage_collection():
        moment, project = parse_now(now), project_of(root)
        config, accepted = read_diff_config(project, moment.date())
        progress("reading the contracts")
        paths = [root if (root / argument).is_file() else project for argument in (old, new)]
        specs = _read((old, new), paths, moment, text=set(reports.forms) != {"json"})
        if config:
            specs = list(map(config.events.applied_to, specs))
        base, revision = specs
        _RETAINED.extend(specs)
        # the policy of the project, with what the command line says instead
        configured = configured_policy(config.diff) if config else Policy()
        used = Policy(policy or configured.profile, configured.levels, unstable or configured.unstable)
        changes = _changes(base, revision, used, moment, annotations)
        reported = _unaccepted(changes, accepted)
        reports.publish(lambda form: _rendered(reported, revision.source, paths[1], form, short=not every))
    worst = LEVELS[: LEVELS.index(fail_on) + 1] if fail_on else ()
    return int(any(change.level in worst for change in reported))


def _rendered(changes: Sequence[Change], source: Source, root: Path, form: str, *, short: bool) -> str:
    """The changes in a report format; those for CI have the path of NEW from the root of the repository."""
    if form == "json":
        return FORMATS[form](changes)
    if form == "text":
        return FORMATS[form](changes, source, short=short)
    return FORMATS[form](changes, source.renamed({path: in_repository(path, root) for path in source.files}))


def _read(arguments: Sequence[str], folders: Sequence[Path], now: datetime, *, text: bool) -> "Sequence[Spec]":
    """The two contracts; the error where one cannot be read, or that of both. `text`: with the lines of the second."""
    specs: list[Spec] = []
    errors: list[DocgenError] = []
    known: Pieces = {}  # what both write alike is parsed once
    for argument, folder in zip(arguments, folders, strict=True):
        try:
            spec, findings = read_contract(argument, folder, now, text and argument == arguments[1], known)
            specs.append(spec)
            if findings:
                echo(error_message(findings, limit=20), err=True)
        except DocgenError as error:
            errors.append(error)
    if errors:
        raise type(errors[0])("\n".join(dict.fromkeys(map(str, errors))))
    return specs


def _changes(base: "Spec", revision: "Spec", policy: Policy, now: datetime, annotations: bool) -> tuple[Change, ...]:
    """The changes; UnreadableError (exit code 3) where a document is misshapen or nested too deeply."""
    progress("comparing the contracts")
    # where paths, operations or components have the wrong type, nothing can be compared
    if wrong := (*misplaced(base), *misplaced(revision)):
        raise UnreadableError(error_message(wrong))
    try:
        return diff(base, revision, policy=policy, now=now, annotations=annotations)
    except RecursionError:
        raise UnreadableError(f"{base.source.path}, {revision.source.path}: {_TOO_DEEP}") from None


def _unaccepted(changes: Sequence[Change], accepted: "Sequence[Acceptance]") -> Sequence[Change]:
    """The changes that the project does not accept; the number of the others goes to stderr."""
    if not accepted:
        return changes
    from docgen.differ.acceptances import find_acceptance  # few projects accept anything
    from docgen.model.accepted import ACCEPTED

    reported = tuple(change for change in changes if not find_acceptance(change, accepted))
    if omitted := len(changes) - len(reported):
        echo(f"left out {counted(omitted, 'change')} accepted in {ACCEPTED}", err=True)
    return reported
