"""Claim -> Proof: every claim of an entry or a pin gets at least one proof; and the words for what it rests on."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any, Final

import msgspec

from docgen.claims import KINDS
from docgen.claims.case import Case, NoContractError, Proofs
from docgen.claims.contract import Contract
from docgen.claims.deprecation import SINCE
from docgen.claims.kind import Kind
from docgen.claims.redirect import REMOVED
from docgen.differ.wording import named
from docgen.model.entry import Entry
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.model.proof import Evidence, Proof
from docgen.prove.pin_claims import FIRST_PIN, PIN_CLAIMS, PinClaim
from docgen.redirects.paths import RuleIndex

_WORDS: Final[Mapping[Evidence, str]] = {
    "schema": "agrees with the schema in the contract",
    "example": "agrees with an example in the contract",
    "rule": "agrees with the redirect rule that this site's own edge serves",
    "calendar": "matches the calendar",
    "configuration": "agrees with the redirect rules and the configuration of this site",
    "owner": "attested by its owner",
}


def prove(project: Project) -> tuple[Proof, ...]:
    """The proofs of all claims of the pins and their entries, in their order: at least one for each claim."""
    return tuple(_proofs(project))


def _proofs(project: Project) -> Proofs:
    redirects = RuleIndex(project.redirects)
    before: Contract | None = None
    pin_claims: Sequence[PinClaim] = (*PIN_CLAIMS, FIRST_PIN)
    for pin in project.pins:
        contract = Contract(pin.spec, project.config) if pin.spec else None
        case_of = partial(Case, project, redirects, pin, contract, before)
        yield from _pin_proofs(case_of, pin, pin_claims)
        for entry in project.entries_of(pin):
            yield from _entry_proofs(case_of, entry)
        before, pin_claims = contract, PIN_CLAIMS


def _pin_proofs(case_of: partial[Case], pin: Pin, pin_claims: Iterable[PinClaim]) -> Proofs:
    for part in pin_claims:
        claim = part.read(pin.text)
        if claim:
            id_ = f"pin-{pin.id}/{part.name}"
            case = case_of(id_, part.name, part.against, pin.source, part.pointer, part.evidence)
            yield from _outcomes(case, part.prove(case, claim))


def _entry_proofs(case_of: partial[Case], entry: Entry) -> Proofs:
    for pointer, claim in entry.placed_claims():
        kind, promise = KINDS[claim.kind], claim.promise
        evidence = kind.evidence
        if kind.needs_example(promise):
            evidence = "example"
        case = case_of(claim.full_id(entry.slug), claim.kind, kind.against, entry.source, pointer, evidence)
        yield from _outcomes(case, _of_part(case, kind, promise, entry.text.covers))


def _of_part(case: Case, kind: Kind[Any], promise: msgspec.Struct, covers: Sequence[str]) -> Proofs:
    """The proofs of a claim on what is sent: nothing shows a claim on a schema that no operation and no event has."""
    selector = kind.at(promise)
    if selector is not None:
        parts = case.contract.parts(selector)
        if not parts:
            yield case.unknown_selector(selector)
            return
        carried_by, covered = case.contract.carriers(selector), frozenset(case.contract.uses(covers))
        used_by = tuple(use for use in carried_by if use in covered or not covered)
        case = case._replace(parts=parts, covered=covered, used_by=used_by)
        message = ""
        if not carried_by:
            message = f"`{selector}` is in no operation and no event of the spec"
        elif not used_by:
            message = f"`{selector}` is not in what the entry covers, {named(covers)}"
        # what an owner answers for, no contract has to show
        if message and kind.evidence != "owner" and parts[0].pointer[:2] == ("components", "schemas"):
            hint = "claim the schema that is sent now, or cover an operation or event that has it"
            yield case.left_open(message, "at", hint=hint)
            return
    # a prover yields what is wrong or open: nothing means that the claim is true
    yield from tuple(kind.prove(case, promise)) or (case.proved(),)


def _outcomes(case: Case, outcomes: Proofs) -> Proofs:
    try:
        proofs = tuple(outcomes) or (case.proved(),)
    except NoContractError:
        proofs = (case.cannot_prove(f"the contract of the pin `{case.pin.id}` could not be read"),)
    live = case.pin.live.results_of(case.id, case.project.today) if case.pin.live else ()
    for proof in proofs:
        yield msgspec.structs.replace(proof, live=live)


def agreement(proof: Proof) -> str:
    """What a proved claim agrees with, as a reader needs it: `agrees with the schema in the contract`."""
    words = _WORDS[proof.evidence_from] + (", which is a reconstruction" if proof.reconstructed else "")
    if proof.against == SINCE:
        return f"{words}; no contract shows the start date"
    if proof.evidence_from != "rule":
        return words
    if proof.against == REMOVED:
        return "agrees with the redirect rule, which was removed from the edge"
    is_live = any(result.result == "passed" for result in proof.live)
    return f"{words}: checked by simulation{'' if is_live else ', not live'}"
