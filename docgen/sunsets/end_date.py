"""The end date of one promise."""

from datetime import UTC, date, datetime
from typing import Literal

import msgspec

from docgen.model.entry import Entry
from docgen.model.redirect import Redirect
from docgen.openapi.deprecated import Kind as Part
from docgen.positions.source import Pointer, Source

Kind = Part | Literal["redirect", "brownout", "pin-deprecated", "pin-retired", "notice", "action"]


class EndDate(msgspec.Struct, frozen=True):
    """When something ends (`at`, a Unix time in seconds), and what.

    `id` is permanent and unique among all end dates; `what` names in a few words what ends; `then` is what follows,
    empty if unknown; `last_day` is the last day of a promise of whole days, such as an action, else None; `entry` is
    the published entry that announces it, None if there is none; `selector` names a part of
    the contract that ends; `path` is the file that contains the date.
    """

    kind: Kind
    id: str
    at: int
    what: str
    path: str
    then: str = ""
    last_day: date | None = None
    entry: Entry | None = None
    redirect: Redirect | None = None
    claiming: tuple[Entry, ...] = ()
    """The published entries with a claim that the redirect is there."""
    selector: str = ""
    advice: tuple[str, str] = ("", "")
    """What to do, and the command for it."""
    position: tuple[Source, Pointer] | None = None
    """Where the date is, if something is left to do once it has passed."""
    left: tuple[str, str] = ("", "")
    """What is wrong once it has passed, until somebody acts, and what to do; empty where it just ends."""

    @property
    def day(self) -> date:
        """The day in UTC as people write it: the last day of the promise, or the day on which it ends."""
        return self.last_day or datetime.fromtimestamp(self.at, UTC).date()

    @property
    def start(self) -> date:
        """The start of the calendar event: an instant in UTC, or the day."""
        return datetime.fromtimestamp(self.at, UTC) if self.is_instant else self.day

    @property
    def is_instant(self) -> bool:
        """Whether a time of the day is promised, too: that of a redirect is."""
        return self.kind in ("redirect", "brownout")

    def is_left(self, now: datetime) -> bool:
        """Whether it has passed at `now`, and something is left to do."""
        return bool(self.left[0]) and self.at <= now.timestamp()

    def days_left(self, now: datetime) -> int:
        """Calendar days in UTC from `now` to `day`; negative once it has passed."""
        return (self.day - now.astimezone(UTC).date()).days
