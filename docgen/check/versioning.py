"""Which changes a pin may have under its date, and which need a new date."""

from collections.abc import Iterator

from docgen.check.contract_change import (
    affected,
    formerly,
    new_covers_by_entry,
    selectors_text,
    subject_of,
    worst_effects,
)
from docgen.check.rule import Findings, calendar_rule, error_rule, found, info_rule, rule
from docgen.entries.coverage import aliases, needs_entry, owed
from docgen.model.change import Change, Changes
from docgen.model.pin import Pin
from docgen.model.project import Base, Project


@error_rule
def breaking_change_under_current_date(project: Project, base: Base, changes: Changes) -> Findings:
    """A change of the current pin's contract breaks customers who rely on its date: the change needs a new date."""
    for pin in _judged(project, base):
        for change in changes.against.get(pin.id, ()):
            if change.level == "breaking":
                was = formerly(project, pin, change)
                message = f"needs a new date: {change.text} ({worst_effects(change)}){was}"
                message += f"; it breaks {affected(change)} for customers of {pin.id}"
                yield found(
                    pin.contract.source,
                    change.place,
                    message,
                    "docgen new pin DATE, and make the change there; or revert it",
                )


@error_rule
def addition_not_covered(project: Project, base: Base, changes: Changes) -> Findings:
    """The current contract has an addition, or a change that may break a client, that no new entry covers."""
    for pin in _judged(project, base):
        # undocumented-change reports what is new since the previous pin, too
        reported = {change.fingerprint for change in changes.between.get(pin.id, ())}
        against = filter(_owes_entry, changes.against.get(pin.id, ()))
        owing = [change for change in against if change.fingerprint not in reported]
        if not owing:
            continue
        names = aliases(project, pin)  # every field of the contract is looked at
        new_covers = [selectors for _, selectors in new_covers_by_entry(project, pin)]
        for change in owing:
            if left := owed(new_covers, change, names):
                message = f"no new entry of {pin.id} covers {subject_of(change, left)}: {change.text}"
                hint = f"docgen new entry --from-diff --against {base.ref}, or add {selectors_text(left)}"
                message += f" ({change.id}, {change.level})"
                yield found(pin.contract.source, change.place, message, f"{hint} to the `covers` of an entry")


@calendar_rule
def reference_not_of_today(project: Project) -> Findings:
    """A version whose reference the settings name is retired, or not released yet."""
    for index, id_ in enumerate(project.config.reference):
        pin, key = project.pin(id_), ("tool", "docgen", "reference", index)
        if pin and pin.text.is_retired(project.today):
            message = f"{id_} is retired since {pin.text.retired}; expected a version that requests can name"
            yield found(project.config_source, key, message, "remove it, and with it its pages")
        if pin and pin.text.released > project.today:
            message = f"{id_} is released on {pin.text.released}; expected an older version"
            yield found(project.config_source, key, message, "add it once a newer version is current")


def is_judged(project: Project, base: Base, pin: Pin) -> bool:
    """Whether a pin was in force in the base and not frozen, whatever its files say now."""
    before = base.pin(pin.id)
    return before is not None and before.text.released <= project.today and not before.text.frozen


def _judged(project: Project, base: Base) -> list[Pin]:
    """The pins that may not break."""
    return [pin for pin in project.pins if is_judged(project, base, pin)]


def _owes_entry(change: Change) -> bool:
    is_addition = change.id.endswith("-added") or change.id.startswith("new-")
    return needs_entry(change) and (change.level == "warning" or (change.level == "info" and is_addition))


@info_rule
def pin_without_breaking_change(project: Project, changes: Changes) -> Findings:
    """A new date has no breaking change: its changes could ship under the previous date."""
    for before, pin in project.successions():
        between = changes.between.get(pin.id)
        if between is not None and all(change.level != "breaking" for change in between):
            message = f"nothing in {pin.id} breaks a customer of {before.id}"
            message += f"; these changes could ship under {before.id}"
            yield found(pin.source, ("released",), message, "nothing to do if you ship dates on a cadence")


@rule(also_compares=True)
def event_added_under_snapshot(project: Project) -> Findings:
    """Existing wildcard subscribers will not receive a new event, and no entry asks them to register again."""
    for before, pin in _under_snapshot(project):
        if before.spec is None:
            continue
        covered = set[str]()
        for entry, selectors in new_covers_by_entry(project, pin):
            if entry.text.action.level == "required":
                covered.update(selectors)
        for event in pin.contract.events():
            if event not in before.spec.events() and f"event {event}" not in covered:
                message = f"existing wildcard subscribers will not receive the new event `{event}`"
                message += f", and no entry of {pin.id} with a required action covers it"
                hint = f"add an entry with `action: {{level: required}}` that covers `event {event}`"
                yield found(pin.contract.source, pin.contract.event_pointer(event), message, hint)


def _under_snapshot(project: Project) -> Iterator[tuple[Pin, Pin]]:
    """Each pin with the pin before it, and with itself in the base, where a wildcard is a snapshot."""
    pairs = [*project.successions()]
    for pin in project.pins:
        if old := project.in_base(pin):
            pairs.append((old, pin))
    for before, pin in pairs:
        # a wildcard that becomes a snapshot, or was one, leaves out those who registered before
        wildcards = (before.text.wildcard, pin.text.wildcard)
        if any(wildcard and wildcard.semantics == "snapshot" for wildcard in wildcards):
            yield before, pin
