"""Drafts of entries for what no entry tells, as `new entry --from-diff`, `new pin` and `spec pull` make them."""

from collections.abc import Collection, Iterable
from pathlib import Path  # noqa: TID251 - the shell hands folders to the readers and the writer

import click
import msgspec

from docgen.author.change_groups import nameable
from docgen.author.draft import Place, drafted, drafted_as
from docgen.author.new import new_entry
from docgen.check.contract_change import new_covers_by_entry
from docgen.cli.writing import apply
from docgen.differ.project import changes
from docgen.entries.coverage import Naming, covers, naming, needs_entry
from docgen.errors import UsageError
from docgen.load.comparison_base import read_base
from docgen.model.change import Change
from docgen.model.draft import MARK
from docgen.model.files import Files
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.wording import counted, plural
from docgen.write import plan


class Untold(msgspec.Struct, frozen=True):
    """The changes of a pin that no entry tells, and those that stand beside them."""

    left: tuple[Change, ...]
    told: tuple[Change, ...]
    naming: Naming


def since_before(project: Project, pin: Pin) -> Untold:
    """What a pin changes of the one before, and no entry tells; UsageError (exit code 2) where it is the first."""
    if pin.id == project.pins[0].id:
        raise UsageError(f"{pin.id} is the first pin, so no pin is there to compare it with; expected --against FILE")
    return _untold(project, pin, _between(project, pin), [entry.text.covers for entry in project.entries_of(pin)])


def since_base(project: Project, pin: Pin) -> Untold:
    """What a pin changes of its contract in the base of the project, and no new line of an entry tells."""
    if project.base is None or project.base.pin(pin.id) is None:
        raise UsageError(f"the base has no contract of {pin.id}; without --against it is the pin before")
    found = changes(msgspec.structs.replace(project, pins=(pin,))).against.get(pin.id, ())
    untold = _untold(project, pin, found, [selectors for _, selectors in new_covers_by_entry(project, pin)])
    others = _between(project, pin)
    return msgspec.structs.replace(untold, told=(*untold.told, *others))


def _between(project: Project, pin: Pin) -> tuple[Change, ...]:
    """What a pin changes of the one before; nothing where it is the first."""
    both = tuple(pair for pair in project.successions() if pair[1].id == pin.id)
    if not both:
        return ()
    return changes(msgspec.structs.replace(project, pins=both[0], base=None)).between.get(pin.id, ())


def _untold(project: Project, pin: Pin, found: Iterable[Change], covered: Collection[tuple[str, ...]]) -> Untold:
    names = naming(project, pin)
    told: list[Change] = []
    left: list[Change] = []
    for change in filter(needs_entry, found):
        is_told = any(covers(selectors, change, names.of(change)) for selectors in covered)
        (told if is_told else left).append(change)
    return Untold(nameable(left, names.specs, project.config), tuple(told), names)


def entry_drafts(project: Project, pin: Pin, untold: Untold, slug: str | None = None) -> Files:
    """The drafts of changes that no entry tells: one a group, or one of all of them under a slug."""
    if not untold.left:
        return {}
    day = max(project.now.date(), pin.text.released)
    place = Place(pin, {entry.slug for entry in project.entries}, day, untold.told, untold.naming)
    made = (drafted_as(slug, untold.left, place),) if slug else drafted(untold.left, place)
    return {path: text for entry in made for path, text in new_entry(entry).items()}


def draft_entries(
    project: Project, root: Path, slug: str | None, pin_id: str | None, against: str | None, show_diff: bool
) -> None:
    """Write the drafts of what a pin changes and no entry tells, against the pin before or a base."""
    pin = named_pin(project, pin_id, current=against is not None)
    if against:
        project = msgspec.structs.replace(project, base=read_base(root, against, project)[0])
    untold = since_base(project, pin) if against else since_before(project, pin)
    if against and pin.text.released <= project.now.date():
        broken = [change for change in untold.left if change.level == "breaking"]
        untold = msgspec.structs.replace(untold, left=tuple(c for c in untold.left if c not in broken))
        for change in broken:
            click.echo(f"needs a new date, so it is not drafted under {pin.id}: {change.text}", err=True)
    files = entry_drafts(project, pin, untold, slug)
    if not files:
        click.echo(f"no change of {pin.id} waits for an entry; nothing was written")
        return
    put(files, root, show_diff)


def named_pin(project: Project, pin_id: str | None, current: bool = False) -> Pin:
    """The pin of an id; without one, the current or the newest."""
    known = {pin.id: pin for pin in project.pins}
    if not known:
        raise UsageError("the project has no pin yet; expected changelog/<date>/pin.yaml")
    if pin_id is None:
        return (project.current if current else None) or project.pins[-1]
    if pin_id not in known:
        raise UsageError(f"pin {pin_id!r} not found; expected one of {', '.join(known)}")
    return known[pin_id]


def put(files: Files, root: Path, show_diff: bool, edits: Iterable[str] = (), err: bool = False) -> None:
    """Write new files, and those that are edited; a file that a writer wrote is never overwritten.

    With `err` the lines go to the standard error stream, since another report has the output.
    """
    planned = plan(files, root)
    taken = sorted(set(planned.update) - set(edits))
    if taken:
        raise UsageError(f"{', '.join(taken)} exists; docgen never overwrites what a writer wrote")
    if show_diff:
        click.echo(planned.diff(), nl=False)
        return
    apply(planned)
    for path in (*planned.create, *planned.update):
        click.echo(f"{'wrote' if path in planned.create else 'edited'} {path}", err=err)
    left = sum(str(text).count(MARK) for text in files.values())
    if left:
        places = f"{counted(left, 'place')} {plural(left, 'is', 'are')}"
        click.echo(f"{places} left to you: look for {MARK}; the check refuses the files until then", err=err)
