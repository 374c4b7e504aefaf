"""Claims on notice periods, selectors and attestations, and those that cannot be proved."""

from collections.abc import Iterator

from docgen.check.rule import found, refuting, rule
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
