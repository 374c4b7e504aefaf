"""How a statement was verified, in words that a reader understands."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Final, NamedTuple

from docgen.model.claim import Claim
from docgen.model.entry import Entry
from docgen.model.proof import Proof
from docgen.prove import agreement
from docgen.render.publication import Publication, once
from docgen.wording import capitalized

_TALLY_WORDS: Final = {
    "proved": "proved",
    "attested": "attested",
    "cannot-prove": "not proved",
    "refuted": "contradicted",
    "": "not checked",
}


class Statement(NamedTuple):
    """A claim of an entry with its proof, None where nothing checked it."""

    claim: Claim
    proof: Proof | None

    @property
    def verdict(self) -> str:
        """What a proof agrees with, or `Attested`, `Cannot be proved`, `Contradicted` or `Not checked`."""
        if self.proof and self.proof.status == "proved":
            return capitalized(agreement(self.proof))
        return "Cannot be proved" if self.status == "cannot-prove" else self.standing

    @property
    def status(self) -> str:
        """The status of the proof; empty without one."""
        return self.proof.status if self.proof else ""

    @property
    def standing(self) -> str:
        """The outcome in a word or two, of which the verdict says how: a contract that agrees is not production."""
        return "Checked" if self.status == "proved" else _TALLY_WORDS[self.status].capitalize()

    @property
    def level(self) -> str:
        """`proved`, `attested`, `refuted` or `none`."""
        return self.status if self.status in ("proved", "attested", "refuted") else "none"

    @property
    def owner(self) -> str:
        """The owner of an attested claim, empty for any other."""
        return self.proof.owner if self.proof else ""


def statements(publication: Publication, entry: Entry) -> tuple[Statement, ...]:
    """The claims of an entry in their order."""
    return tuple(Statement(claim, publication.proofs.get(claim.full_id(entry.slug))) for claim in entry.text.claims)


@once
def all_statements(publication: Publication) -> Sequence[Statement]:
    """The claims of all published entries."""
    return list(chain.from_iterable(statements(publication, entry) for entry in publication.entries))


def tally(stated: Iterable[Statement]) -> str:
    """`8 of 8 proved`, or `5 proved, 3 attested`; `no claims` where nothing is claimed."""
    counts = Counter(statement.status for statement in stated)
    if set(counts) == {"proved"}:
        return f"{counts['proved']} of {counts['proved']} proved"
    listed = (f"{counts[status]} {words}" for status, words in _TALLY_WORDS.items() if counts[status])
    return ", ".join(listed) or "no claims"
