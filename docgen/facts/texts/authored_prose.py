"""The prose in the values of YAML files and front matter: what readers see of an entry, a pin, a rule, an error page.

Every other text of the models is a name, an address or a date in a field of its own, which a check reads as such.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

import msgspec

from docgen.model.claim import AttestedClaim, EnumClaim, EventsClaim, FieldsClaim, RemovalClaim
from docgen.model.entry import Action, Correction, EntryText
from docgen.model.error_page import ErrorText
from docgen.model.pin import Attestation, DocUrl, PinText, Provenance, Wildcard
from docgen.model.redirect import RuleText
from docgen.positions.source import Pointer

PROSE: Final[Mapping[type, tuple[str, ...]]] = {
    EntryText: ("title", "summary", "body", "backdated"),
    Action: ("steps",),
    Correction: ("note",),
    EventsClaim: ("because", "today", "change"),
    EnumClaim: ("because",),
    FieldsClaim: ("because",),
    RemovalClaim: ("because",),
    AttestedClaim: ("text", "values"),
    Attestation: ("text",),
    PinText: ("summary",),
    Wildcard: ("text",),
    DocUrl: ("note",),
    Provenance: ("note",),
    RuleText: ("note",),
    ErrorText: ("title", "backoff", "idempotency", "since", "until"),
}
"""The fields of each model that are prose."""


class AuthoredProse(NamedTuple):
    """A text under its pointer; `attested` where somebody answers for it, so that it is evidence itself."""

    pointer: Pointer
    text: str
    attested: bool


def authored_prose(part: Any, pointer: Pointer = ()) -> Iterator[AuthoredProse]:  # noqa: ANN401 - any part of a model
    """Every prose text of a model and of its parts, in the order of the fields."""
    for name, key in zip(part.__struct_fields__, part.__struct_encode_fields__, strict=True):
        is_prose = name in PROSE.get(type(part), ())
        for at, one in _members(getattr(part, name), (*pointer, key)):
            if is_prose and isinstance(one, str) and one:
                yield AuthoredProse(at, one, isinstance(part, AttestedClaim | Attestation))
            elif not is_prose and isinstance(one, msgspec.Struct):
                yield from authored_prose(one, at)


def _members(value: Any, pointer: Pointer) -> Iterator[tuple[Pointer, Any]]:  # noqa: ANN401 - a value of a model
    if isinstance(value, tuple):
        for index, one in enumerate(value):
            yield (*pointer, index), one
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield (*pointer, key), one
    else:
        yield pointer, value
