"""What comes due: the sunset of every redirect that an edge carries, and the other days on which a promise ends."""

import msgspec

from docgen.model.project import Project
from docgen.sunsets.due import Due
from docgen.sunsets.due_dates import due_dates
from docgen.sunsets.traffic import Logs, Traffic

__all__ = ["Due", "Logs", "Sunsets", "Traffic", "due_dates", "sunsets", "uid"]


class Sunsets(msgspec.Struct, frozen=True):
    """What ends, the first first, seen at `project.now`; `within` is the window in seconds, `logs` what was counted.

    `near` ends within the window, `passed` ended within as long before now; `later` and `earlier` lie outside of it.
    """

    project: Project
    within: int
    near: tuple[Due, ...]
    passed: tuple[Due, ...]
    later: tuple[Due, ...]
    earlier: tuple[Due, ...]
    logs: Logs | None = None

    @property
    def every(self) -> tuple[Due, ...]:
        """All of them, the first first."""
        return (*self.earlier, *self.passed, *self.near, *self.later)

    @property
    def due(self) -> bool:
        """Whether something ends within the window, or ended so long ago at most."""
        return bool(self.near or self.passed)

    def traffic(self, due: Due) -> Traffic | None:
        """Who still asks for a redirect; None where no log was read, or it is no redirect."""
        if self.logs is None or due.redirect is None:
            return None
        return self.logs.traffic.get((due.redirect.host, due.redirect.id), Traffic())


def sunsets(project: Project, within: int, logs: Logs | None = None) -> Sunsets:
    """What ends, ended, and will end later, with a window of `within` seconds before and after `project.now`."""
    now = project.epoch
    found = due_dates(project)
    return Sunsets(
        project,
        within,
        near=tuple(due for due in found if now < due.at <= now + within),
        passed=tuple(due for due in found if now - within <= due.at <= now),
        later=tuple(due for due in found if due.at > now + within),
        earlier=tuple(due for due in found if due.at < now - within),
        logs=logs,
    )


def uid(project: Project, due: Due) -> str:
    """The permanent UID of its event in a calendar (RFC 5545, section 3.8.4.7), as a tag (RFC 4151)."""
    return f"tag:{project.config.feed_authority}:sunset/{due.id}"
