"""The outcome of proving a claim."""

from datetime import date
from typing import Literal

import msgspec

from docgen.model.live import LiveResult
from docgen.positions.source import Pointer, Source

Status = Literal["proved", "refuted", "attested", "cannot-prove"]
Evidence = Literal["schema", "example", "rule", "calendar", "configuration", "owner"]
"""What a claim is compared with: a schema or an example in the contract, a redirect rule, and so on."""


class Proof(msgspec.Struct, frozen=True):
    """The outcome of one claim.

    `claim` is its id (`<slug>/<id or kind>`, or `pin-<pin>/<part>` for a claim of pin.yaml); `source` is
    the file that makes the claim, at `pointer`; `against` names what it was compared with, in words; for a
    refuted claim, `rule` is the id of the finding, and `message` says what the changelog and the contract say, the
    latter at `contradiction` (a source and a pointer) if it has a position; `live` are the recorded results of the
    claim, one an origin. An attested claim has an `owner`, who answers for it until `review_by`, and its `evidence`.
    `evidence_from` is what the claim rests on, the weakest where it is several things; `reconstructed` says that it
    is in a contract that the vendor did not publish. `used_by` are the operations and events whose schema or field a
    claim is about.
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
    evidence_from: Evidence = "schema"
    reconstructed: bool = False
    used_by: tuple[str, ...] = ()
