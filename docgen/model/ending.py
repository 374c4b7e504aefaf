"""What ends: a redirect, a part of a contract, an API version, or the time to act."""

from datetime import UTC, date, datetime
from typing import Literal

import msgspec

from docgen.model.claim import DeprecationClaim
from docgen.model.entry import Entry
from docgen.model.redirect import Redirect, Rule, midnight, utc
from docgen.openapi.deprecated import Kind as PartKind
from docgen.positions.source import Pointer, Source

Kind = (
    PartKind
    | Literal["part", "redirect", "brownout", "headers", "pin-deprecated", "pin-retired"]
    | Literal["notice", "action", "accepted", "review"]
)
"""The kinds of endings: `part` is a part that its contract does not have, `headers` a rule without a target."""


class Ending(msgspec.Struct, frozen=True, kw_only=True):
    """Whose end it is, when it is, what is there instead, and who says so; what nobody says is None or empty.

    `name` is what a reader calls it: a path, a selector, a pin, the slug of an entry; `id` is permanent, and unique
    among the endings of a project. `ends` is the Unix time in seconds from which it has ended, `since` the first day of
    its notice. `then` is what is answered afterwards, `instead` what to use. `entry` is the published entry that
    announces it, by `claim` if not by what it covers. `source` and `pointer` are where its date is written.
    """

    kind: Kind
    name: str
    source: Source
    id: str = ""
    pointer: Pointer = ()
    what: str = ""
    """What ends, in a few words."""
    since: date | None = None
    ends: int | None = None
    then: str = ""
    instead: str = ""
    entry: Entry | None = None
    claim: DeprecationClaim | None = None
    rule: Rule | None = None
    claiming: tuple[Entry, ...] = ()
    """The published entries with a claim that the redirect is there."""
    pin: str = ""
    """The pin whose contract marks the part: the current one where that does."""
    since_pin: str = ""
    """The first pin whose contract marks the part."""
    advice: tuple[str, str] = ("", "")
    """What to do, and the command for it."""
    left: tuple[str, str] = ("", "")
    """What is wrong once it has ended, until somebody acts, and what to do; empty where it just ends."""

    @property
    def redirect(self) -> Redirect | None:
        """The redirect that ends."""
        return self.rule if isinstance(self.rule, Redirect) else None

    @property
    def at(self) -> int:
        """When it ends, where that is known: a Unix time in seconds."""
        assert self.ends is not None  # noqa: S101 - who asks has left out what has no date
        return self.ends

    @property
    def day(self) -> date:
        """The day of `at` in UTC as people write it: the last day of the promise, or the day on which it ends."""
        # people have the whole of such a day: it ends with its last second
        is_last_day = self.kind in ("action", "accepted", "review")
        return utc(self.at - is_last_day).date()

    @property
    def sunset(self) -> date | None:
        """The day, or None where nobody names one."""
        return None if self.ends is None else self.day

    @property
    def is_instant(self) -> bool:
        """Whether a time of the day is promised, too: that of a redirect is."""
        return self.kind in ("redirect", "brownout")

    def is_left(self, now: datetime) -> bool:
        """Whether it has ended at `now`, and something is left to do."""
        return bool(self.left[0]) and self.ends is not None and self.ends <= now.timestamp()

    def days_left(self, now: datetime) -> int:
        """Calendar days in UTC from `now` to `day`; negative once it has passed."""
        return (self.day - now.astimezone(UTC).date()).days


def redirect_ending(rule: Redirect, claiming: tuple[Entry, ...]) -> Ending:
    """The end of a redirect, which `claiming` claim; one without a sunset ends when it is removed."""
    ends, below = rule.sunset, ""
    if ends is None and rule.text.removed:
        ends = midnight(rule.text.removed)
    if rule.match == "prefix":
        below = "/..."
    return Ending(
        kind="redirect",
        name=rule.path,
        id=rule_ending_id(rule),
        source=rule.source,
        pointer=(*rule.pointer, "sunset"),
        what=f"https://{rule.host}{rule.path}{below} to {rule.to}",
        since=rule.text.since,
        ends=ends,
        then=rule.outcome,
        instead=rule.text.successor or rule.to,
        entry=next(iter(claiming), None),
        rule=rule,
        claiming=claiming,
    )


def rule_ending_id(rule: Rule) -> str:
    """The id of the ending of a rule: the rule's own, followed by the host for all hosts of the rule but its first."""
    kind = "redirect" if isinstance(rule, Redirect) else "headers"
    if rule.host == rule.text.hosts[0]:
        return f"{kind}/{rule.id}"
    return f"{kind}/{rule.id}/{rule.host}"
