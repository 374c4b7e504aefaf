"""What entries planned for a pin or a date, compared with the contract of that day."""

from collections.abc import Iterator

from docgen.check.rule import found, rule
from docgen.entries.roadmap import is_named_again, pin_due
from docgen.model.finding import Finding, Severity
from docgen.model.project import Project


@rule(Severity.WARNING, trigger="calendar")
def promise_not_kept(project: Project) -> Iterator[Finding]:
    """An event was planned `for` a pin or a date that has passed, but the contract does not have it.

    `for` is the label or the id of a pin, or a date; any other text sets no date. The rule passes if the contract of
    that pin, or the current one on that date, has the event, or if a later entry names the event again.

    **Fails**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -      planned: [widget.lost]
    +      planned: [widget.lost]
    +      for: "2026-09-30"
    ```

    **Passes**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -      planned: [widget.lost]
    +      planned: [widget.lost]
    +      for: "2026-12-31"
    ```
    """
    for entry in project.entries:
        for index, claim in enumerate(entry.text.claims):
            promised = claim.events.for_ if claim.events and claim.events.planned else None
            due = pin_due(project, entry, promised) if promised else None
            for event in (claim.events.planned or ()) if claim.events and due and due.spec else ():
                if due and due.spec and event not in due.spec.events() and not is_named_again(project, entry, event):
                    yield found(
                        entry.source,
                        ("claims", index, "events", "for"),
                        f"`{event}` was planned for {promised}, but the contract of {due.id} does not have it",
                        "add an entry that plans it for another date, or cancels it",
                    )
