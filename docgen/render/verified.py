"""How a statement was verified, in words that a reader understands."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Final

import msgspec

from docgen.model.claim import Claim
from docgen.model.entry import Entry
from docgen.model.pin import Pin
from docgen.model.proof import Proof
from docgen.prove.agreement import agreement
from docgen.render.publication import Publication

_TALLY_WORDS: Final = {
    "proved": "proved",
    "attested": "attested",
    "cannot-prove": "not proved",
    "refuted": "contradicted",
    "": "not checked",
}


class Statement(msgspec.Struct, frozen=True):
    """A claim of an entry with its proof, None where nothing checked it."""

    claim: Claim
    proof: Proof | None

    @property
    def verdict(self) -> str:
        """What a proof agrees with, or `Attested`, `Cannot be proved`, `Contradicted` or `Not checked`."""
        if self.proof and self.proof.status == "proved":
            words = agreement(self.proof)
            return words[:1].upper() + words[1:]
        return "Cannot be proved" if self._status == "cannot-prove" else self.standing

    @property
    def _status(self) -> str:
        if self.proof:
            return self.proof.status
        return "attested" if self.claim.attested else ""

    @property
    def standing(self) -> str:
        """The outcome in a word or two, of which the verdict says how: a contract that agrees is not production."""
        return "Checked" if self._status == "proved" else _TALLY_WORDS[self._status].capitalize()

    @property
    def level(self) -> str:
        """`proved`, `attested`, `refuted` or `none`."""
        return self._status if self._status in ("proved", "attested", "refuted") else "none"

    @property
    def owner(self) -> str:
        """The owner of an attested claim, empty for any other."""
        if self.proof and self.proof.status != "attested":
            return ""
        return self.proof.owner if self.proof else self.claim.attested.owner if self.claim.attested else ""

    @property
    def evidence(self) -> str:
        """The evidence of an attested claim, empty for any other."""
        return self.claim.attested.evidence if self.owner and self.claim.attested else ""

    @property
    def until(self) -> date | None:
        """The day by which the owner of an attested claim reviews it."""
        attested = self.claim.attested if self.owner else None
        return self.proof.review_by if self.proof and self.owner else attested.review_by if attested else None


def statements(publication: Publication, entry: Entry) -> tuple[Statement, ...]:
    """The claims of an entry in their order."""
    return tuple(statement(publication, entry, claim) for claim in entry.text.claims)


def statement(publication: Publication, entry: Entry, claim: Claim) -> Statement:
    """One claim of an entry."""
    return Statement(claim, publication.proof(claim.full_id(entry.slug)))


def is_reconstructed(pin: Pin | None) -> bool:
    """Whether the contract of a pin is not the vendor's own."""
    return bool(pin and pin.text.spec.origin == "reconstruction")


def tally(found: Iterable[Statement]) -> str:
    """`8 of 8 proved`, or `5 proved, 3 attested`; `no claims` where nothing is claimed."""
    counts = Counter(one.proof.status if one.proof else "" for one in found)
    if set(counts) == {"proved"}:
        return f"{counts['proved']} of {counts['proved']} proved"
    listed = (f"{counts[status]} {words}" for status, words in _TALLY_WORDS.items() if counts[status])
    return ", ".join(listed) or "no claims"
