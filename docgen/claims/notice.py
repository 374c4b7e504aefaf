"""Claims on a notice period, checked by calendar arithmetic."""

from datetime import timedelta
from typing import Final

from docgen.claims.case import Case, Proofs
from docgen.claims.kind import Kind
from docgen.claims.words import says, shows
from docgen.model.claim import NoticeClaim


def _prove(case: Case, claim: NoticeClaim) -> Proofs:
    """`from` plus `days` is `until`."""
    end = claim.from_ + timedelta(days=claim.days)
    if end != claim.until:
        yield case.refuted(
            "notice-mismatch",
            f"the changelog says that {claim.days} days after {claim.from_} is {claim.until}; it is {end}",
            "until",
            hint=f"write `until: {end}`, or `days: {(claim.until - claim.from_).days}`",
        )


KIND: Final = Kind(
    type=NoticeClaim,
    against="the calendar",
    evidence="calendar",
    prove=_prove,
    sentence=says("{days:#day} of notice, from {from_} until {until}"),
    page=shows("**{days} days of notice**, from {from_} until {until}."),
)
