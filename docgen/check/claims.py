"""Claims on notices, deprecations, plans and attestations, of live results, and those that cannot be proved."""

from collections.abc import Iterator

from docgen.check.rule import found, rule
from docgen.claims import KINDS
from docgen.entries.endings import breaks_on
from docgen.entries.roadmap import is_named_again, pin_due
from docgen.model.finding import Finding, Severity
from docgen.model.project import Project
from docgen.model.proof import Proof

Proofs = tuple[Proof, ...]


@rule(Severity.WARNING, trigger="calendar")
def attestation_expired(project: Project, proofs: Proofs) -> Iterator[Finding]:
    """The review date of an attested statement has passed: ask its owner again, or remove it."""
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
    """The contract and the rules neither prove nor refute a claim: readers would take it for checked."""
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
    """An event was planned `for` a pin or a date that has passed, but the contract does not have it."""
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
    """The last `docgen verify --record` found a live address that differs from the changelog."""
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


@rule(Severity.ERROR)
def action_after_sunset(project: Project) -> Iterator[Finding]:
    """An entry lets customers act until a day on which what it announces has already ended."""
    for entry in project.entries:
        first, action = breaks_on(project, entry), entry.text.action
        if action.by and first and action.by > first:
            yield found(
                entry.source,
                ("action", "by"),
                f"customers may act until {action.by}, but what `{entry.slug}` announces ends on {first}",
                f"write `by: {first}` or an earlier day",
            )
