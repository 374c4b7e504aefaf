"""Which changes a pin may have under its date, and which need a new date."""

from collections.abc import Iterator

from docgen.check.contract_change import (
    affected,
    new_covers_by_entry,
    position_of,
    selectors_text,
    subject_of,
    worst_effects,
)
from docgen.check.rule import found, found_at, rule
from docgen.entries.coverage import Aliases, aliases, needs_entry, owed
from docgen.model.change import Change, Changes
from docgen.model.finding import Finding, Severity
from docgen.model.pin import Pin
from docgen.model.project import Project


@rule(Severity.ERROR, compares=True)
def breaking_change_under_current_date(project: Project, changes: Changes) -> Iterator[Finding]:
    """A change of the current pin's contract breaks customers who rely on its date: the change needs a new date."""
    for pin, change in _changes_since_base(project, changes):
        if change.level == "breaking":
            where, elsewhere = position_of(project, pin, change)
            yield found_at(
                *where,
                f"needs a new date: {change.text} ({worst_effects(change)}){elsewhere}; "
                f"it breaks {affected(change)} for customers of {pin.id}",
                "docgen new pin DATE, and make the change there; or revert it",
            )


@rule(Severity.ERROR, compares=True)
def addition_not_covered(project: Project, changes: Changes) -> Iterator[Finding]:
    """The current contract has an addition, or a change that may break a client, that no new entry covers."""
    aliases_by_pin: dict[str, Aliases] = {}
    for pin, change in _changes_since_base(project, changes):
        if not _owes_entry(change) or _is_new_since_previous_pin(pin, change, changes):
            continue
        if pin.id not in aliases_by_pin:  # every field of the contract is looked at
            aliases_by_pin[pin.id] = aliases(project, pin)
        new_covers = [selectors for _, selectors in new_covers_by_entry(project, pin)]
        if left := owed(new_covers, change, aliases_by_pin[pin.id]):
            where, _ = position_of(project, pin, change)
            base = project.base.ref if project.base else "REF"
            yield found_at(
                *where,
                f"no new entry of {pin.id} covers {subject_of(change, left)}: {change.text} "
                f"({change.id}, {change.level})",
                f"docgen new entry --from-diff --against {base}, or add {selectors_text(left)} to the "
                "`covers` of an entry",
            )


def is_judged(project: Project, pin: Pin) -> bool:
    """Whether a pin was in force in the base and not frozen, whatever its files say now."""
    base_pin = project.base.pin(pin.id) if project.base else None
    return bool(base_pin and base_pin.text.released <= project.now.date() and not base_pin.text.frozen)


def _changes_since_base(project: Project, changes: Changes) -> Iterator[tuple[Pin, Change]]:
    """The changes since the base of each pin that may not break."""
    for pin in project.pins:
        if is_judged(project, pin):
            yield from ((pin, change) for change in changes.against.get(pin.id, ()))


def _owes_entry(change: Change) -> bool:
    is_addition = change.id.endswith("-added") or change.id.startswith("new-")
    return needs_entry(change) and (change.level == "warning" or (change.level == "info" and is_addition))


def _is_new_since_previous_pin(pin: Pin, change: Change, changes: Changes) -> bool:
    """Whether undocumented-change reports it: the change is new since the previous pin, too."""
    return any(other.fingerprint == change.fingerprint for other in changes.between.get(pin.id, ()))


@rule(Severity.INFO)
def pin_without_breaking_change(project: Project, changes: Changes) -> Iterator[Finding]:
    """A new date has no breaking change: its changes could ship under the previous date."""
    for before, pin in project.successions():
        between = changes.between.get(pin.id)
        if between is not None and all(change.level != "breaking" for change in between):
            message = (
                f"nothing in {pin.id} breaks a customer of {before.id}; these changes could ship under {before.id}"
            )
            yield found(pin.source, ("released",), message, "nothing to do if you ship dates on a cadence")


@rule(Severity.ERROR, compares=True)
def event_added_under_snapshot(project: Project) -> Iterator[Finding]:
    """Existing wildcard subscribers will not receive a new event, and no entry asks them to register again."""
    for before, pin in _successions_in_time(project):
        covered = {
            selector
            for entry, selectors in new_covers_by_entry(project, pin)
            for selector in selectors
            if entry.text.action.level == "required"
        }
        for event in _new_events(before, pin):
            if f"event {event}" not in covered and pin.spec:
                yield found(
                    pin.spec.source,
                    pin.spec.event_pointer(event),
                    f"existing wildcard subscribers will not receive the new event `{event}`, and no entry of {pin.id} "
                    "with a required action covers it",
                    f"add an entry with `action: {{level: required}}` that covers `event {event}`",
                )


def _successions_in_time(project: Project) -> Iterator[tuple[Pin, Pin]]:
    """Each pin with the pin before it, and with itself in the base, where a wildcard is a snapshot."""
    within = ((base_pin, pin) for pin in project.pins if project.base and (base_pin := project.base.pin(pin.id)))
    for before, pin in (*project.successions(), *within):
        wildcards = (before.text.wildcard, pin.text.wildcard)
        if any(wildcard and wildcard.semantics == "snapshot" for wildcard in wildcards):
            yield before, pin


def _new_events(before: Pin, pin: Pin) -> tuple[str, ...]:
    known = before.spec.events() if before.spec else ()
    return tuple(event for event in (pin.spec.events() if pin.spec and before.spec else ()) if event not in known)
