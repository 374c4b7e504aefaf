"""What a reviewer decides from: what stops a change, what somebody decided in it, and what customers will see."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

import msgspec

from docgen.model.change import Change
from docgen.model.entry import Entry
from docgen.model.finding import Finding
from docgen.model.pin import Pin

Verdict = Literal["stop", "judge", "ship"]
State = Literal["new", "changed", "gone"]
Part = Literal["contract", "entries", "pin.yaml"]


class ReviewedPin(msgspec.Struct, frozen=True):
    """An API version that the change adds, or of which it changes these parts."""

    pin: Pin
    state: State
    parts: tuple[Part, ...] = ()


class ReviewedEntry(msgspec.Struct, frozen=True):
    """An entry that the base has not, or has otherwise; `note` says what was corrected since."""

    entry: Entry
    state: State
    note: str = ""


class ReviewedChange(msgspec.Struct, frozen=True):
    """A change of a contract with the slugs of the entries that describe it; `accepted` says who accepts it."""

    pin: str
    change: Change
    entries: tuple[str, ...] = ()
    accepted: str = ""


class ReviewedRule(msgspec.Struct, frozen=True):
    """A rule of a host that differs, with the lines in `finding`, the edges that serve it, and its last day.

    A day that nobody names is None, here as below.
    """

    state: State
    finding: Finding
    edges: tuple[str, ...]
    was: date | None
    now: date | None


class ReviewedEnd(msgspec.Struct, frozen=True):
    """A day on which something ends, as it was and as it is now."""

    what: str
    was: date | None
    now: date | None


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """A change of a project against its base, for those who decide whether it ships.

    `base` names what it is compared with; `stops` are the errors of the check, `decisions` what no rule can judge and
    a reviewer has to agree with. `edges` has the number of files that change on each edge, `annotations` that of
    descriptions and examples; `unjudged` are the files that changed and that no rule reads. `unreadable` says why
    nothing could be compared.
    """

    base: str
    today: date | None = None
    stops: tuple[Finding, ...] = ()
    decisions: tuple[Finding, ...] = ()
    pins: tuple[ReviewedPin, ...] = ()
    entries: tuple[ReviewedEntry, ...] = ()
    changes: tuple[ReviewedChange, ...] = ()
    annotations: int = 0
    rules: tuple[ReviewedRule, ...] = ()
    ends: tuple[ReviewedEnd, ...] = ()
    edges: Mapping[str, int] = {}
    unjudged: tuple[str, ...] = ()
    unreadable: str = ""

    @property
    def verdict(self) -> Verdict:
        """Whether it may ship, or only if a reviewer agrees with what was decided."""
        if self.unreadable or self.stops:
            return "stop"
        return "judge" if self.decisions else "ship"
