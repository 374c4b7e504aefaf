"""The roadmap: what entries plan, reserve or defer, when it is due, and which pin has delivered it."""

from collections.abc import Iterator
from datetime import date
from itertools import chain
from typing import Final, Literal, get_args

import msgspec

from docgen.claims import KINDS
from docgen.claims.kind import Announcement
from docgen.model.entry import Entry
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.openapi.selectors import find

Kind = Literal["event", "value", "field", "entry"]
State = Literal["overdue", "open", "moved", "kept"]
STATES: Final[tuple[State, ...]] = get_args(State)
"""In the order of attention: what is overdue comes first."""


class RoadmapItem(msgspec.Struct, frozen=True):
    """Something that an entry announced before the contract had it.

    `name` is that of the event, the value, the field (`Schema.field`) or the deferred entry (its title); `at` the enum
    of a value; `due` the label, pin or date that it is planned for; `kept_by` the pin that delivered it. An item is
    `moved` if a later entry names it again.
    """

    kind: Kind
    name: str
    entry: Entry
    state: State
    at: str = ""
    due: str = ""
    because: str = ""
    kept_by: Pin | None = None


def roadmap(project: Project) -> tuple[RoadmapItem, ...]:
    """Every item of the published entries: by state, overdue and open first, then in the order of the entries."""
    items = chain.from_iterable(_items(project, entry) for entry in project.visible_entries())
    return tuple(sorted(items, key=lambda item: STATES.index(item.state)))


def _items(project: Project, entry: Entry) -> Iterator[RoadmapItem]:
    is_deferred, is_empty = entry.text.kind == "deferred", True
    for announced in _announced(entry):
        # a field that is absent is announced only where the entry says that it may come
        if announced.kind != "field" or is_deferred:
            is_empty = False
            yield _item(project, entry, announced)
    if is_deferred and is_empty:
        yield RoadmapItem("entry", entry.text.title, entry, "open")


def _announced(entry: Entry) -> Iterator[Announcement]:
    for claim in entry.text.claims:
        yield from KINDS[claim.kind].announces(claim.promise)


def _item(project: Project, entry: Entry, announced: Announcement) -> RoadmapItem:
    kind, name, at, due, because = announced
    kept_by = next((pin for pin in _later(project, entry) if _has(project, pin, announced)), None)
    pin = pin_due(project, entry, due)
    state: State = "open"
    if kept_by:
        state = "kept"
    elif kind != "field" and is_named_again(project, entry, announced):
        state = "moved"
    elif pin and pin.spec:
        state = "overdue"
    return RoadmapItem(kind, name, entry, state, at, due, because, kept_by)


def _has(project: Project, pin: Pin, announced: Announcement) -> bool:
    """Whether a pin has what was announced: for a value, whether one of its entries claims that it is sent."""
    if announced.kind == "event":
        return announced.name in pin.contract.events()
    if announced.kind == "field":
        return find(pin.contract, announced.name, project.config.error_codes) is not None
    for entry in project.visible_entries():
        for claim in entry.text.claims if entry.pin == pin.id else ():
            if claim.enum and claim.enum.at == announced.at and announced.name in claim.enum.wire:
                return True
    return False


def _later(project: Project, entry: Entry) -> list[Pin]:
    """The released pins after the pin of an entry."""
    pin = project.pin_of(entry)
    if pin is None:
        return []
    later = project.pins[project.pins.index(pin) + 1 :]
    return [pin for pin in later if pin.text.released <= project.today]


def pin_due(project: Project, entry: Entry, due: str) -> Pin | None:
    """The released pin in which an item was due; None where it is not due yet, or `due` is neither a pin nor a date."""
    today = project.today
    named = [pin for pin in project.pins if due in (pin.id, pin.text.label)]
    if named:
        return next((pin for pin in named if pin.text.released <= today and pin.id != entry.pin), None)
    try:
        return project.current if date.fromisoformat(due) < today else None
    except ValueError:
        return None


def is_named_again(project: Project, entry: Entry, announced: Announcement) -> bool:
    """Whether a later entry covers what was announced, or announces it again."""
    again = announced[:3]
    for later in project.visible_entries():
        if later.text.published > entry.text.published:
            if f"{announced.kind} {announced.name}" in later.text.covers:
                return True
            if any(other[:3] == again for other in _announced(later)):
                return True
    return False
