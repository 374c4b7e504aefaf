"""Drafts of entries for changes that no entry covers: of `new entry --from-diff`, `new pin` and `spec pull`."""

from collections.abc import Collection, Iterable

import msgspec
from msgspec.structs import replace

from docgen.author.change_groups import with_known_selectors
from docgen.author.draft import Destination, drafted, drafted_as_one
from docgen.author.new import new_entry
from docgen.check.contract_change import new_covers_by_entry
from docgen.cli.lookup import find_pin
from docgen.cli.run import Run, echo, notice, progress
from docgen.differ.project import changes
from docgen.entries.coverage import Aliases, aliases, level_for, needs_entry, owed
from docgen.errors import UsageError
from docgen.load.base import read_base
from docgen.model.change import Change
from docgen.model.files import Files
from docgen.model.pin import Pin
from docgen.model.project import Project


class Coverage(msgspec.Struct, frozen=True):
    """The changes of a pin: those `missing` an entry, and those `covered` by one."""

    missing: tuple[Change, ...]
    covered: tuple[Change, ...]
    naming: Aliases


def coverage_since_previous(project: Project, pin: Pin) -> Coverage:
    """The coverage of a pin's changes since the pin before; UsageError (exit code 2) for the first pin."""
    if pin.id == project.pins[0].id:
        raise UsageError(f"{pin.id} is the first pin, so there is none to compare it with; expected --against FILE")
    return _coverage(project, pin, _between(project, pin), [entry.text.covers for entry in project.entries_of(pin)])


def coverage_since_base(project: Project, pin: Pin) -> Coverage:
    """The coverage of a pin's changes since the base of the project, by new lines of entries."""
    base_pin = project.base.pin(pin.id) if project.base else None
    if base_pin is None or base_pin.spec is None:
        raise UsageError(f"the base has no contract of {pin.id}; leave out --against to compare with the pin before")
    since = changes(replace(project, pins=(pin,))).against.get(pin.id, ())
    coverage = _coverage(project, pin, since, [selectors for _, selectors in new_covers_by_entry(project, pin)])
    # what the pin changes of the one before is covered by its other entries: a draft must not repeat it
    others = _between(project, pin)
    return replace(coverage, covered=(*coverage.covered, *others))


def _between(project: Project, pin: Pin) -> tuple[Change, ...]:
    """The changes of a pin since the one before; empty for the first pin."""
    for before, after in project.successions():
        if after.id == pin.id:
            alone = replace(project, pins=(before, after), base=None)
            return changes(alone).between.get(pin.id, ())
    return ()


def _coverage(project: Project, pin: Pin, since: Iterable[Change], covering: Collection[tuple[str, ...]]) -> Coverage:
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
    return Coverage(with_known_selectors(left, names.specs, project.config), tuple(covered), names)


def entry_drafts(project: Project, pin: Pin, coverage: Coverage, slug: str | None = None) -> Files:
    """The drafts for the missing changes: one per group, or a single one under a slug."""
    if not coverage.missing:
        return {}
    progress("drafting entries")
    day = max(project.now.date(), pin.text.released)
    slugs = {entry.slug for entry in project.entries}
    destination = Destination(pin, slugs, day, coverage.covered, coverage.naming, project.config.error_codes)
    entries = drafted(coverage.missing, destination)
    if slug:
        entries = (drafted_as_one(slug, coverage.missing, destination),)
    files: dict[str, str | bytes] = {}
    for entry in entries:
        files |= new_entry(entry)
    return files


def draft_entries(run: Run, project: Project, slug: str | None, pin_id: str | None, against: str | None) -> None:
    """Write drafts for the uncovered changes of a pin, since the pin before or since a base."""
    pin = find_pin(project, pin_id, current=against is not None)
    if against is None:
        coverage = coverage_since_previous(project, pin)
    else:
        project = replace(project, base=read_base(run.root, against, project)[0])
        coverage = coverage_since_base(project, pin)
        if pin.text.released <= project.now.date():
            coverage = _without_breaking(coverage, pin)
    files = entry_drafts(project, pin, coverage, slug)
    if not files:
        notice(f"every change of {pin.id} has an entry; nothing was written")
        return
    run.create(files)


def _without_breaking(coverage: Coverage, pin: Pin) -> Coverage:
    """The coverage without what a released pin cannot have, which is printed."""
    for change in coverage.missing:
        if change.level == "breaking":
            echo(f"not drafted under {pin.id}, since it needs a new pin: {change.text}", err=True)
    missing = tuple(change for change in coverage.missing if change.level != "breaking")
    return replace(coverage, missing=missing)
