"""From one pin to a later one: what a customer must do, from the entries between and the two contracts."""

from datetime import date
from typing import Final

import msgspec

from docgen.differ import diff
from docgen.differ.coverage import naming, needs_entry, slugs_telling
from docgen.differ.ignore import ignored
from docgen.differ.project import seen_from
from docgen.model.change import Change, Policy
from docgen.model.entry import Entry
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.upgrade.reach import speaks_of
from docgen.upgrade.used import Used

__all__ = ["Step", "Upgrade", "Used", "upgrade"]

_LEVELS: Final = ("breaking", "warning", "info")


class Step(msgspec.Struct, frozen=True):
    """An entry on the way, with the changes of the contract that it explains (those that reach the customer)."""

    entry: Entry
    changes: tuple[Change, ...]

    @property
    def breaking(self) -> bool:
        """Whether the writer or the contract says that it breaks customers."""
        return self.entry.text.impact == "breaking" or any(change.level == "breaking" for change in self.changes)

    @property
    def asked(self) -> bool:
        """Whether a customer has something to do."""
        return self.entry.text.action.level != "none"


class Upgrade(msgspec.Struct, frozen=True):
    """The way from one pin to a later one.

    `pins` are those after `start` up to `end`, oldest first; `steps` come breaking ones first, then what is
    required, recommended, and good to know; `unexplained` are the changes that no entry covers; `left_out`
    counts the entries and changes that reach nothing of what is `used`, `unpublished` the entries to come.
    """

    start: Pin
    end: Pin
    pins: tuple[Pin, ...]
    steps: tuple[Step, ...]
    unexplained: tuple[Change, ...]
    used: Used | None = None
    left_out: tuple[int, int] = (0, 0)
    unpublished: int = 0


def upgrade(project: Project, start: Pin, end: Pin, used: Used | None = None) -> Upgrade:
    """What a customer on `start` must do to get to `end`; with `used`, only what reaches that.

    Entries come from the published ones of the pins after `start` up to `end`; one without `covers` always counts.
    """
    ids = [pin.id for pin in project.pins]
    pins = project.pins[ids.index(start.id) + 1 : ids.index(end.id) + 1]
    known = [entry for pin in pins for entry in project.entries_of(pin)]
    published = {entry.slug for entry in project.published()}
    entries = [entry for entry in known if entry.slug in published]
    changes = _changes(project, start, end)
    explained: dict[str, list[Change]] = {entry.slug: [] for entry in entries}
    unexplained: list[Change] = []
    touching = [change for change in changes if used is None or used.touched(change)]
    covered = {entry.slug: frozenset(entry.text.covers) for entry in entries}
    namings = {pin.id: naming(project, pin) for pin in pins}
    for change in touching:
        named = {pin: naming.of(change) for pin, naming in namings.items()}
        slugs = slugs_telling(covered, change, {entry.slug: named[entry.pin] for entry in entries})
        for slug in slugs:
            explained[slug].append(change)
        unexplained += [] if slugs or not needs_entry(change) else [change]
    steps = [Step(entry, tuple(explained[entry.slug])) for entry in entries]
    kept = [step for step in steps if used is None or _matters(step, used)]
    return Upgrade(
        start,
        end,
        pins,
        tuple(sorted(kept, key=_rank)),
        tuple(sorted(unexplained, key=lambda change: _LEVELS.index(change.level))),
        used,
        (len(steps) - len(kept), len(changes) - len(touching)),
        len(known) - len(entries),
    )


def _changes(project: Project, start: Pin, end: Pin) -> tuple[Change, ...]:
    base, revision, config = seen_from(end, start), end.spec, project.config.diff
    if base is None or revision is None or start.id == end.id:
        return ()
    policy = Policy(config.policy, {id_: override.level for id_, override in config.levels.items()})
    found = diff(base, revision, policy=policy, now=project.now)
    return tuple(change for change in found if not ignored(change, config.ignore, project.now.date()))


def _matters(step: Step, used: Used) -> bool:
    covers = step.entry.text.covers
    return not covers or bool(step.changes) or any(speaks_of(selector, used.reached) for selector in covers)


def _rank(step: Step) -> tuple[int, date, date, str]:
    text = step.entry.text
    urgency = 0 if step.breaking else 1 + ("required", "recommended", "none").index(text.action.level)
    return urgency, text.action.by or date.max, text.effective, step.entry.slug
