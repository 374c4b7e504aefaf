"""Claims on notices, deprecations, plans and attestations, of live results, and those that cannot be proved."""

from collections.abc import Iterator

from docgen.check.rule import found, refuting, rule
from docgen.claims import KINDS
from docgen.entries.endings import breaks_on
from docgen.entries.roadmap import is_named_again, pin_due
from docgen.model.finding import Finding, Severity
from docgen.model.project import Project
from docgen.model.proof import Proof

Proofs = tuple[Proof, ...]


@refuting
def notice_mismatch() -> None:
    """The first day of a notice plus its days is not its last day: one of the three values is wrong.

    **Fails**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -      days: 90
    +      days: 91
    ```

    **Passes**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -      from: 2026-09-02
    -      days: 90
    +      from: 2026-09-01
    +      days: 91
    ```
    """


@refuting
def unknown_selector() -> None:
    """A selector in `covers` or in a claim is not found in the contract of the pin.

    **Fails**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -      at: Widget.status
    +      at: Widget.state
    ```

    **Passes**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -      at: Widget.status
    +      at: "Widget.status"
    ```
    """


@rule(Severity.WARNING, trigger="calendar")
def attestation_expired(project: Project, proofs: Proofs) -> Iterator[Finding]:
    """The review date of an attested statement has passed: ask its owner again, or remove it.

    **Fails**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -      review_by: 2027-06-01
    +      review_by: 2026-01-31
    ```

    **Passes**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -      review_by: 2027-06-01
    +      review_by: 2026-12-31
    ```
    """
    for proof in proofs:
        if proof.review_by is not None and proof.review_by < project.now.date():
            yield found(
                proof.source,
                (*proof.pointer, "review_by"),
                f"{proof.owner} attested this until {proof.review_by}: {proof.message}",
                "ask the owner and set a new `review_by`, or remove the statement",
            )


@rule(Severity.WARNING)
def cannot_prove(proofs: Proofs) -> Iterator[Finding]:
    """The contract and the rules neither prove nor refute a claim: readers would take it for checked.

    **Fails**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -      at: Widget.status
    -      wire: [making, ready]
    -      reserved: [lost]
    +      at: Widget.id
    +      wire: [w_1]
    ```

    **Passes**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -      at: Widget.status
    -      wire: [making, ready]
    -      reserved: [lost]
    +      at: Error.code
    +      wire: [not_found]
    ```
    """
    for proof in proofs:
        if proof.status == "cannot-prove":
            yield found(
                proof.source,
                proof.pointer,
                f"cannot prove `{proof.claim}`: {proof.message}",
                "add it to the spec, or write an `attested` claim with an owner and a review date",
            )


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
            for event in KINDS[claim.kind].announces(claim.promise):
                due = pin_due(project, entry, event.due)
                if not due or not due.spec or event.name in due.spec.events() or is_named_again(project, entry, event):
                    continue
                yield found(
                    entry.source,
                    ("claims", index, "events", "for"),
                    f"`{event.name}` was planned for {event.due}, but the contract of {due.id} does not have it",
                    "add an entry that plans it for another date, or cancels it",
                )


@rule(Severity.WARNING, trigger="calendar")
def live_check_failed(project: Project) -> Iterator[Finding]:
    """The last `docgen verify --record` found a live address that differs from the changelog.

    The warning stays until the same claim passes at the same origin.

    **Fails**

    ```json title="changelog/2026-01-15/live.json"
    {
      "results": [
        {
          "claim": "widgets/redirect",
          "origin": "https://api.widgets.example",
          "checked": "2026-09-30T06:00:00Z",
          "result": "failed",
          "causes": ["query-lost"]
        }
      ]
    }
    ```

    **Passes**

    ```json title="changelog/2026-01-15/live.json"
    {
      "results": [
        {
          "claim": "widgets/redirect",
          "origin": "https://api.widgets.example",
          "checked": "2026-09-30T06:00:00Z",
          "result": "passed"
        }
      ]
    }
    ```
    """
    for pin in project.pins:
        for index, result in enumerate(pin.live.results if pin.live else ()):
            if pin.live and result.result == "failed" and result.checked.date() <= project.now.date():
                why = f": {', '.join(result.causes)}" if result.causes else ""
                yield found(
                    pin.live.source,
                    ("results", index),
                    f"`{result.claim}` failed at {result.origin} on {result.checked:%Y-%m-%d}{why}",
                    "docgen verify shows what differs; fix it, and run it again with --record",
                )


@refuting
def deprecation_mismatch() -> None:
    """The changelog announces a deprecation, but the contract differs: customers would plan for the wrong day.

    The contract marks the part with `deprecated: true`, and says in `x-sunset`, or in the example of the header
    `Sunset`, from which day it is gone. The successor is a part that stays.

    **Fails**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -claims:
    +claims:
    +  - deprecation:
    +      of: Error.message
    ```

    **Passes**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -claims:
    +claims:
    +  - deprecation:
    +      of: Error.message
    +      sunset: 2026-12-31
    ```

    ```diff title="changelog/2026-01-15/api-spec.json"
    -          "message": {"type": "string"}
    +          "message": {"type": "string", "deprecated": true, "x-sunset": "2026-12-31"}
    ```
    """


@rule(Severity.ERROR)
def action_after_sunset(project: Project) -> Iterator[Finding]:
    """An entry lets customers act until a day on which what it announces has already ended.

    What ends is a redirect that the entry claims and that ends in 404 or 410, or a part of the contract that it
    announces as deprecated. The first of these days counts.

    **Fails**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -  by: 2026-12-01
    +  by: 2026-12-02
    ```

    **Passes**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -  by: 2026-12-01
    +  by: 2026-11-30
    ```
    """
    for entry in project.entries:
        first, action = breaks_on(project, entry), entry.text.action
        if action.by and first and action.by > first:
            yield found(
                entry.source,
                ("action", "by"),
                f"customers may act until {action.by}, but what `{entry.slug}` announces ends on {first}",
                f"write `by: {first}` or an earlier day",
            )
