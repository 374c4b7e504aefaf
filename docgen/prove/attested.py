"""A fact that the contract cannot show, attested by its owner."""

from collections.abc import Iterator
from typing import Final

from docgen.model.claim import AttestedClaim
from docgen.model.proof import Proof
from docgen.prove.case import Case

AGAINST: Final = "its owner"


def prove(case: Case) -> Iterator[Proof]:
    """One attested proof, whatever the review date: the rule attestation-expired compares it with today."""
    claim: AttestedClaim = case.claim
    yield case.attested(claim.text, claim.owner, claim.evidence, claim.review_by)
