"""The roadmap: what entries planned, reserved or deferred, for when, and which pin brought it."""

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
"""What asks for attention first."""


class RoadmapItem(msgspec.Struct, frozen=True):
    """Something that is not there yet, and was named.

    `what` is the event, the value, the field (`Schema.field`) or the title of a deferred entry; `at` the enum that a
    value is of; `wanted` the label, pin or date that it is for; `kept` the pin that brought it; an item that has
    `moved` is one that a later entry speaks of again.
    """

    kind: Kind
    what: str
    entry: Entry
    state: State
    at: str = ""
    wanted: str = ""
    because: str = ""
    kept: Pin | None = None


def roadmap(project: Project) -> tuple[RoadmapItem, ...]:
    """Every item that the published entries name: what is overdue or open first, in the order in which it was said."""
    found = [item for entry in project.published() for item in _of_entry(project, entry)]
    return tuple(sorted(found, key=lambda item: STATES.index(item.state)))


def _of_entry(project: Project, entry: Entry) -> Iterator[RoadmapItem]:
    told = [item for claim in entry.text.claims for item in _of_claim(project, entry, claim)]
    yield from told
    if entry.text.kind == "deferred" and not told:
        yield RoadmapItem("entry", entry.text.title, entry, "open")


def _of_claim(project: Project, entry: Entry, claim: Claim) -> Iterator[RoadmapItem]:
    if claim.events:
        for event in claim.events.planned or ():
            yield _event(project, entry, event, claim.events.for_ or "", claim.events.because or "")
    if claim.enum:
        for value in claim.enum.reserved:
            yield _value(project, entry, claim.enum, value)
    if claim.fields and entry.text.kind == "deferred":
        for field in claim.fields.absent:
            what = f"{claim.fields.at}.{field}"
            codes = project.config.error_codes
            kept = next((p for p in _later(project, entry) if p.spec and find(p.spec, what, codes)), None)
            because = claim.fields.because or ""
            yield RoadmapItem("field", what, entry, "kept" if kept else "open", because=because, kept=kept)


def _event(project: Project, entry: Entry, event: str, wanted: str, because: str) -> RoadmapItem:
    kept = next((pin for pin in _later(project, entry) if pin.spec and event in pin.spec.events()), None)
    due = due_in(project, entry, wanted) if wanted else None
    state: State = "open"
    if kept:
        state = "kept"
    elif spoken_again(project, entry, event):
        state = "moved"
    elif due and due.spec:
        state = "overdue"
    return RoadmapItem("event", event, entry, state, wanted=wanted, because=because, kept=kept)


def _value(project: Project, entry: Entry, enum: EnumClaim, value: str) -> RoadmapItem:
    kept = next((pin for pin in _later(project, entry) if _sent(project, pin, enum.at, value)), None)
    again = any(
        later.text.published > entry.text.published
        and any(c.enum and c.enum.at == enum.at and value in c.enum.reserved for c in later.text.claims)
        for later in project.published()
    )
    state: State = "kept" if kept else "moved" if again else "open"
    return RoadmapItem("value", value, entry, state, at=enum.at, because=enum.because or "", kept=kept)


def _sent(project: Project, pin: Pin, at: str, value: str) -> bool:
    """Whether an entry of the pin says that the value is on the wire."""
    published = {entry.slug for entry in project.published()}
    return any(
        claim.enum.at == at and value in claim.enum.wire
        for entry in project.entries_of(pin)
        if entry.slug in published
        for claim in entry.text.claims
        if claim.enum
    )


def _later(project: Project, entry: Entry) -> tuple[Pin, ...]:
    """The pins after that of an entry which are released."""
    ids = [pin.id for pin in project.pins]
    later = project.pins[ids.index(entry.pin) + 1 :] if entry.pin in ids else ()
    return tuple(pin for pin in later if pin.text.released <= project.now.date())


def due_in(project: Project, entry: Entry, wanted: str) -> Pin | None:
    """The released pin in which an item was due; None where it is not, or has no date."""
    today = project.now.date()
    released = [pin for pin in project.pins if pin.text.released <= today and pin.id != entry.pin]
    named = next((pin for pin in released if wanted in (pin.id, pin.text.label)), None)
    if named or any(wanted in (pin.id, pin.text.label) for pin in project.pins):
        return named
    try:
        return project.current if date.fromisoformat(wanted) < today else None
    except ValueError:
        return None


def spoken_again(project: Project, entry: Entry, event: str) -> bool:
    """Whether a later entry speaks of the event."""
    return any(
        later.text.published > entry.text.published and (f"event {event}" in later.text.covers or _names(later, event))
        for later in project.published()
    )


def _names(entry: Entry, event: str) -> bool:
    return any(claim.events and event in (claim.events.planned or ()) for claim in entry.text.claims)
