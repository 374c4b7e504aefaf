"""The outcome of proving a claim."""

from datetime import date
from typing import Literal

import msgspec

from docgen.model.live import LiveResult
from docgen.positions.source import Pointer, Source

Status = Literal["proved", "refuted", "attested", "cannot-prove"]


class Proof(msgspec.Struct, frozen=True):
    """What became of one claim.

    `claim` is its id (`<slug>/<id or kind>`, or `pin-<pin>/<part>` for what pin.yaml says); `source`
    is the file that makes the claim, at `pointer`; `against` says what it was held against; for a
    refuted claim `rule` is the id of the finding and `message` says what the changelog says and what
    the contract says, the latter at `contradiction` (a source and a pointer) where it has a place; `live` are
    the recorded results of the claim at live addresses, one an origin. Of an attested claim `owner` answers for it
    until `review_by`, and `evidence` says on what.
    """

    claim: str
    kind: str
    status: Status
    against: str
    message: str
    source: Source
    pointer: Pointer
    rule: str = ""
    hint: str = ""
    contradiction: tuple[Source, Pointer] | None = None
    owner: str = ""
    evidence: str = ""
    review_by: date | None = None
    live: tuple[LiveResult, ...] = ()
