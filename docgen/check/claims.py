"""Claims that the contract, a rule or the calendar refutes."""

from collections.abc import Iterator

from docgen.check.rule import found, rule
from docgen.model.finding import Finding, Severity
from docgen.model.project import Project
from docgen.model.proof import Proof

Proofs = tuple[Proof, ...]


@rule(Severity.ERROR)
def event_not_in_spec(proofs: Proofs) -> Iterator[Finding]:
    """The changelog says that a webhook event fires, and the contract does not have it: customers would wait for it.

    **Fails**

    ```diff title="changelog/2026-01-15/widgets.yaml"
     claims:
       - events:
    -      exactly: [widget.ready]
    +      exactly: [widget.ready, widget.sold]
    ```

    **Passes**

    ```diff title="changelog/2026-01-15/widgets.yaml"
     claims:
       - events:
    -      exactly: [widget.ready]
    +      exactly: ["widget.ready"]
    ```
    """
    yield from event_not_in_spec.refuted(proofs)


@rule(Severity.ERROR)
def planned_event_in_spec(proofs: Proofs) -> Iterator[Finding]:
    """The changelog says that an event is planned and does not fire, and the contract has it as a webhook.

    **Fails**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -      planned: [widget.lost]
    +      planned: [widget.ready]
    ```

    **Passes**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -      planned: [widget.lost]
    +      planned: [widget.lost, widget.sold]
    ```
    """
    yield from planned_event_in_spec.refuted(proofs)


@rule(Severity.ERROR)
def enum_mismatch(proofs: Proofs) -> Iterator[Finding]:
    """The values that the changelog gives for an enum are not the contract's: code written from it would miss one.

    **Fails**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -      wire: [making, ready]
    +      wire: [making, ready, broken]
    ```

    **Passes**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -      wire: [making, ready]
    +      wire: [ready, making]
    ```
    """
    yield from enum_mismatch.refuted(proofs)


@rule(Severity.ERROR)
def reserved_value_in_example(proofs: Proofs) -> Iterator[Finding]:
    """The changelog says that a value is never on the wire, and an example of the contract shows it.

    **Fails**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -      wire: [making, ready]
    -      reserved: [lost]
    +      wire: [making, lost]
    +      reserved: [ready]
    ```

    **Passes**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -      wire: [making, ready]
    -      reserved: [lost]
    +      wire: [making, ready, lost]
    +      reserved: []
    ```
    """
    yield from reserved_value_in_example.refuted(proofs)


@rule(Severity.ERROR)
def field_present(proofs: Proofs) -> Iterator[Finding]:
    """The changelog says that an object does not have a field, and the contract or one of its examples has it.

    **Fails**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -      absent: [owner]
    +      absent: [status]
    ```

    **Passes**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -      absent: [owner]
    +      absent: [owner, colour]
    ```
    """
    yield from field_present.refuted(proofs)


@rule(Severity.ERROR)
def field_missing(proofs: Proofs) -> Iterator[Finding]:
    """The changelog says that an object has a field, or always has it, and the contract does not say so.

    **Fails**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -      required: [id]
    +      required: [id, name]
    ```

    **Passes**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -      required: [id]
    +      required: [id, status]
    ```
    """
    yield from field_missing.refuted(proofs)


@rule(Severity.ERROR)
def header_mismatch(proofs: Proofs) -> Iterator[Finding]:
    """The changelog or the pin says that a header is sent or returned, and an operation of the contract does not.

    **Fails**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -      required: false
    +      required: true
    ```

    **Passes**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -      required: false
    ```
    """
    yield from header_mismatch.refuted(proofs)


@rule(Severity.ERROR)
def response_mismatch(proofs: Proofs) -> Iterator[Finding]:
    """The changelog says what an operation answers, and the contract has no such response, body or code.

    **Fails**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -      status: 404
    +      status: 409
    ```

    **Passes**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -      status: 404
    +      status: every-error
    ```
    """
    yield from response_mismatch.refuted(proofs)


@rule(Severity.ERROR)
def redirect_mismatch(proofs: Proofs) -> Iterator[Finding]:
    """The changelog promises a redirect, and the rule says something else: the edge does what the rule says.

    **Fails**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -      sunset: 2026-12-01
    +      sunset: 2026-12-02
    ```

    **Passes**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -      sunset: 2026-12-01
    +      sunset: "2026-12-01"
    ```
    """
    yield from redirect_mismatch.refuted(proofs)


@rule(Severity.ERROR)
def url_mismatch(proofs: Proofs) -> Iterator[Finding]:
    """The changelog says that a URL stays, and a rule redirects it, or the configuration names another.

    **Fails**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -      is: https://api.widgets.example/openapi.json
    +      is: https://api.widgets.example/contract.json
    ```

    **Passes**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -      is: https://api.widgets.example/openapi.json
    -      serves: api-spec
    +      is: https://docs.widgets.example/
    +      serves: docs
    ```
    """
    yield from url_mismatch.refuted(proofs)


@rule(Severity.ERROR)
def notice_mismatch(proofs: Proofs) -> Iterator[Finding]:
    """The days of a notice do not lead from its first day to its last: one of the three numbers is wrong.

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
    yield from notice_mismatch.refuted(proofs)


@rule(Severity.WARNING, trigger="calendar")
def attestation_expired(project: Project, proofs: Proofs) -> Iterator[Finding]:
    """Somebody answered for a statement until a date, and that date has passed: ask again, or take it down.

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
                proof.carrier,
                (*proof.pointer, "review_by"),
                f"{proof.owner} answered for this until {proof.review_by}: {proof.message}",
                "ask the owner, and write the new `review_by`; or take the statement out",
            )


@rule(Severity.WARNING)
def cannot_prove(proofs: Proofs) -> Iterator[Finding]:
    """Nothing that docgen reads shows whether the claim holds: a reader would take it for checked.

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
                proof.carrier,
                proof.pointer,
                f"cannot prove `{proof.claim}`: {proof.message}",
                "let the spec show it, or have somebody attest it (`attested`, with an owner and a review date)",
            )


@rule(Severity.ERROR)
def unknown_selector(proofs: Proofs) -> Iterator[Finding]:
    """A name in `covers` or in a claim is not in the contract of the pin: the claim speaks of nothing.

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
    yield from unknown_selector.refuted(proofs)
