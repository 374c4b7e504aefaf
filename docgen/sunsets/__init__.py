"""Sunsets: when redirects, operations, pins and notices end, and the days by which customers must act."""

from collections.abc import Mapping

import msgspec

from docgen.model.project import Project
from docgen.sunsets.end_date import EndDate
from docgen.sunsets.end_dates import end_dates
from docgen.sunsets.traffic import Logs, Traffic

__all__ = ["EndDate", "Logs", "Sunsets", "Traffic", "end_dates", "passed", "sunsets", "uid"]


class Sunsets(msgspec.Struct, frozen=True):
    """The end dates at `project.now`, each group in order of time; `within` is the window in seconds.

    `near` end within the window after now, `passed` ended within the window before now, `overdue` ended before that
    and have something left to do; `later` and `earlier` are the others. `accepted` has who accepts what is left to
    do, by the id of the end date; `logs` has the requests that were counted, if any log was read.
    """

    project: Project
    within: int
    near: tuple[EndDate, ...]
    passed: tuple[EndDate, ...]
    later: tuple[EndDate, ...]
    earlier: tuple[EndDate, ...]
    overdue: tuple[EndDate, ...] = ()
    logs: Logs | None = None
    accepted: Mapping[str, str] = {}

    @property
    def every(self) -> tuple[EndDate, ...]:
        """All end dates in order of time."""
        groups = (self.earlier, self.overdue, self.passed, self.near, self.later)
        return tuple(sorted((end for group in groups for end in group), key=lambda end: (end.at, end.id)))

    @property
    def due(self) -> tuple[EndDate, ...]:
        """What ends within the window, and what passed and has something left to do that nobody accepts."""
        left = (end for end in (*self.overdue, *self.passed) if end.is_left(self.project.now))
        return (*(end for end in left if end.id not in self.accepted), *self.near)

    def traffic(self, end_date: EndDate) -> Traffic | None:
        """The requests for a redirect; None if no log was read, or if it is not the end date of a redirect."""
        if self.logs is None or end_date.redirect is None:
            return None
        return self.logs.traffic.get((end_date.redirect.host, end_date.redirect.id), Traffic())


def passed(project: Project) -> tuple[EndDate, ...]:
    """The end dates that have passed at `project.now` and have something left to do."""
    return tuple(end for end in end_dates(project) if end.is_left(project.now))


def sunsets(
    project: Project, within: int, logs: Logs | None = None, accepted: Mapping[str, str] | None = None
) -> Sunsets:
    """The end dates of a project, with a window of `within` seconds before and after `project.now`."""
    now = project.epoch
    every = end_dates(project)
    before = tuple(end for end in every if end.at < now - within)
    return Sunsets(
        project,
        within,
        near=tuple(end for end in every if now < end.at <= now + within),
        passed=tuple(end for end in every if now - within <= end.at <= now),
        later=tuple(end for end in every if end.at > now + within),
        earlier=tuple(end for end in before if not end.is_left(project.now)),
        overdue=tuple(end for end in before if end.is_left(project.now)),
        logs=logs,
        accepted=accepted or {},
    )


def uid(project: Project, end_date: EndDate) -> str:
    """The permanent UID of the calendar event of an end date (RFC 5545, section 3.8.4.7), as a tag (RFC 4151)."""
    return f"tag:{project.config.feed_authority}:sunset/{end_date.id}"
