"""Claims on a notice period, checked by calendar arithmetic."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from docgen.claims.case import Case
from docgen.claims.kind import Kind, Rules
from docgen.claims.words import Block, Phrase, say, sentence
from docgen.model.claim import NoticeClaim
from docgen.model.proof import Proof
from docgen.wording import counted


def _prove(case: Case, claim: NoticeClaim) -> Iterator[Proof]:
    """`from` plus `days` is `until`."""
    end = claim.from_ + timedelta(days=claim.days)
    if end != claim.until:
        yield case.refuted(
            "notice-mismatch",
            f"the changelog says that {claim.days} days after {claim.from_} is {claim.until}; it is {end}",
            "until",
            hint=f"write `until: {end}`, or `days: {(claim.until - claim.from_).days}`",
        )


def _sentence(claim: NoticeClaim) -> Iterator[Phrase]:
    yield say("{} of notice, from {} until {}", counted(claim.days, "day"), claim.from_, claim.until)


def _page(claim: NoticeClaim, _: Rules) -> Iterator[Block]:
    yield sentence([say("**{} days of notice**, from {} until {}.", claim.days, claim.from_, claim.until)])


KIND: Final = Kind(
    type=NoticeClaim, against="the calendar", evidence="calendar", prove=_prove, sentence=_sentence, page=_page
)
