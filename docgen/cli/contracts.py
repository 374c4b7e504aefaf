"""Contracts in arguments: checked before a pin gets them, with drafts of entries for changes that no entry covers."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path  # noqa: TID251 - the shell hands folders to the readers
from typing import Final

from msgspec.structs import replace

from docgen.author.change_groups import with_known_selectors, with_renames
from docgen.author.draft import Destination, drafted, drafted_as_one
from docgen.author.new import new_entry
from docgen.check import spec_document
from docgen.check.accepted import Acceptances
from docgen.check.contract_change import new_covers_by_entry
from docgen.cli.run import FindingsError, Run, echo, find_pin, notice, print_findings, progress
from docgen.differ.project import changes
from docgen.entries.coverage import aliases, level_for, needs_entry, owed
from docgen.errors import UsageError
from docgen.load.base import read_base
from docgen.load.contract import Bundle, contract_at, contract_in
from docgen.model.accepted import ACCEPTED
from docgen.model.change import Change
from docgen.model.files import Files, MutableFiles
from docgen.model.finding import Finding
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.positions.source import format_of
from docgen.probe import Credential, read_document, redacted

URL: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*://")
"""How the location of a contract begins that is no file."""


def read_contract(root: Path, location: str, credential: Credential | None, timeout: float) -> Bundle:
    """The contract in a file or at a URL; UnreadableError (exit code 3) where it is not valid."""
    if not URL.match(location):
        if credential:
            raise UsageError("--auth-env and --header-env need a URL; leave them out for a file")
        return contract_in(root / location, location)
    received, other = read_document(location, credential, timeout)
    return contract_at(redacted(received.url), received.body, other)


def is_contract_of(pin: Pin, root: Path, name: str) -> bool:
    """Whether a file is the contract of a pin itself, by whatever path."""
    return (root / pin.contract_path).resolve() == (root / name).resolve()


def refuse_other_format(bundle: Bundle, pin: Pin) -> None:
    """UsageError (exit code 2) for a contract in another format than the suffix of the pin's `spec.file`."""
    source, name = bundle.spec.source, pin.text.spec.file
    if not bundle.files and source.content_format != format_of(name, ""):
        raise UsageError(
            f"{source.path} is {source.content_format.upper()}, and {name} of {pin.id} is not; "
            "expected the same format, or change `spec.file` in pin.yaml"
        )


def refuse_invalid(project: Project, pin: Pin, unresolved: Sequence[Finding]) -> None:
    """Stop with exit code 1 and all findings where the contract of a pin is not valid OpenAPI, or incomplete.

    `unresolved` are the findings on its references. What the project accepts does not stop it.
    """
    # the contracts of other pins are not what is at stake
    alone = replace(project, pins=(pin,))
    problems = spec_document.contract_problems(alone)
    findings = [*unresolved]
    for rule in spec_document.UNUSABLE:
        findings += rule.run(alone, problems=problems)
    findings = sorted(Acceptances(project, findings).applied())
    errors = [finding for finding in findings if finding.is_error]
    if errors:
        print_findings(findings)
        raise FindingsError(
            f"{findings[0].path}: not a valid contract; nothing was written. "
            f"If another team owns it, accept `{errors[0].id}` in {ACCEPTED}"
        )


Uncovered = tuple[tuple[Change, ...], Destination]
"""The changes of a pin that no entry covers, and where their drafts are written."""


def uncovered_since_previous(project: Project, pin: Pin) -> Uncovered:
    """The uncovered changes of a pin since the pin before; UsageError (exit code 2) for the first pin."""
    before = project.before(pin)
    if before is None:
        raise UsageError(f"{pin.id} is the first pin, so there is none to compare it with; expected --against FILE")
    covering = [entry.text.covers for entry in project.entries_of(pin)]
    return _uncovered(project, before, pin, _between(project, before, pin), covering)


def uncovered_since_base(project: Project, pin: Pin) -> Uncovered:
    """The changes of a pin since the base of the project that no new line of an entry covers."""
    base_pin = project.in_base(pin)
    if base_pin is None or base_pin.spec is None:
        raise UsageError(f"the base has no contract of {pin.id}; leave out --against to compare with the pin before")
    since = since_base(project, pin)
    covering = [selectors for _, selectors in new_covers_by_entry(project, pin)]
    missing, destination = _uncovered(project, base_pin, pin, since, covering)
    # what the pin changes of the one before is covered by its other entries: a draft must not repeat it
    if before := project.before(pin):
        destination = replace(destination, covered=(*destination.covered, *_between(project, before, pin)))
    return missing, destination


def since_base(project: Project, pin: Pin) -> tuple[Change, ...]:
    """The changes of a pin since the base of the project, whatever other pins it has."""
    return changes(replace(project, pins=(pin,))).against.get(pin.id, ())


def _between(project: Project, before: Pin, pin: Pin) -> tuple[Change, ...]:
    return changes(replace(project, pins=(before, pin), base=None)).between.get(pin.id, ())


def _uncovered(
    project: Project, before: Pin, pin: Pin, since: Iterable[Change], covering: Collection[tuple[str, ...]]
) -> Uncovered:
    """The changes between two pins, or two contracts of one, that no selectors cover."""
    progress("comparing the contracts")
    names = aliases(project, pin)
    covered: list[Change] = []
    left: list[Change] = []
    for change in filter(needs_entry, since):
        missing = owed(covering, change, names)
        if missing:
            level = level_for(missing, change, names)
            left.append(replace(change, selector=missing[0], selectors=missing, level=level))
        else:
            covered.append(change)
    # an entry is published with its pin, not before it
    slugs = project.history.names.union(entry.slug for entry in project.entries)
    day = max(project.today, pin.text.released)
    destination = Destination(pin, slugs, day, tuple(covered), covering, names, project.config.error_codes)
    known = with_known_selectors(left, names.specs, project.config)
    return with_renames(known, before.contract, pin.contract), destination


def entry_drafts(missing: Sequence[Change], destination: Destination, slug: str | None = None) -> Files:
    """The drafts for changes that no entry covers: one per group, or a single one under a slug."""
    files = MutableFiles()
    if not missing:
        return files
    progress("drafting entries")
    entries = [drafted_as_one(slug, missing, destination)] if slug else drafted(missing, destination)
    for entry in entries:
        files |= new_entry(entry)
    return files


def draft_entries(run: Run, project: Project, slug: str | None, pin_id: str | None, against: str | None) -> None:
    """Write drafts for the uncovered changes of a pin, since the pin before or since a base."""
    pin = find_pin(project, pin_id, current=against is not None)
    if against is None:
        missing, destination = uncovered_since_previous(project, pin)
    else:
        project = replace(project, base=read_base(run.root, run.from_root(against), project)[0])
        missing, destination = uncovered_since_base(project, pin)
        if pin.text.released <= project.today:
            missing = tuple(_without_breaking(missing, pin))
    files = entry_drafts(missing, destination, slug)
    if not files:
        notice(f"every change of {pin.id} has an entry; nothing was written")
        return
    run.create(files)


def _without_breaking(missing: Iterable[Change], pin: Pin) -> Iterator[Change]:
    """The changes without what a released pin cannot have, which is printed."""
    for change in missing:
        if change.level == "breaking":
            echo(f"not drafted under {pin.id}, since it needs a new pin: {change.text}", err=True)
        else:
            yield change
