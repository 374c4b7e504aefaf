"""The roadmap: what entries plan, reserve or defer, when it is due, and which pin has delivered it."""

from collections.abc import Iterator
from datetime import date
from typing import Final, Literal

import msgspec

from docgen.model.claim import Claim, EnumClaim
from docgen.model.entry import Entry
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.openapi.selectors import find

Kind = Literal["event", "value", "field", "entry"]
State = Literal["overdue", "open", "moved", "kept"]
STATES: Final[tuple[State, ...]] = ("overdue", "open", "moved", "kept")
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
    found = [item for entry in project.visible_entries() for item in _entry_items(project, entry)]
    return tuple(sorted(found, key=lambda item: STATES.index(item.state)))


def _entry_items(project: Project, entry: Entry) -> Iterator[RoadmapItem]:
    items = [item for claim in entry.text.claims for item in _claim_items(project, entry, claim)]
    yield from items
    if entry.text.kind == "deferred" and not items:
        yield RoadmapItem("entry", entry.text.title, entry, "open")


def _claim_items(project: Project, entry: Entry, claim: Claim) -> Iterator[RoadmapItem]:
    if claim.events:
        for event in claim.events.planned or ():
            yield _event(project, entry, event, claim.events.for_ or "", claim.events.because or "")
    if claim.enum:
        for value in claim.enum.reserved:
            yield _value(project, entry, claim.enum, value)
    if claim.fields and entry.text.kind == "deferred":
        for field in claim.fields.absent:
            name = f"{claim.fields.at}.{field}"
            codes = project.config.error_codes
            kept_by = next((p for p in _later(project, entry) if p.spec and find(p.spec, name, codes)), None)
            because = claim.fields.because or ""
            yield RoadmapItem("field", name, entry, "kept" if kept_by else "open", because=because, kept_by=kept_by)


def _event(project: Project, entry: Entry, event: str, due: str, because: str) -> RoadmapItem:
    kept_by = next((pin for pin in _later(project, entry) if pin.spec and event in pin.spec.events()), None)
    pin = pin_due(project, entry, due) if due else None
    state: State = "open"
    if kept_by:
        state = "kept"
    elif is_named_again(project, entry, event):
        state = "moved"
    elif pin and pin.spec:
        state = "overdue"
    return RoadmapItem("event", event, entry, state, due=due, because=because, kept_by=kept_by)


def _value(project: Project, entry: Entry, enum: EnumClaim, value: str) -> RoadmapItem:
    kept_by = next((pin for pin in _later(project, entry) if _is_on_wire(project, pin, enum.at, value)), None)
    again = any(
        later.text.published > entry.text.published
        and any(c.enum and c.enum.at == enum.at and value in c.enum.reserved for c in later.text.claims)
        for later in project.visible_entries()
    )
    state: State = "kept" if kept_by else "moved" if again else "open"
    return RoadmapItem("value", value, entry, state, at=enum.at, because=enum.because or "", kept_by=kept_by)


def _is_on_wire(project: Project, pin: Pin, at: str, value: str) -> bool:
    """Whether an entry of the pin claims that the value is on the wire."""
    published = {entry.slug for entry in project.visible_entries()}
    return any(
        claim.enum.at == at and value in claim.enum.wire
        for entry in project.entries_of(pin)
        if entry.slug in published
        for claim in entry.text.claims
        if claim.enum
    )


def _later(project: Project, entry: Entry) -> tuple[Pin, ...]:
    """The released pins after the pin of an entry."""
    ids = [pin.id for pin in project.pins]
    later = project.pins[ids.index(entry.pin) + 1 :] if entry.pin in ids else ()
    return tuple(pin for pin in later if pin.text.released <= project.now.date())


def pin_due(project: Project, entry: Entry, due: str) -> Pin | None:
    """The released pin in which an item was due; None where it is not due yet, or `due` is neither a pin nor a date."""
    today = project.now.date()
    released = [pin for pin in project.pins if pin.text.released <= today and pin.id != entry.pin]
    named = next((pin for pin in released if due in (pin.id, pin.text.label)), None)
    if named or any(due in (pin.id, pin.text.label) for pin in project.pins):
        return named
    try:
        return project.current if date.fromisoformat(due) < today else None
    except ValueError:
        return None


def is_named_again(project: Project, entry: Entry, event: str) -> bool:
    """Whether a later entry covers or plans the event."""
    return any(
        later.text.published > entry.text.published
        and (f"event {event}" in later.text.covers or _is_planned_by(later, event))
        for later in project.visible_entries()
    )


def _is_planned_by(entry: Entry, event: str) -> bool:
    return any(claim.events and event in (claim.events.planned or ()) for claim in entry.text.claims)
