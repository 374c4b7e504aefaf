"""Both ways between a contract and its changelog: what changed is told, and what is told did change."""

from collections.abc import Iterator

from docgen.check.contract_change import place_of
from docgen.check.rule import found, found_at, rule
from docgen.entries.coverage import concerns, covers, naming, needs_entry
from docgen.model.change import Changes
from docgen.model.entry import Entry
from docgen.model.finding import Finding, Severity
from docgen.model.project import Project


@rule(Severity.ERROR)
def undocumented_change(project: Project, changes: Changes) -> Iterator[Finding]:
    """The contract of a pin differs from that of the pin before, and no entry of the pin covers the change.

    An entry covers it by its selector, by that of the schema which it is a part of, or by naming every operation and
    event that it reaches. Each root cause is one finding. What no request and no response shows needs no entry:
    descriptions and examples, tags, and components that nothing uses (a use that is new is a change of its own).

    **Fails** with a second pin

    ```diff title="changelog/2026-06-01/api-spec.json"
    -          "colour": {"type": "string"}
    +          "colour": {"type": "string"},
    +          "weight": {"type": "integer"}
    ```

    **Passes** with a second pin

    ```diff title="changelog/2026-06-01/api-spec.json"
    -          "colour": {"type": "string"}
    +          "colour": {"type": "string"},
    +          "weight": {"type": "integer"}
    ```

    ```diff title="changelog/2026-06-01/colour.yaml"
    -  - Widget.colour
    +  - Widget.colour
    +  - Widget.weight
    ```
    """
    for before, pin in project.successions():
        names = naming(project, pin)
        entries = [frozenset(entry.text.covers) for entry in project.entries_of(pin)]
        for change in filter(needs_entry, changes.between.get(pin.id, ())):
            also = names.of(change)
            if any(covers(selectors, change, also) for selectors in entries):
                continue
            where, _ = place_of(project, pin, change)
            name = f"`{change.selector}`" if change.selector else "it"
            yield found_at(
                *where,
                f"no entry of {pin.id} covers what changed since {before.id}: {change.text} "
                f"({change.id}, {change.level})",
                f"docgen new entry --from-diff, or write {name} under `covers` of the entry that tells of it",
            )


@rule(Severity.ERROR)
def claim_without_change(project: Project, changes: Changes) -> Iterator[Finding]:
    """An entry says that something changed, and the contract has it as it was: a claim that the spec does not show.

    What the entry itself claims as planned or absent needs no change. On a pin without a predecessor nothing can
    have changed; there `covers` names what the contract has.

    **Fails** with a second pin

    ```diff title="changelog/2026-06-01/colour.yaml"
    -  - Widget.colour
    +  - Widget.colour
    +  - Widget.id
    ```

    **Passes** with a second pin

    ```diff title="changelog/2026-06-01/colour.yaml"
    -  - Widget.colour
    +  - Widget
    ```
    """
    for before, pin in project.successions():
        between = changes.between.get(pin.id)
        if between is None:
            continue
        names = naming(project, pin)
        named = [(change, names.of(change)) for change in (*between, *changes.accepted)]
        for entry in project.entries_of(pin):
            for index, selector in enumerate(entry.text.covers):
                shown = any(concerns(selector, change, names) for change, names in named)
                if not shown and selector not in _not_shown(entry):
                    yield found(
                        entry.source,
                        ("covers", index),
                        f"the entry covers `{selector}`; the contract of {pin.id} has it as {before.id} had it",
                        "remove it; or say what changed that the contract does not show with `attested`",
                    )


def _not_shown(entry: Entry) -> set[str]:
    """The selectors that an entry itself claims to be absent, or only planned."""
    names: set[str] = set()
    for claim in entry.text.claims:
        if claim.events:
            names |= {f"event {event}" for event in claim.events.planned or ()}
        if claim.fields:
            names |= {f"{claim.fields.at}.{name}" for name in claim.fields.absent}
    return names
