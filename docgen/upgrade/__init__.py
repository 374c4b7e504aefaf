"""The upgrade from one pin to a later one: what a customer must do, from the entries between and the contracts."""

from collections.abc import Iterable
from datetime import date
from operator import attrgetter

import msgspec

from docgen.entries.endings import breaks_on
from docgen.model.change import LEVELS, Change
from docgen.model.entry import Entry
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.upgrade.consumers import Usage
from docgen.upgrade.dependencies import reach
from docgen.upgrade.path import UpgradePath


class Step(msgspec.Struct, frozen=True):
    """A published entry between the pins, with the contract changes that it explains and that affect the customer.

    `breaks_on` is the first day on which something that the entry announces stops working, None if nothing ends.
    """

    project: Project
    entry: Entry
    changes: tuple[Change, ...]
    breaks_on: date | None = None

    @property
    def is_breaking(self) -> bool:
        """Whether the entry's impact or one of its changes is breaking, or something ends on a day."""
        levels = (self.entry.text.impact, *map(attrgetter("level"), self.changes))
        return "breaking" in levels or self.breaks_on is not None

    @property
    def has_action(self) -> bool:
        """Whether the entry requires or recommends an action."""
        return self.entry.text.action.level != "none"


class Upgrade(msgspec.Struct, frozen=True):
    """What a customer must do to get from one pin to a later one.

    `pins` are those after `start` up to `end`, oldest first; `steps` are sorted: breaking, required, recommended,
    no action; `unexplained` are the changes that no entry covers; `left_out` counts the entries and changes that do
    not affect the `usage`, `unpublished` the entries that are not published yet.
    """

    project: Project
    start: Pin
    end: Pin
    pins: tuple[Pin, ...]
    steps: tuple[Step, ...]
    unexplained: tuple[Change, ...]
    usage: Usage | None = None
    left_out: tuple[int, int] = (0, 0)
    unpublished: int = 0

    @property
    def summary(self) -> dict[str, int]:
        """How many steps are breaking, how many require an action, and how many breaking changes no entry covers."""
        return {
            "breaking": sum(step.is_breaking for step in self.steps),
            "required": sum(step.entry.text.action.level == "required" for step in self.steps),
            "unexplained_breaking": sum(change.level == "breaking" for change in self.unexplained),
        }

    @property
    def slugs(self) -> frozenset[str]:
        """The entries of the steps."""
        return frozenset(map(attrgetter("entry.slug"), self.steps))


def upgrade_along(path: UpgradePath, start: Pin, usage: Usage | None = None) -> Upgrade:
    """What a customer on `start`, where the path begins, must do along it; with `usage`, only what affects it.

    An entry without `covers` always counts.
    """
    numbered = enumerate(path.changes)
    affected = {number: change for number, change in numbered if usage is None or usage.is_affected_by(change)}

    def affecting(numbers: Iterable[int]) -> tuple[Change, ...]:
        return tuple(affected[number] for number in numbers if number in affected)

    steps = []
    for entry in path.entries:
        changes = affecting(path.explained[entry.slug])
        step = Step(path.project, entry, changes, breaks_on(path.project, entry))
        covers = entry.text.covers
        # what covers nothing may concern anybody
        if usage is None or not covers or changes or reach(covers, usage.selectors):
            steps.append(step)
    return Upgrade(
        path.project,
        start,
        path.end,
        path.pins,
        tuple(sorted(steps, key=_rank)),
        tuple(sorted(affecting(path.unexplained), key=lambda change: LEVELS.index(change.level))),
        usage,
        (len(path.entries) - len(steps), len(path.changes) - len(affected)),
        path.unpublished,
    )


def _rank(step: Step) -> tuple[int, date, date, str]:
    text = step.entry.text
    # what breaks comes first, whatever its action is
    urgency = ("required", "recommended", "none").index(text.action.level)
    if step.is_breaking:
        urgency = -1
    return urgency, text.action.by or date.max, text.effective, step.entry.slug
