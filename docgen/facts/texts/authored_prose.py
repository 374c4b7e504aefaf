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
    EntryText: ("title", "summary", "body"),
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
        value = getattr(part, name)
        if name in PROSE.get(type(part), ()):
            is_attested = isinstance(part, AttestedClaim | Attestation)
            yield from (AuthoredProse(at, text, is_attested) for at, text in _texts(value, (*pointer, key)))
        else:
            for at, child in _parts(value, (*pointer, key)):
                yield from authored_prose(child, at)


def _texts(value: Any, pointer: Pointer) -> Iterator[tuple[Pointer, str]]:  # noqa: ANN401 - a value of a model
    yield from ((at, one) for at, one in _members(value, pointer) if isinstance(one, str) and one)


def _parts(value: Any, pointer: Pointer) -> Iterator[tuple[Pointer, msgspec.Struct]]:  # noqa: ANN401 - see above
    yield from ((at, one) for at, one in _members(value, pointer) if isinstance(one, msgspec.Struct))


def _members(value: Any, pointer: Pointer) -> Iterator[tuple[Pointer, Any]]:  # noqa: ANN401 - see above
    if isinstance(value, tuple):
        yield from (((*pointer, index), one) for index, one in enumerate(value))
    elif isinstance(value, Mapping):
        yield from (((*pointer, key), one) for key, one in value.items())
    else:
        yield pointer, value
