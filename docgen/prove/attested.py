"""A fact that no contract shows: somebody answers for it."""

from collections.abc import Iterator
from typing import Final

from docgen.model.claim import AttestedClaim
from docgen.model.proof import Proof
from docgen.prove.case import Case

AGAINST: Final = "its owner"


def prove(case: Case) -> Iterator[Proof]:
    """Always attested; whether the review is due is the calendar's business."""
    claim: AttestedClaim = case.said
    yield case.attested(claim.text, claim.owner, claim.evidence, claim.review_by)
