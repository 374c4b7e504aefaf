"""Claim -> Proof: every claim of an entry or a pin gets at least one proof."""

from collections.abc import Iterable, Sequence
from functools import partial

import msgspec

from docgen.claims import KINDS
from docgen.claims.case import Case, NoContractError, Proofs
from docgen.claims.contract import Contract
from docgen.model.entry import Entry
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.model.proof import Proof
from docgen.prove.pin_claims import FIRST_PIN, PIN_CLAIMS, PinClaim
from docgen.redirects.paths import RuleIndex


def prove(project: Project) -> tuple[Proof, ...]:
    """The proofs of all claims of the pins and their entries, in their order: at least one for each claim."""
    return tuple(_proofs(project))


def _proofs(project: Project) -> Proofs:
    contracts = {pin.id: Contract(pin.spec, project.config) for pin in project.pins if pin.spec}
    redirects = RuleIndex(project.redirects)
    before: Contract | None = None
    pin_claims: Sequence[PinClaim] = (*PIN_CLAIMS, FIRST_PIN)
    for pin in project.pins:
        contract = contracts.get(pin.id)
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
    for index, claim in enumerate(entry.text.claims):
        kind, promise = KINDS[claim.kind], claim.promise
        evidence = kind.evidence
        if kind.needs_example(promise):
            evidence = "example"
        pointer = ("claims", index, claim.kind)
        case = case_of(claim.full_id(entry.slug), claim.kind, kind.against, entry.source, pointer, evidence)
        yield from _outcomes(case, kind.prove(case, promise))


def _outcomes(case: Case, outcomes: Proofs) -> Proofs:
    try:
        # a prover yields what is wrong or open: nothing means that the claim is true
        proofs = tuple(outcomes) or (case.proved(),)
    except NoContractError:
        proofs = (case.cannot_prove(f"the contract of the pin `{case.pin.id}` could not be read"),)
    live = case.pin.live.results_of(case.id, case.project.today) if case.pin.live else ()
    for proof in proofs:
        yield msgspec.structs.replace(proof, live=live)
