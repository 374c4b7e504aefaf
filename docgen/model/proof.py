"""The outcome of proving a claim."""

from datetime import date
from typing import Literal

import msgspec

from docgen.model.live import LiveResult
from docgen.positions.source import Pointer, Source

Status = Literal["proved", "refuted", "attested", "cannot-prove"]


class Proof(msgspec.Struct, frozen=True):
    """The outcome of one claim.

    `claim` is its id (`<slug>/<id or kind>`, or `pin-<pin>/<part>` for a claim of pin.yaml); `source` is
    the file that makes the claim, at `pointer`; `against` names what it was compared with, in words; for a
    refuted claim, `rule` is the id of the finding, and `message` says what the changelog and the contract say, the
    latter at `contradiction` (a source and a pointer) if it has a position; `live` are the recorded results of the
    claim, one an origin. An attested claim has an `owner`, who answers for it until `review_by`, and its `evidence`.
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
