"""Sunsets: when rules, parts of contracts, pins and notices end, and the days by which customers must act."""

from collections.abc import Mapping
from typing import Final, Literal, get_args

import msgspec

from docgen.model.ending import Ending, rule_ending_id
from docgen.model.project import Project
from docgen.sunsets.endings import end_dates, undated
from docgen.sunsets.traffic import Logs, Traffic

__all__ = ["Logs", "Sunsets", "Traffic", "end_dates", "passed", "undated"]


State = Literal["earlier", "overdue", "passed", "near", "later", "undated"]
"""`near` ends within the window after now, `passed` ended within the window before now, `overdue` ended before that and
has something left to do; `later` and `earlier` are the others with a date."""
STATES: Final[tuple[State, ...]] = get_args(State)


class Sunsets(msgspec.Struct, frozen=True):
    """The endings at `project.now` in order of time, last those without a date; `within` is the window in seconds.

    `accepted` has who accepts what is left to do, by the id of the ending; `logs` has the requests that were counted,
    if any log was read.
    """

    project: Project
    within: int
    every: tuple[Ending, ...]
    logs: Logs | None = None
    accepted: Mapping[str, str] = {}

    def state(self, end: Ending) -> State:
        """The group of an ending."""
        if end.ends is None:
            return "undated"
        to_come = end.ends - self.project.epoch
        if to_come > self.within:
            return "later"
        if to_come > 0:
            return "near"
        if to_come >= -self.within:
            return "passed"
        return "overdue" if end.is_left(self.project.now) else "earlier"

    def of(self, state: State) -> tuple[Ending, ...]:
        """The endings of a group."""
        return tuple(end for end in self.every if self.state(end) == state)

    @property
    def due(self) -> tuple[Ending, ...]:
        """What ends within the window, and what passed and has something left to do that nobody accepts.

        An acceptance that ends is listed alone: `docgen check --calendar` reports it after its day.
        """
        passed = (*self.of("overdue"), *self.of("passed"))
        left = [end for end in passed if end.is_left(self.project.now) and end.id not in self.accepted]
        return (*left, *(end for end in self.of("near") if end.kind != "accepted"))

    def traffic(self, end: Ending) -> Traffic | None:
        """The requests that call what ends; None if no log was read, or if such logs do not show them."""
        id_ = end.id
        # counted with its rule
        if end.kind == "brownout" and end.redirect:
            id_ = rule_ending_id(end.redirect)
        if self.logs is None or id_ not in self.logs.shown:
            return None
        return self.logs.traffic.get(id_, Traffic())


def passed(project: Project) -> tuple[Ending, ...]:
    """The end dates that have passed at `project.now` and have something left to do, but for reviews."""
    # each statement to review has a finding of its own, from its proof
    return tuple(end for end in end_dates(project) if end.is_left(project.now) and end.kind != "review")
