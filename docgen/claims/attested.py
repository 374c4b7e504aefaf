"""A fact that the contract cannot show, attested by its owner."""

from typing import Final

from docgen.claims.case import Case, Proofs
from docgen.claims.enum import enum_values
from docgen.claims.kind import Kind
from docgen.claims.words import Table, say, says, shows
from docgen.model.claim import AttestedClaim
from docgen.wording import did_you_mean


def _prove(case: Case, claim: AttestedClaim) -> Proofs:
    """One attested proof, whatever the review date: the rule attestation-expired compares it with today.

    The values of which something is attested are in the enum `at`.
    """
    # the text itself cannot be refuted; the values that it is about can
    refuted = tuple(_unknown_values(case, claim)) if claim.at else ()
    yield from refuted or (case.attested(claim),)


def _unknown_values(case: Case, claim: AttestedClaim) -> Proofs:
    known = enum_values(case) or ()
    for value in claim.values or ():
        if value not in known:
            yield case.refuted(
                "enum-mismatch",
                f"the changelog attests something of `{value}`; `{claim.at}` of the spec does not have it",
                "values",
                value,
                hint=did_you_mean(value, known, f"name a value of `{claim.at}`"),
            )


def _table(claim: AttestedClaim) -> Table | None:
    if not claim.values:
        return None
    labels = [say("{label:plain}", label=column) for column in claim.columns]
    rows = [
        (say("{value}", value=value), say("{meaning:plain}", meaning=meaning.replace("|", r"\|")))
        for value, meaning in claim.values.items()
    ]
    return Table(labels, rows)


KIND: Final = Kind(
    type=AttestedClaim,
    against="its owner",
    evidence="owner",
    prove=_prove,
    sentence=says("{text:plain}"),
    page=shows("{text:prose}"),
    table=_table,
    at=lambda claim: claim.at,
    prose=("text", "values"),
)
