"""A date-pin: a dated contract, how a request selects it, and what it promises."""

import re
from collections.abc import Sequence
from datetime import date
from posixpath import normpath
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from docgen.model.authored import Authored
from docgen.model.entry import Correction
from docgen.model.fact import Unchecked
from docgen.model.live import LiveResults
from docgen.model.text import ContractFile, Digest, HeaderName, HttpsUrl, PlainText
from docgen.openapi.spec import NO_CONTRACT, Spec
from docgen.positions.source import Source

PIN_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
"""The names that the folder of a pin can have."""


class Attestation(Authored):
    """Who answers for a statement that no contract shows, and until when."""

    text: PlainText
    owner: PlainText
    evidence: PlainText
    review_by: date


class Versioning(Authored):
    """How a request names its pin, how the answer echoes it, and what a missing version means."""

    carrier: Literal["header", "path", "query"]
    name: PlainText
    """The header or query parameter; for a path, its first segment."""
    echo: HeaderName | None = None
    """The response header that names the applied pin."""
    required: bool = False
    accepts: Attestation | None = None
    """Which other values are accepted."""
    missing: Attestation | None = None
    """What applies where no version is sent."""


class Policy(Authored):
    """What may change under this date, and how long a notice is."""

    notice_days: Annotated[int, Meta(ge=0)]
    breaking: Attestation
    additions: Attestation


class Wildcard(Authored):
    """What `*` means when events are subscribed: the events of that day, or all that ever come."""

    value: PlainText = "*"
    semantics: Literal["snapshot", "live"]
    text: PlainText
    attested: Attestation | None = None
    """Who answers for what it means, which no contract shows."""


class DocUrl(Authored):
    """Where `doc_url` of an error points in one environment."""

    environment: PlainText
    url: HttpsUrl
    """`{code}` stands for the error code; a fragment is a JSON pointer."""
    canonical_from: date | None = None
    """Absent while nobody has said a date."""
    note: PlainText | None = None


class Provenance(Authored):
    """Where the contract of the pin comes from."""

    file: ContractFile = "api-spec.json"
    origin: Literal["published", "reconstruction"]
    note: PlainText | None = None
    url: HttpsUrl | None = None

    @property
    def is_elsewhere(self) -> bool:
        """Whether the contract stands outside of changelog/."""
        return normpath(self.file).startswith("../../")


class PinText(Authored):
    """What a writer puts into `changelog/<pin>/pin.yaml`."""

    label: PlainText
    released: date
    deprecated: date | None = None
    retired: date | None = None
    announce: bool = False
    summary: PlainText
    versioning: Versioning | None = None
    """Absent where no request names a version."""
    policy: Policy | None = None
    """Absent while nobody has said one."""
    wildcard: Wildcard | None = None
    doc_url: tuple[DocUrl, ...] = ()
    spec: Provenance
    frozen: dict[str, Digest] = msgspec.field(default_factory=dict)
    """The digest of every file of a pin that has a successor; `docgen new pin` writes them."""
    corrections: tuple[Correction, ...] = ()
    unchecked: tuple[Unchecked, ...] = ()
    """Facts in the texts of this file that nothing in the project can show."""

    def is_retired(self, day: date) -> bool:
        """Whether no request can name the pin any more on a day."""
        return self.retired is not None and self.retired <= day

    @property
    def version_header(self) -> str | None:
        """The header in which a request names the pin, if it does so in a header."""
        return self.versioning.name if self.versioning and self.versioning.carrier == "header" else None


class Pin(msgspec.Struct, frozen=True):
    """A pin with its contract. The folder is the id; `spec` is None where the contract could not be read.

    `live` are the recorded results of live checks, None where there are none.
    """

    id: str
    text: PinText
    source: Source
    spec: Spec | None
    live: LiveResults | None = None

    @property
    def contract(self) -> Spec:
        """Its contract, or an empty one where that could not be read."""
        return self.spec or NO_CONTRACT

    @property
    def contract_path(self) -> str:
        """The path of its contract, from the project's folder."""
        return contract_path(self.id, self.text.spec.file)


def contract_path(pin_id: str, file: str) -> str:
    """The path of the contract of a pin, from the project's folder, as its `spec.file` names it."""
    return normpath(f"changelog/{pin_id}/{file}")


def current_pin(pins: Sequence[Pin], today: date) -> Pin | None:
    """The newest of the pins, oldest first, that is released on a day, or announced where none is."""
    released = [pin for pin in pins if pin.text.released <= today]
    candidates = released or [pin for pin in pins if pin.text.announce]
    return candidates[-1] if candidates else None
