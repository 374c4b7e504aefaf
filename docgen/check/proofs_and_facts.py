"""What proofs and facts show to be wrong, open or out of date; and what entries plan, end and claim."""

from collections.abc import Iterator, Sequence
from typing import Final

from docgen.check.rule import (
    Facts,
    Findings,
    Proofs,
    calendar_rule,
    error_rule,
    found,
    found_at,
    pin_rule,
    warning_rule,
)
from docgen.claims import KINDS
from docgen.entries.endings import announced_endings, breaks_on
from docgen.entries.roadmap import is_named_again, pin_due
from docgen.facts.texts.passages import head_of, listed_marks
from docgen.model.draft import MARK
from docgen.model.fact import Unchecked
from docgen.model.project import Project
from docgen.openapi.deprecated import deprecated_parts
from docgen.positions.source import Pointer, Source

_ON_CONTRACTS: Final = {"events", "enum", "fields", "response", "header", "url"}
"""The kinds of claims on what a contract has."""


@calendar_rule
def attestation_expired(project: Project, proofs: Proofs) -> Findings:
    """The review date of an attested statement has passed: ask its owner again, or remove it."""
    for proof in proofs:
        if proof.review_by is not None and proof.review_by < project.today:
            message = f"{proof.owner} attested this until {proof.review_by}: {proof.message}"
            hint = "ask the owner and set a new `review_by`, or remove the statement"
            yield found(proof.source, (*proof.pointer, "review_by"), message, hint)


@warning_rule
def cannot_prove(proofs: Proofs) -> Findings:
    """The contract and the rules neither prove nor refute a claim: readers would take it for checked."""
    for proof in proofs:
        if proof.status == "cannot-prove" and not proof.rule:
            hint = "add it to the spec, or write an `attested` claim with an owner and a review date"
            yield found(proof.source, proof.pointer, f"cannot prove `{proof.claim}`: {proof.message}", hint)


@calendar_rule
def promise_not_kept(project: Project) -> Findings:
    """An event was planned `for` a pin or a date that has passed, but the contract does not have it."""
    for entry in project.entries:
        for pointer, claim in entry.placed_claims():
            for event in KINDS[claim.kind].announces(claim.promise):
                due = pin_due(project, entry, event.due)
                if not due or event.name in due.contract.events() or is_named_again(project, entry, event):
                    continue
                message = f"`{event.name}` was planned for {event.due}, but the contract of {due.id} does not have it"
                hint = "add an entry that plans it for another date, or cancels it"
                yield found(entry.source, (*pointer, "for"), message, hint)


@calendar_rule
def live_check_failed(project: Project) -> Findings:
    """The last `docgen verify --record` found a live address that differs from the changelog."""
    for pin in project.pins:
        for index, result in enumerate(pin.live.results if pin.live else ()):
            if pin.live and result.result == "failed" and result.checked.date() <= project.today:
                why = f": {', '.join(result.causes)}" if result.causes else ""
                message = f"`{result.claim}` failed at {result.origin} on {result.checked:%Y-%m-%d}{why}"
                hint = "docgen verify shows what differs; fix it, and run it again with --record"
                yield found(pin.live.source, ("results", index), message, hint)


@error_rule
def action_after_sunset(project: Project) -> Findings:
    """An entry lets customers act until a day on which what it announces has already ended."""
    for entry in project.entries:
        first, action = breaks_on(project, entry), entry.text.action
        if action.by and first and action.by > first:
            message = f"customers may act until {action.by}, but what `{entry.slug}` announces ends on {first}"
            yield found(entry.source, ("action", "by"), message, f"write `by: {first}` or an earlier day")


@pin_rule
def unbound_fact(facts: Facts) -> Findings:
    """A strict text states a fact that nothing in the project shows: no claim, rule, contract or page has it."""
    yield from _in_state(facts, "unbound")


@pin_rule
def contradicted_fact(facts: Facts) -> Findings:
    """A text states something that a claim, a rule or the contract has otherwise: in any guide, too."""
    yield from _in_state(facts, "contradicted")


def _in_state(facts: Facts, state: str) -> Findings:
    places = set[tuple[str, int, int]]()
    for fact in facts:
        place = fact.source.path, fact.line, fact.column
        if fact.state == state and place not in places:
            places.add(place)
            yield found_at(*place, fact.message, fact.hint)


@pin_rule
def unchecked_unused(project: Project, facts: Facts) -> Findings:
    """A mark under `unchecked` has no fact in its file: later it could hide one that nobody has decided on."""
    used = {(fact.source.path, fact.mark) for fact in facts if fact.mark}
    for source, pointer, marks in _marked(project):
        for index, mark in enumerate(marks):
            at = (*pointer, "unchecked", index)
            if mark is None:
                message = "not a mark; expected `text`, the fact as it is written, and `because`"
                yield found(source, at, message, "write both keys")
            elif (source.path, mark.text) not in used:
                message = f"`{mark.text}` is not an unbound fact of this file"
                yield found(source, at, message, "delete the mark, or write the fact as the text has it")


def _marked(project: Project) -> Iterator[tuple[Source, Pointer, Sequence[Unchecked | None]]]:
    """The marks of each text, below the pointer of what has them."""
    for pin in project.pins:
        yield pin.source, (), pin.text.unchecked
    for entry in project.entries:
        yield entry.source, (), entry.text.unchecked
    # a rule of several environments is written once
    for redirect in {redirect.at(): redirect for redirect in project.redirects}.values():
        yield *redirect.at(), redirect.text.unchecked
    for page in (*project.docs, *(page.source for page in project.errors)):
        yield head_of(page), (), listed_marks(page.text)


@error_rule
def entry_without_claim(project: Project) -> Findings:
    """An entry announces that something is deprecated or removed, and has no claim that can be proved or refuted."""
    for entry in project.entries:
        kind, claims = entry.text.kind, entry.text.claims
        # draft-left asks for the rest of a draft already
        if kind not in ("deprecated", "removed") or MARK in entry.source.text:
            continue
        if not claims:
            message = f"the entry says that something is {kind} and has no claim; expected at least one"
            hint = "add a claim, such as `fields: {at: ..., absent: [...]}` or `attested`"
            yield found(entry.source, ("kind",), message, hint)
            continue
        # claims on the contract alone, which marks nothing: what it cannot mark, such as a value, somebody attests
        spec, kinds = project.spec_of(entry), {claim.kind for claim in claims}
        is_marked = spec is None or deprecated_parts(spec) or announced_endings(project, entry)
        if kind == "deprecated" and kinds <= _ON_CONTRACTS and not is_marked:
            message = "the entry says that something is deprecated; neither the contract nor a claim says what"
            hint = "set `deprecated: true` in the spec for what it covers, or add an `attested` claim"
            yield found(entry.source, ("kind",), message, hint)
