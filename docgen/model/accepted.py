"""What a project accepts for a while: `.docgen/accepted.yaml`."""

from datetime import date
from typing import Annotated, Final, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from docgen.model.text import COMPLETED, Words
from docgen.positions.source import Source

ACCEPTED: Final = ".docgen/accepted.yaml"
"""Where a project keeps what it accepts."""
FEATURE_LACKED: Final = "edge-cannot-express"
"""The id under which a feature that an edge lacks is accepted; `at` is then the edge and the feature."""
BASE_UNREADABLE: Final = "base-unreadable"
"""The one thing that a reader finds and a project can accept: a file of the base."""


class Acceptance(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One thing that is known and accepted: what, where, why, by whom, and until when."""

    what: Annotated[
        Words, Meta(description="The id of a finding (`docgen check`) or of a change (`docgen diff`), as printed.")
    ]
    at: Annotated[
        Words | None,
        Meta(
            description="What a person would write: a selector (`GET /v1/images`), a file, the id of a redirect, "
            "an entry's slug, an error code; for an edge, its name and the feature (`netlify headers`). "
            "Absent: anywhere.",
            extra_json_schema={COMPLETED: True},
        ),
    ] = None
    as_: Annotated[
        Literal["off", "info", "warning"] | UnsetType,
        Meta(description="How a finding is shown meanwhile: `info` unless said; `off` leaves it out, and counts it."),
    ] = msgspec.field(name="as", default=UNSET)
    why: Annotated[Words, Meta(description="Why this can wait, for whoever reads it next.")]
    who: Annotated[Words, Meta(description="The person or team that decides what happens after `until`.")]
    until: Annotated[date, Meta(description="The last day, inclusive.")]

    def expired(self, today: date) -> bool:
        """Whether the last day is over."""
        return self.until < today

    @property
    def words(self) -> str:
        """Who accepts it, until when, and why."""
        return f"accepted by {self.who} until {self.until}: {self.why}"


class AcceptedFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The file: one list, one form for everything."""

    accepted: tuple[Acceptance, ...]


class Accepted(msgspec.Struct, frozen=True):
    """What a project accepts, in the order of its file."""

    source: Source = Source(ACCEPTED, "")
    all: tuple[Acceptance, ...] = ()

    def in_force(self, today: date) -> tuple[Acceptance, ...]:
        """Those whose last day is not over."""
        return tuple(one for one in self.all if not one.expired(today))

    def covers_base(self, path: str) -> bool:
        """Whether a file of the base may be unreadable: after the last day, too, since no day alone stops a check."""
        return any(one.what == BASE_UNREADABLE and one.at in (None, path) for one in self.all)

    def features(self, edge: str) -> frozenset[str]:
        """The features that an edge lacks and its rules go without, expired or not: no file changes overnight."""
        named = ((one.at or "").partition(" ") for one in self.all if one.what == FEATURE_LACKED)
        return frozenset(feature for name, _, feature in named if name == edge)
