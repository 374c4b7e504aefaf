"""Pins with a successor, whose files must not change."""

from collections.abc import Iterator

from docgen.check.rule import found, found_at, rule
from docgen.entries.digests import contract_digest, frozen_digests
from docgen.model.entry import Entry
from docgen.model.finding import Finding, Severity
from docgen.model.pin import Pin
from docgen.model.project import Base, Project


@rule(Severity.ERROR, also_compares=True)
def frozen_pin_modified(project: Project) -> Iterator[Finding]:
    """A file of a pin that has a successor differs from its digest under `frozen` in pin.yaml, or has none."""
    yield from _removed_pins(project)
    for pin, successor in project.successions():
        if not pin.text.frozen:
            message = f"{pin.id} is frozen, since {successor.id} follows it, but its pin.yaml has no digests"
            yield found(pin.source, (), message, f"docgen new pin --freeze {pin.id} adds them under `frozen:`")
            continue
        for name, what in _changed_files(project.base, pin, project.entries_of(pin)):
            yield found(
                pin.source,
                ("frozen", name),
                f"{name} {what}; {pin.id} is frozen, since {successor.id} follows it",
                f"restore it, and make the change in {successor.id}; to reword an entry: docgen correct SLUG",
            )


def _removed_pins(project: Project) -> Iterator[Finding]:
    """A finding for each pin that was released in the base, and that the project no longer has."""
    if project.base is None:
        return
    for old in project.base.pins:
        if project.pin(old.id) is None and old.text.released <= project.now.date():
            message = f"the released pin {old.id} was removed; it is in {project.base.label}"
            yield found_at(old.source.path, 0, 0, message, "restore the folder; to end a pin, set `retired:`")


def _changed_files(base: Base | None, pin: Pin, entries: tuple[Entry, ...]) -> Iterator[tuple[str, str]]:
    """Each file that differs from its digest, or for a contract from the base, whatever its digest, and how.

    Entries that differ from the base are compared with it: published-entry-modified.
    """
    current = frozen_digests(pin, entries)
    by_name = {entry.source.path.rpartition("/")[2]: entry for entry in entries}
    for name in sorted(current | pin.text.frozen):
        entry = by_name.get(name)
        if base and entry and _differs(base, entry):
            continue
        if name not in pin.text.frozen:
            yield name, "was added"
        elif name not in current:
            yield name, "was removed"
        elif current[name] != pin.text.frozen[name] and current[name] not in _corrected(entry):
            yield name, "was changed"
        elif base and entry is None and _contract_digest(base, pin) not in (None, current[name]):
            yield name, f"differs from {base.label}"


def _differs(base: Base, entry: Entry) -> bool:
    was = base.entry(entry.slug)
    return was is not None and was.source.text != entry.source.text


def _corrected(entry: Entry | None) -> set[str | None]:
    """The digests of the texts that the corrections of an entry cover."""
    return {correction.digest for correction in entry.text.corrections} if entry else set()


def _contract_digest(base: Base, pin: Pin) -> str | None:
    old = base.pin(pin.id)
    return contract_digest(old.spec) if old and old.spec else None
