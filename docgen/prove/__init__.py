"""Claim -> Proof: each kind of claim has a module, and every claim gets at least one proof."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Final, Protocol

import msgspec

from docgen.model.entry import Entry
from docgen.model.project import Project
from docgen.model.proof import Proof
from docgen.prove import (
    attested,
    deprecation,
    enum,
    events,
    fields,
    header,
    notice,
    pin_claims,
    redirect,
    removal,
    response,
    url,
)
from docgen.prove.case import Case, NoContractError
from docgen.prove.contract import Contract
from docgen.prove.evidence import evidence_of
from docgen.redirects.paths import RuleIndex


class Prover(Protocol):
    """A module that proves one kind of claim: it yields proofs, or nothing where the claim is true."""

    @property
    def AGAINST(self) -> str:  # noqa: N802 - a module's constant
        """What the claim is compared with, in words for a reader."""

    def prove(self, case: Case) -> Iterator[Proof]:
        """Each refutation of the claim; or that it cannot be proved; or who attests it."""


PROVERS: Final[Mapping[str, Prover]] = {
    "events": events,
    "enum": enum,
    "fields": fields,
    "response": response,
    "header": header,
    "redirect": redirect,
    "notice": notice,
    "url": url,
    "attested": attested,
    "removal": removal,
    "deprecation": deprecation,
}


def prove(project: Project) -> tuple[Proof, ...]:
    """The proofs of all claims of the pins and their entries, in their order: at least one for each claim."""
    return tuple(_proofs(project))


def _proofs(project: Project) -> Iterator[Proof]:
    contracts = {pin.id: Contract(pin.spec, project.config) for pin in project.pins if pin.spec}
    redirects = RuleIndex(project.redirects)
    before = {late.id: contracts.get(early.id) for early, late in project.successions()}
    for index, pin in enumerate(project.pins):
        case_of = partial(Case, project, redirects, pin, contracts.get(pin.id), before.get(pin.id))
        for part in (*pin_claims.PIN_CLAIMS, *((pin_claims.FIRST_PIN,) if index == 0 else ())):
            claim = part.read(pin.text)
            if claim:
                key = f"pin-{pin.id}/{part.name}"
                case = case_of(key, part.name, part.against, claim, pin.source, part.pointer, part.evidence)
                yield from _outcomes(case, part.prove(case))
        for entry in project.entries_of(pin):
            yield from _entry_proofs(case_of, entry)


def _entry_proofs(case_of: partial[Case], entry: Entry) -> Iterator[Proof]:
    for index, claim in enumerate(entry.text.claims):
        prover = PROVERS[claim.kind]
        case = case_of(
            claim.full_id(entry.slug),
            claim.kind,
            prover.AGAINST,
            claim.promise,
            entry.source,
            ("claims", index, claim.kind),
            evidence_of(claim),
        )
        yield from _outcomes(case, prover.prove(case))


def _outcomes(case: Case, proofs: Iterator[Proof]) -> Iterator[Proof]:
    try:
        found = tuple(proofs)
    except NoContractError:
        found = (case.cannot_prove(f"the contract of the pin `{case.pin.id}` could not be read"),)
    live = case.pin.live.results_of(case.id, case.project.now.date()) if case.pin.live else ()
    for proof in found or (case.proved(),):
        yield msgspec.structs.replace(proof, live=live)
