"""Claims on a notice period, checked by calendar arithmetic."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from docgen.model.claim import NoticeClaim
from docgen.model.proof import Proof
from docgen.prove.case import Case

AGAINST: Final = "the calendar"


def prove(case: Case) -> Iterator[Proof]:
    """`from` plus `days` is `until`."""
    claim: NoticeClaim = case.claim
    end = claim.from_ + timedelta(days=claim.days)
    if end != claim.until:
        yield case.refuted(
            "notice-mismatch",
            f"the changelog says that {claim.days} days after {claim.from_} is {claim.until}; it is {end}",
            "until",
            hint=f"write `until: {end}`, or `days: {(claim.until - claim.from_).days}`",
        )
