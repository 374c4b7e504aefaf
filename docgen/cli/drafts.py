"""Drafts of entries for changes that no entry covers: of `new entry --from-diff`, `new pin` and `spec pull`."""

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path  # noqa: TID251 - the shell hands folders to the readers and the writer

import msgspec

from docgen.author.change_groups import with_known_selectors
from docgen.author.draft import Destination, drafted, drafted_as_one
from docgen.author.new import new_entry
from docgen.check.contract_change import new_covers_by_entry
from docgen.cli.progress import progress
from docgen.cli.streams import echo, notice
from docgen.cli.writing import apply
from docgen.differ.project import changes
from docgen.entries.coverage import Aliases, aliases, level_for, needs_entry, owed
from docgen.errors import UsageError
from docgen.load.base import read_base
from docgen.model.change import Change
from docgen.model.draft import MARK
from docgen.model.files import Files
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.wording import counted, plural
from docgen.write import Plan, plan


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
    found = changes(msgspec.structs.replace(project, pins=(pin,))).against.get(pin.id, ())
    coverage = _coverage(project, pin, found, [selectors for _, selectors in new_covers_by_entry(project, pin)])
    others = _between(project, pin)
    return msgspec.structs.replace(coverage, covered=(*coverage.covered, *others))


def _between(project: Project, pin: Pin) -> tuple[Change, ...]:
    """The changes of a pin since the one before; empty for the first pin."""
    both = tuple(pair for pair in project.successions() if pair[1].id == pin.id)
    if not both:
        return ()
    return changes(msgspec.structs.replace(project, pins=both[0], base=None)).between.get(pin.id, ())


def _coverage(project: Project, pin: Pin, found: Iterable[Change], covering: Collection[tuple[str, ...]]) -> Coverage:
    progress("comparing the contracts")
    names = aliases(project, pin)
    covered: list[Change] = []
    left: list[Change] = []
    for change in filter(needs_entry, found):
        missing = owed(covering, change, names)
        if not missing:
            covered.append(change)
            continue
        level = level_for(missing, change, names)
        left.append(msgspec.structs.replace(change, selector=missing[0], selectors=missing, level=level))
    return Coverage(with_known_selectors(left, names.specs, project.config), tuple(covered), names)


def entry_drafts(project: Project, pin: Pin, coverage: Coverage, slug: str | None = None) -> Files:
    """The drafts for the missing changes: one per group, or a single one under a slug."""
    if not coverage.missing:
        return {}
    progress("drafting entries")
    day = max(project.now.date(), pin.text.released)
    slugs = {entry.slug for entry in project.entries}
    destination = Destination(pin, slugs, day, coverage.covered, coverage.naming, project.config.error_codes)
    made = (drafted_as_one(slug, coverage.missing, destination),) if slug else drafted(coverage.missing, destination)
    return {path: text for entry in made for path, text in new_entry(entry).items()}


def draft_entries(
    project: Project, root: Path, slug: str | None, pin_id: str | None, against: str | None, show_diff: bool
) -> None:
    """Write drafts for the uncovered changes of a pin, since the pin before or since a base."""
    pin = find_pin(project, pin_id, current=against is not None)
    if against is not None:
        project = msgspec.structs.replace(project, base=read_base(root, against, project)[0])
    coverage = coverage_since_base(project, pin) if against is not None else coverage_since_previous(project, pin)
    if against is not None and pin.text.released <= project.now.date():
        broken = [change for change in coverage.missing if change.level == "breaking"]
        coverage = msgspec.structs.replace(coverage, missing=tuple(c for c in coverage.missing if c not in broken))
        for change in broken:
            echo(f"not drafted under {pin.id}, since it needs a new pin: {change.text}", err=True)
    files = entry_drafts(project, pin, coverage, slug)
    if not files:
        notice(f"every change of {pin.id} has an entry; nothing was written")
        return
    write_new(files, root, show_diff)


def find_pin(project: Project, pin_id: str | None, current: bool = False) -> Pin:
    """The pin with an id; without an id, the current or the newest pin."""
    known = {pin.id: pin for pin in project.pins}
    if not known:
        raise UsageError("the project has no pin yet; expected changelog/<date>/pin.yaml")
    if pin_id is None:
        return (project.current if current else None) or project.pins[-1]
    if pin_id not in known:
        raise UsageError(f"pin {pin_id!r} not found; expected one of {', '.join(known)}")
    return known[pin_id]


def write_new(
    files: Files,
    root: Path,
    show_diff: bool,
    edits: Iterable[str] = (),
    err: bool = False,
    reports: Sequence[Plan] = (),
) -> None:
    """Write new files and edited ones, and print their paths; an existing file that is not in `edits` is a UsageError.

    With `err` the lines go to stderr, since stdout has another report. `reports` are written with them, or none is.
    """
    planned = plan(files, root)
    existing = sorted(set(planned.update) - set(edits))
    if existing:
        raise UsageError(f"{', '.join(existing)} already exists; docgen never overwrites what a writer wrote")
    if show_diff:
        echo(planned.diff(), nl=False)
        return
    apply(planned, *reports)
    for path in (*planned.create, *planned.update):
        notice(f"{'wrote' if path in planned.create else 'edited'} {path}", err=err)
    left = sum(str(text).count(MARK) for text in files.values())
    if left:
        places = f"{counted(left, 'place')} {plural(left, 'is', 'are')}"
        notice(f"{places} left to you: fill in each {MARK}; the check fails until then", err=err)
