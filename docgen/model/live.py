"""The results that `docgen verify --record` saves: claims that were checked at a live address."""

from datetime import date, datetime
from typing import Final, Literal

import msgspec

from docgen.model.authored import AuthoredPart
from docgen.model.text import PlainText, Slug
from docgen.positions.source import Source

LIVE: Final = "live.json"
"""The name of the file in the folder of a pin."""


class LiveResult(AuthoredPart):
    """The last time that a claim was held against an origin."""

    claim: PlainText
    """The id of the claim, as `docgen check --proofs` lists it."""
    origin: PlainText
    """Scheme, host and port that were asked; `by` an address that the name did not give."""
    checked: datetime
    """When, in UTC and whole seconds."""
    result: Literal["passed", "failed"]
    causes: tuple[Slug, ...] = ()
    """The ids of what was found, where it failed."""


class LiveFile(AuthoredPart):
    """`changelog/<pin>/live.json`: written by `docgen verify --record`, and outside of what freezes a pin."""

    results: tuple[LiveResult, ...] = ()


class LiveResults(msgspec.Struct, frozen=True):
    """The recorded results of a pin, with their file."""

    source: Source
    results: tuple[LiveResult, ...] = ()

    def results_of(self, claim: str, until: date) -> tuple[LiveResult, ...]:
        """The results of a claim up to a day in UTC, one an origin."""
        return tuple(result for result in self.results if result.claim == claim and result.checked.date() <= until)
