"""A claim with its context, and the four outcomes that it can have."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from docgen.claims.contract import Contract
from docgen.model.claim import AttestedClaim
from docgen.model.pin import Attestation, Pin
from docgen.model.project import Project
from docgen.model.proof import Evidence, Proof, Status
from docgen.model.redirect import Redirect
from docgen.openapi.nodes import Node
from docgen.positions.source import Pointer, Source
from docgen.redirects.paths import RuleIndex
from docgen.wording import did_you_mean, nearest

Proofs = Iterator[Proof]


class NoContractError(Exception):
    """The contract of a claim's pin could not be read."""


def left_out(claimed: Collection[str], known: Iterable[str]) -> tuple[list[str], set[str]]:
    """The known names that a claim leaves out, and those of them that a misspelt or renamed one of the claim is."""
    known = list(known)
    free, wrong = [name for name in known if name not in claimed], [name for name in claimed if name not in known]
    if len(free) == len(wrong) == 1:
        return free, {*free}
    return free, {nearest(name, free) for name in wrong}


class Case(NamedTuple):
    """One claim of a pin or an entry, at `pointer` of `source`.

    `redirects` are those of the project. `before` is the contract of the pin before; None where there is none, or it
    could not be read. `parts` are the schema or the fields that the claim is about, `covered` the operations and events
    that its entry covers, directly or by a schema, and `used_by` those of them, or else of all, that have it.
    """

    project: Project
    redirects: RuleIndex[Redirect]
    pin: Pin
    maybe_contract: Contract | None
    before: Contract | None
    id: str
    kind: str
    against: str
    source: Source
    pointer: Pointer
    evidence: Evidence
    parts: tuple[Node, ...] = ()
    covered: frozenset[str] = frozenset()
    used_by: tuple[str, ...] = ()

    @property
    def contract(self) -> Contract:
        """The contract of the claim's own pin; NoContractError where there is none."""
        if self.maybe_contract is None:
            raise NoContractError
        return self.maybe_contract

    def refuted(
        self,
        rule: str,
        message: str,
        *path: str | int,
        hint: str = "",
        spec: Pointer | None = None,
        other: tuple[Source, Pointer] | None = None,
    ) -> Proof:
        """The claim is false: `path` is the wrong part of the claim, `spec` or `other` the evidence."""
        # evidence is mostly in the contract of the claim, in the part that it is about; rules are elsewhere
        if spec is None and other is None and self.parts:
            spec = self.parts[0].pointer
        if spec is not None:
            other = (self.contract.spec.source, spec)
        pointer = (*self.pointer, *path)
        proof = self._proof("refuted", message)
        return replace(proof, pointer=pointer, rule=rule, hint=hint, contradiction=other)

    def unknown_selector(self, selector: str, *path: str | int, known: Sequence[str] = ()) -> Proof:
        """The claim is false, since its selector is not found in the spec; `known` is what it could be."""
        return self.refuted(
            "unknown-selector",
            f"the changelog names `{selector}`; it is not found in the spec",
            *(path or ("at",)),
            hint=did_you_mean(selector, known or self.contract.selectors(), "write the name as it is in the spec"),
        )

    def cannot_prove(self, message: str) -> Proof:
        """Neither the contract nor the rules show whether the claim is true; `message` says what is missing."""
        return self._proof("cannot-prove", message)

    def left_open(self, message: str, *path: str | int, hint: str = "") -> Proof:
        """The claim may be false: the contract allows more than it says, or does not show that anything is so."""
        show = "show it in the spec, or write an `attested` claim with an owner"
        proof = self.refuted("claim-left-open", message, *path, hint=hint or show)
        return replace(proof, status="cannot-prove")

    def proved(self) -> Proof:
        """The claim is true: it agrees with what it was compared with."""
        return self._proof("proved", "")

    def attested(self, by: Attestation | AttestedClaim) -> Proof:
        """An owner attests the claim until a review date, on some evidence."""
        proof = self._replace(evidence="owner", against=by.owner)._proof("attested", by.text)
        return replace(proof, owner=by.owner, evidence=by.evidence, review_by=by.review_by)

    def _proof(self, status: Status, message: str) -> Proof:
        # a contract that was reconstructed proves less than one that was published with its pin
        from_contract = self.evidence in ("schema", "example")
        return Proof(
            self.id,
            self.kind,
            status,
            self.against,
            message,
            self.source,
            self.pointer,
            evidence_from=self.evidence,
            reconstructed=from_contract and self.pin.text.spec.origin == "reconstruction",
            used_by=self.used_by,
        )
