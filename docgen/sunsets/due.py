"""One promise that ends at a time."""

from datetime import UTC, date, datetime
from typing import Literal

import msgspec

from docgen.model.entry import Entry
from docgen.model.redirect import Redirect

Kind = Literal["redirect", "operation", "pin-deprecated", "pin-retired", "notice", "action"]


class Due(msgspec.Struct, frozen=True):
    """What ends, and from when on (`at`, a Unix time in seconds).

    `id` is permanent and unique among all; `what` says in a few words what ends, `then` what comes after it, empty
    where nothing says so; `last` is the last day of what is promised for whole days, such as an action, else None;
    `entry` announces it to customers, None where no published entry does; `path` is the file in which the date stands.
    """

    kind: Kind
    id: str
    at: int
    what: str
    path: str
    then: str = ""
    last: date | None = None
    entry: Entry | None = None
    redirect: Redirect | None = None
    advice: tuple[str, str] = ("", "")
    """What to do, and the command that does it."""

    @property
    def day(self) -> date:
        """The day in UTC that people write down for it: its last, or the one on which it ends."""
        return self.last or datetime.fromtimestamp(self.at, UTC).date()

    @property
    def start(self) -> date:
        """What a calendar shows: the instant in UTC at which a redirect ends, or else the day."""
        return datetime.fromtimestamp(self.at, UTC) if self.kind == "redirect" else self.day

    def days_left(self, now: datetime) -> int:
        """Whole days of the calendar in UTC from `now` to that day; negative where it lies behind."""
        return (self.day - now.astimezone(UTC).date()).days
