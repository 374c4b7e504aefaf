"""From one pin to a later one: what a customer must do, from the entries between and the two contracts."""

from datetime import date
from typing import Final

import msgspec

from docgen.model.change import Change
from docgen.model.entry import Entry
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.upgrade.path import Way, pairs, way
from docgen.upgrade.reach import speaks_of
from docgen.upgrade.used import Used

__all__ = ["Step", "Upgrade", "Used", "Way", "along", "pairs", "upgrade", "way"]

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
    return along(way(project, start, end), start, used)


def along(found: Way, start: Pin, used: Used | None = None) -> Upgrade:
    """The same of a way that is known already; it begins at `start`."""
    touching = [used is None or used.touched(change) for change in found.changes]
    steps = [
        Step(entry, tuple(found.changes[index] for index in found.told[entry.slug] if touching[index]))
        for entry in found.entries
    ]
    kept = [step for step in steps if used is None or _matters(step, used)]
    unexplained = [found.changes[index] for index in found.unexplained if touching[index]]
    return Upgrade(
        start,
        found.end,
        found.pins,
        tuple(sorted(kept, key=_rank)),
        tuple(sorted(unexplained, key=lambda change: _LEVELS.index(change.level))),
        used,
        (len(steps) - len(kept), touching.count(False)),
        found.unpublished,
    )


def _matters(step: Step, used: Used) -> bool:
    covers = step.entry.text.covers
    return not covers or bool(step.changes) or any(speaks_of(selector, used.reached) for selector in covers)


def _rank(step: Step) -> tuple[int, date, date, str]:
    text = step.entry.text
    urgency = 0 if step.breaking else 1 + ("required", "recommended", "none").index(text.action.level)
    return urgency, text.action.by or date.max, text.effective, step.entry.slug
