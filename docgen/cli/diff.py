"""`docgen diff`: of all commands the one that must start quickly, so it imports little, and what it needs when."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path  # noqa: TID251 - the shell hands folders to the readers and the writer
from typing import TYPE_CHECKING, Final

import click

from docgen.cli.streams import print_report
from docgen.differ import diff
from docgen.errors import DocgenError, UnreadableError, UsageError
from docgen.load.clock import parse_now
from docgen.load.contract import read_contract
from docgen.load.diff_config import read_diff_config
from docgen.load.findings import error_message
from docgen.load.json_document import DEEPEST
from docgen.load.json_pieces import Pieces
from docgen.load.spec import misplaced
from docgen.model.change import Change, Policy, Profile
from docgen.report.changes import FORMATS
from docgen.wording import counted

if TYPE_CHECKING:
    from docgen.model.accepted import Acceptance
    from docgen.model.config import DiffConfig
    from docgen.openapi.spec import Spec
    from docgen.positions.source import Source

_KEPT: Final[list[object]] = []
"""What the process ends with: to free two documents, object by object, takes longer than to end."""

_LEVELS: Final = ("breaking", "warning", "info")
_TOO_DEEP: Final = f"are nested too deeply to be compared; up to {DEEPEST} always work"
_PLACED: Final = ("github", "sarif", "codequality", "junit")
"""The formats that name lines of NEW, and so need its text."""


@click.command("diff")
@click.argument("old")
@click.argument("new")
@click.option("--format", "form", type=click.Choice(sorted(FORMATS)), default="text", help="Output format.")
@click.option("--policy", type=click.Choice(["strict", "github", "stripe"]), help="Which changes break.")
@click.option("--annotations", is_flag=True, help="List changes of descriptions, examples and extensions too.")
@click.option("--fail-on", type=click.Choice(_LEVELS), help="Exit code 1 where a change is at least as bad.")
@click.option("--output", metavar="FILE", help="Write the report to a file instead.")
@click.option("--now", metavar="TIME", help="A date, an RFC 3339 time or @epoch; the default is the clock.")
@click.pass_obj
def command(
    root: str,
    old: str,
    new: str,
    form: str,
    policy: Profile | None,
    annotations: bool,
    fail_on: str | None,
    output: str | None,
    now: str | None,
) -> int:
    """List what changed from one contract to another, one cause a line, and whom it breaks.

    OLD and NEW are files, pins of the project (2026-05-15), git:REF for the current pin's contract there, or
    git:REF:FILE. In a project, its policy, its levels and what it accepts count. Exit code 0 whatever changed, 1 with
    --fail-on reached, 3 where OLD or NEW cannot be read.

    Example: docgen diff git:origin/main openapi.json --fail-on breaking
    """
    with _without_collection():
        folder, moment = Path(root), parse_now(now)
        config, accepted = read_diff_config(folder, moment.date())
        base, revision = _read(old, new, folder, moment, text=form in _PLACED)
        rules = _policy(config, policy)
        found = _changes(base, revision, rules, moment, annotations)
        _KEPT.extend((base, revision))
        shown = _unaccepted(found, accepted)
        text = FORMATS[form](shown, _placed(revision, folder) if form in _PLACED else None)
        _write(text, folder, output, [base.source.path, revision.source.path]) if output else print_report(text, form)
    worst = _LEVELS[: _LEVELS.index(fail_on) + 1] if fail_on else ()
    return int(any(change.level in worst for change in shown))


def _placed(revision: "Spec", folder: Path) -> "Source":
    """The text of NEW under its path from the root of the repository."""
    from docgen.cli.repository import source_in_repository  # for some of the formats

    return source_in_repository(revision.source, folder)


@contextmanager
def _without_collection() -> Iterator[None]:
    """Keep the garbage collector from walking two documents again and again: a third of the time, for no garbage."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()  # or the first collection would walk them all the same
        if was:
            gc.enable()


def _read(old: str, new: str, root: Path, now: datetime, text: bool) -> "tuple[Spec, Spec]":
    specs: list[Spec] = []
    errors: list[DocgenError] = []
    known: Pieces = {}
    for argument in (old, new):
        try:
            spec, findings = read_contract(argument, root, now, text and argument == new, known)
            specs.append(spec)
            if findings:
                click.echo(error_message(findings, limit=20), err=True)
        except DocgenError as error:
            errors.append(error)
    if errors:
        raise type(errors[0])("\n".join(dict.fromkeys(str(error) for error in errors)))
    return specs[0], specs[1]


def _policy(config: "DiffConfig | None", profile: Profile | None) -> str | Policy:
    if config is None:
        return profile or "strict"
    return Policy(profile or config.policy, {id_: override.level for id_, override in config.levels.items()})


def _changes(
    base: "Spec", revision: "Spec", policy: str | Policy, now: datetime, annotations: bool
) -> tuple[Change, ...]:
    """The changes; where a document is of no shape to be compared, that is said instead."""
    _refuse(base, revision)
    try:
        return diff(base, revision, policy=policy, now=now, annotations=annotations)
    except RecursionError:
        raise UnreadableError(f"{base.source.path}, {revision.source.path}: {_TOO_DEEP}") from None


def _refuse(*specs: "Spec") -> None:
    """Raise UnreadableError where paths, operations or components are of no shape to be compared."""
    if wrong := [found for spec in specs for found in misplaced(spec.source, spec.document, skeleton=True)]:
        raise UnreadableError(error_message(wrong))


def _unaccepted(changes: Sequence[Change], accepted: "Sequence[Acceptance]") -> Sequence[Change]:
    """The changes without those that the project accepts; how many those are goes to stderr."""
    if not accepted:
        return changes
    from docgen.differ.acceptances import find_acceptance  # few projects accept anything
    from docgen.model.accepted import ACCEPTED

    shown = tuple(change for change in changes if not find_acceptance(change, accepted))
    if left := len(changes) - len(shown):
        click.echo(f"{counted(left, 'change')} accepted by {ACCEPTED} left out", err=True)
    return shown


def _write(text: str, root: Path, output: str, compared: Sequence[str]) -> None:
    from docgen.cli.writing import apply  # only where something is written
    from docgen.write import plan  # as above

    path = root / output
    if any((root / given).exists() and path.exists() and path.samefile(root / given) for given in compared):
        raise UsageError(f"--output {output}: would replace a contract that is compared; choose another file")
    apply(plan({path.name: text}, path.parent))
