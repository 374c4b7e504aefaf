"""A fact that the contract cannot show, attested by its owner."""

from collections.abc import Iterator
from typing import Final

from docgen.model.claim import AttestedClaim
from docgen.model.proof import Proof
from docgen.prove.case import Case
from docgen.prove.enum import enum_values
from docgen.wording import did_you_mean

AGAINST: Final = "its owner"


def prove(case: Case) -> Iterator[Proof]:
    """One attested proof, whatever the review date: the rule attestation-expired compares it with today.

    The values of which something is attested are in the enum `at`.
    """
    claim: AttestedClaim = case.claim
    refuted = tuple(_unknown_values(case, claim)) if claim.at else ()
    yield from refuted
    if not refuted:
        yield case.attested(claim)


def _unknown_values(case: Case, claim: AttestedClaim) -> Iterator[Proof]:
    pointer = case.contract.find(claim.at or "")
    if pointer is None:
        yield case.unknown_selector(claim.at or "")
        return
    known = enum_values(case.contract, pointer) or ()
    for value in claim.values or ():
        if value not in known:
            yield case.refuted(
                "enum-mismatch",
                f"the changelog attests something of `{value}`; `{claim.at}` of the spec does not have it",
                "values",
                value,
                hint=did_you_mean(value, known, f"name a value of `{claim.at}`"),
                spec=pointer,
            )
