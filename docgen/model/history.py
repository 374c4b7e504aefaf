"""History: the pins from before there were contracts, and their entries, which nothing proves or compares."""

from datetime import date
from itertools import chain
from typing import Annotated, Final

import msgspec
from msgspec import Meta
from msgspec.structs import asdict

from docgen.model.authored import Authored
from docgen.model.entry import Action, Entry, EntryText, Impact, Kind
from docgen.model.text import PlainText, Selector, Summary
from docgen.positions.source import Source

NOT_CHECKED: Final = "This API version has no contract here, so its changes have not been checked."
"""What readers are told of history."""


class HistoryPinText(Authored):
    """What a writer puts into `changelog/<pin>/pin.yaml` of a pin without a contract."""

    history: Annotated[bool, Meta(extra_json_schema={"const": True})]
    """The pin is from before there were contracts: its entries are shown and marked, and not checked."""
    label: PlainText
    released: date
    summary: PlainText | None = None


class HistoryEntryText(Authored):
    """What a writer puts into an entry of a pin without a contract."""

    title: PlainText
    kind: Kind
    impact: Impact = "none"
    areas: tuple[PlainText, ...] = ()
    published: date
    effective: date | None = None
    """Absent: the day of `published`."""
    summary: Summary | None = None
    body: str
    """Markdown; HTML is shown as it is typed."""
    action: Action = Action(level="none")
    covers: tuple[Selector, ...] = ()
    """Linked to the reference where the current contract has them."""

    @property
    def full(self) -> EntryText:
        """The text as that of any entry."""
        own = {"effective": self.effective or self.published, "summary": self.summary or ""}
        return EntryText(**{**asdict(self), **own})


class HistoryPin(msgspec.Struct, frozen=True):
    """A pin without a contract; the folder is the id."""

    id: str
    text: HistoryPinText
    source: Source


class History(msgspec.Struct, frozen=True):
    """The pins without a contract, oldest release first, and their entries, by effective date and slug."""

    pins: tuple[HistoryPin, ...] = ()
    entries: tuple[Entry, ...] = ()

    @property
    def pin_ids(self) -> frozenset[str]:
        """The ids of the pins."""
        return frozenset(pin.id for pin in self.pins)

    @property
    def sources(self) -> tuple[Source, ...]:
        """The files, those of pins first."""
        return tuple(part.source for part in chain[HistoryPin | Entry](self.pins, self.entries))

    @property
    def names(self) -> frozenset[str]:
        """The ids of the pins and the slugs of the entries."""
        return self.pin_ids.union(entry.slug for entry in self.entries)

    def until(self, day: date) -> "History":
        """What a reader may see of it on a day."""
        known = History(tuple(pin for pin in self.pins if pin.text.released <= day))
        ids = known.pin_ids
        shown = tuple(entry for entry in self.entries if entry.pin in ids and entry.is_visible(day))
        return msgspec.structs.replace(known, entries=shown)
