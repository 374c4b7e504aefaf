"""Claims on removals, compared with the contract of the pin and the one before it."""

from collections.abc import Iterator
from typing import Final

from docgen.claims.case import Case, Proofs
from docgen.claims.kind import Kind, Rules
from docgen.claims.words import Block, remark, say, says
from docgen.model.claim import RemovalClaim
from docgen.model.ending import Ending
from docgen.model.entry import Entry
from docgen.model.project import Project
from docgen.model.redirect import midnight
from docgen.positions.source import Pointer


def _prove(case: Case, claim: RemovalClaim) -> Proofs:
    """Each part is not in the contract; with a pin before it, it was in that one's."""
    for index, selector in enumerate(claim.of):
        # a part that came back was not removed
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


def _page(claim: RemovalClaim, _: Rules) -> Iterator[Block]:
    yield Block(say("Removed from the contract:"), claim.of, "never", is_apart=True)
    yield from remark("Why", claim.because)


def _endings(_: Project, entry: Entry, claim: RemovalClaim, __: Pointer) -> Iterator[Ending]:
    for selector in claim.of:
        yield Ending(kind="part", name=selector, source=entry.source, ends=midnight(entry.text.effective), entry=entry)


KIND: Final = Kind(
    type=RemovalClaim,
    against="the contract of the pin, which no longer has it",
    evidence="schema",
    prove=_prove,
    sentence=says("the contract no longer has {of:or}"),
    page=_page,
    listed=lambda claim: iter(claim.of),
    endings=_endings,
    prose=("because",),
)
