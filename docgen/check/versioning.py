"""What may change under which date: the gate between a contract and its customers."""

from collections.abc import Iterator

from docgen.check.contract_change import effect_of, place_of, reach_of, slug_and_new_covers
from docgen.check.rule import found, found_at, rule
from docgen.entries.coverage import Naming, covers, naming, needs_entry
from docgen.model.change import Change, Changes
from docgen.model.finding import Finding, Severity
from docgen.model.pin import Pin
from docgen.model.project import Project


@rule(Severity.ERROR)
def breaking_change_under_current_date(project: Project, changes: Changes) -> Iterator[Finding]:
    """The contract of the current pin breaks customers who rely on that date: the change needs a new one.

    Which changes break is the policy of the API (`policy` and `levels` under `[tool.docgen.diff]`); one that is
    accepted has an entry in `.docgen/accepted.yaml` under its own id. Seen with `docgen check --against REF`.

    **Fails** with `--against main`

    ```diff title="changelog/2026-01-15/api-spec.json"
    -          "message": {"type": "string"}
    +          "message": {"type": ["string", "null"]}
    ```

    **Passes** with `--against main`

    ```diff title="changelog/2026-01-15/api-spec.json"
    -          "message": {"type": "string"}
    +          "message": {"type": "string", "minLength": 1}
    ```
    """
    for pin, change in _since_base(project, changes):
        if change.level == "breaking":
            where, elsewhere = place_of(project, pin, change)
            yield found_at(
                *where,
                f"needs a new date: {change.text} ({effect_of(change)}){elsewhere}; it breaks {reach_of(change)}, "
                f"and customers of {pin.id} were promised that nothing does",
                "docgen new pin DATE, and make the change there; or take it back",
            )


@rule(Severity.ERROR)
def addition_not_covered(project: Project, changes: Changes) -> Iterator[Finding]:
    """The contract of the current pin has something new, and no new entry of the pin tells customers about it.

    What an entry covered already when it was published is not news: the addition needs an entry of its own, or a
    new line under the `covers` of one. Seen with `docgen check --against REF`.

    **Fails** with `--against main`

    ```diff title="changelog/2026-01-15/api-spec.json"
    -          "message": {"type": "string"}
    +          "message": {"type": "string"},
    +          "advice": {"type": "string"}
    ```

    **Passes** with `--against main`

    ```diff title="changelog/2026-01-15/api-spec.json"
    -          "message": {"type": "string"}
    +          "message": {"type": "string"},
    +          "advice": {"type": "string"}
    ```

    ```yaml title="changelog/2026-01-15/advice.yaml"
    title: Errors give advice
    kind: added
    impact: non-breaking
    published: 2026-09-01
    effective: 2026-09-01
    summary: An error can carry a sentence of advice for the person who reads it.
    body: |
      Where something can be done about an error, `advice` says what. Show it to a person, and do not parse it.
    action: {level: none}
    covers:
      - Error.advice
    ```
    """
    namings: dict[str, Naming] = {}
    for pin, change in _since_base(project, changes):
        if not _is_addition(change) or _listed_between(pin, change, changes):
            continue
        if pin.id not in namings:  # every field of the contract is looked at
            namings[pin.id] = naming(project, pin)
        names = namings[pin.id].of(change)
        told = (selectors for _, selectors in slug_and_new_covers(project, pin))
        if not any(covers(selectors, change, names) for selectors in told):
            where, _ = place_of(project, pin, change)
            yield found_at(
                *where,
                f"no new entry of {pin.id} tells customers of this: {change.text} ({change.id})",
                f"docgen new entry --from-diff --against {_named(project)}, or write "
                f"{f'`{change.selector}`' if change.selector else 'it'} under the `covers` of one",
            )


def _named(project: Project) -> str:
    """The base as the command line named it."""
    return project.base.label.rpartition(" at ")[0] or project.base.label if project.base else "REF"


def _since_base(project: Project, changes: Changes) -> Iterator[tuple[Pin, Change]]:
    """What changes in the last pin, if it was in force in the base; one with a successor is frozen as a whole."""
    for pin in project.pins[-1:]:
        was = project.base.pin(pin.id) if project.base else None
        if was and was.text.released <= project.now.date():
            yield from ((pin, change) for change in changes.against.get(pin.id, ()))


def _is_addition(change: Change) -> bool:
    new = change.id.endswith("-added") or change.id.startswith("new-")
    return new and change.level != "breaking" and needs_entry(change)


def _listed_between(pin: Pin, change: Change, changes: Changes) -> bool:
    """Whether undocumented-change looks after it: it is new since the pin before, too."""
    return any(other.fingerprint == change.fingerprint for other in changes.between.get(pin.id, ()))


@rule(Severity.INFO)
def pin_without_breaking_change(project: Project, changes: Changes) -> Iterator[Finding]:
    """A new date breaks nothing that the one before it promised: its changes could have come under that date.

    Some APIs ship a new date on a cadence, whatever is in it; so this is no more than a remark.

    **Fails** with a second pin

    ```diff title="pyproject.toml"
    -[tool.docgen.errors]
    +[tool.docgen.diff.levels]
    +response-required-property-removed = { level = "info", reason = "Nobody reads the messages." }
    +
    +[tool.docgen.errors]
    ```

    ```diff title="changelog/2026-06-01/short-errors.yaml"
    -impact: breaking
    +impact: non-breaking
    ```

    **Passes** with a second pin

    ```diff title="pyproject.toml"
    -[tool.docgen.errors]
    +[tool.docgen.diff.levels]
    +response-required-property-removed = { level = "breaking", reason = "Customers show the messages." }
    +
    +[tool.docgen.errors]
    ```
    """
    for before, pin in project.successions():
        between = changes.between.get(pin.id)
        if between is not None and all(change.level != "breaking" for change in between):
            message = (
                f"nothing in {pin.id} breaks a customer of {before.id}; these changes could ship under {before.id}"
            )
            yield found(pin.source, ("released",), message, "fine where dates come on a cadence")


@rule(Severity.ERROR)
def event_added_under_snapshot(project: Project) -> Iterator[Finding]:
    """A new event reaches nobody who subscribed to the wildcard, which is a snapshot, and no entry says what to do.

    The entry names the event under `covers`, and its action is `required`: update the registration. With
    `docgen check --against REF` an event that is new under a date since then counts, too.

    **Fails** with a second pin

    ```diff title="changelog/2026-06-01/api-spec.json"
    -  "webhooks": {
    +  "webhooks": {
    +    "widget.sold": {"post": {"responses": {"204": {"description": "Received."}}}},
    ```

    ```diff title="changelog/2026-06-01/colour.yaml"
    -covers:
    +covers:
    +  - event widget.sold
    ```

    **Passes** with a second pin

    ```diff title="changelog/2026-06-01/api-spec.json"
    -  "webhooks": {
    +  "webhooks": {
    +    "widget.sold": {"post": {"responses": {"204": {"description": "Received."}}}},
    ```

    ```diff title="changelog/2026-06-01/colour.yaml"
    -action:
    -  level: none
    -covers:
    +action:
    +  level: required
    +  steps:
    +    - Register your endpoint again to get the event.
    +covers:
    +  - event widget.sold
    ```
    """
    for before, pin in _successions_in_time(project):
        asked = {
            selector
            for slug, selectors in slug_and_new_covers(project, pin)
            for selector in selectors
            if _demands(project, slug)
        }
        for event in _new_events(before, pin):
            if f"event {event}" not in asked and pin.spec:
                yield found(
                    pin.spec.source,
                    ("webhooks", event),
                    f"`{event}` is new, and the wildcard is a snapshot: existing wildcard subscribers will "
                    f"not receive it, and no entry of {pin.id} with a required action names it",
                    f"write an entry with `action: {{level: required}}` that covers `event {event}`",
                )


def _successions_in_time(project: Project) -> Iterator[tuple[Pin, Pin]]:
    """Each pin after the one before it, and after itself in the base, where a wildcard is a snapshot."""
    within = ((was, pin) for pin in project.pins if project.base and (was := project.base.pin(pin.id)))
    for before, pin in (*project.successions(), *within):
        wildcards = (before.text.wildcard, pin.text.wildcard)
        if any(wildcard and wildcard.semantics == "snapshot" for wildcard in wildcards):
            yield before, pin


def _new_events(before: Pin, pin: Pin) -> tuple[str, ...]:
    known = before.spec.events() if before.spec else ()
    return tuple(event for event in (pin.spec.events() if pin.spec and before.spec else ()) if event not in known)


def _demands(project: Project, slug: str) -> bool:
    return any(entry.slug == slug and entry.text.action.level == "required" for entry in project.entries)
