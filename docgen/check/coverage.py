"""Every change and every event of a contract is in the changelog, and what the changelog covers did change."""

from collections.abc import Iterator
from itertools import chain

from docgen.check.contract_change import position_of, selectors_text, subject_of
from docgen.check.rule import found, found_at, refutations, rule
from docgen.claims import KINDS
from docgen.entries.coverage import aliases, needs_entry, owed, subjects
from docgen.model.change import Changes
from docgen.model.entry import Entry
from docgen.model.finding import Finding, Severity
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.model.proof import Proof


@rule(Severity.ERROR)
def undocumented_change(project: Project, changes: Changes) -> Iterator[Finding]:
    """A contract differs from the previous pin's, and no entry of its pin covers the change."""
    for before, pin in project.successions():
        names = aliases(project, pin)
        entries = [frozenset(entry.text.covers) for entry in project.entries_of(pin)]
        for change in filter(needs_entry, changes.between.get(pin.id, ())):
            if left := owed(entries, change, names):
                where, _ = position_of(project, pin, change)
                yield found_at(
                    *where,
                    f"no entry of {pin.id} covers {subject_of(change, left)} since {before.id}: {change.text} "
                    f"({change.id}, {change.level})",
                    f"docgen new entry --from-diff, or add {selectors_text(left)} to the `covers` of an entry",
                )


@rule(Severity.ERROR)
def claim_without_change(project: Project, changes: Changes) -> Iterator[Finding]:
    """An entry covers something that did not change in the contract."""
    for before, pin in project.successions():
        between = changes.between.get(pin.id)
        if between is None:
            continue
        shown = subjects((*between, *changes.accepted), aliases(project, pin))
        for entry in project.entries_of(pin):
            for index, selector in enumerate(entry.text.covers):
                if not shown.include(selector) and selector not in _not_shown(entry):
                    yield found(
                        entry.source,
                        ("covers", index),
                        f"the entry covers `{selector}`, which is the same in {before.id} and {pin.id}",
                        "remove it, or add an `attested` claim for a change that the contract does not show",
                    )


def _not_shown(entry: Entry) -> set[str]:
    """The selectors that an entry itself claims to be absent, or only planned."""
    return {*chain.from_iterable(KINDS[claim.kind].not_there(claim.promise) for claim in entry.text.claims)}


@rule(Severity.ERROR)
def undocumented_event(id_: str, project: Project, proofs: tuple[Proof, ...]) -> Iterator[Finding]:
    """No entry of a pin names a webhook event of its contract: customers cannot know that it fires."""
    yield from refutations(id_, proofs)
    known: tuple[str, ...] = ()
    for pin in project.pins:
        yield from _events_without_entry(project, pin, known)
        known = pin.spec.events() if pin.spec else ()


def _events_without_entry(project: Project, pin: Pin, known: tuple[str, ...]) -> Iterator[Finding]:
    if pin.spec is None:
        return
    named = {*known}
    for entry in project.entries_of(pin):
        named |= {selector.removeprefix("event ") for selector in entry.text.covers if selector.startswith("event ")}
        if any(claim.events and claim.events.exactly is not None for claim in entry.text.claims):
            return
    for event in pin.spec.events():
        if event not in named:
            yield found(
                pin.spec.source,
                pin.spec.event_pointer(event),
                f"no entry of {pin.id} names the event `{event}` of the spec",
                f"add `event {event}` to the `covers` of an entry",
            )
