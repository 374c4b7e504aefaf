"""Claims on removals, compared with the contract of the pin and the one before it."""

from collections.abc import Iterator
from typing import Final

from docgen.model.claim import RemovalClaim
from docgen.model.proof import Proof
from docgen.prove.case import Case

AGAINST: Final = "the contract of the pin, which no longer has it"


def prove(case: Case) -> Iterator[Proof]:
    """Each part is not in the contract; with a pin before it, it was in that one's."""
    claim: RemovalClaim = case.claim
    for index, selector in enumerate(claim.of):
        pointer = case.contract.find(selector)
        if pointer is not None:
            yield case.refuted(
                "removal-mismatch",
                f"the changelog says that `{selector}` was removed; the spec has it",
                "of",
                index,
                hint=f"remove `{selector}` from the claim, or from the spec",
                spec=pointer,
            )
        # what the oldest pin had before is not in the project
        elif case.before is not None and case.before.find(selector) is None:
            yield case.cannot_prove(f"the contract before does not have `{selector}` either")
