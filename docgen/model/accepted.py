"""What a project accepts for a while: `.docgen/accepted.yaml`."""

from datetime import date
from typing import Annotated, Final, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from docgen.model.authored import Authored
from docgen.model.text import COMPLETED, PlainText
from docgen.positions.source import Source

ACCEPTED: Final = ".docgen/accepted.yaml"
"""The path of the file of acceptances."""
MISSING_FEATURE: Final = "edge-cannot-express"
"""The id of findings on a feature that an edge lacks; `at` is then the edge and the feature."""
BASE_UNREADABLE: Final = "base-unreadable"
"""The id of findings on unreadable files of the base: no other unreadable file can be accepted."""
STRAY_FILE: Final = "stray-file"
"""The id of findings on files under `changelog/` that docgen does not read: a project may keep them there."""


class Acceptance(Authored):
    """One thing that is known and accepted: what, where, why, by whom, and until when."""

    what: PlainText
    """The id of a finding (`docgen check`) or of a change (`docgen diff`), as printed."""
    at: Annotated[PlainText | None, Meta(extra_json_schema={COMPLETED: "Selector"})] = None
    """What a person would write: a selector (`GET /v1/images`), a file, the id of a redirect, an entry's slug, an
    error code; for an edge, its name and the feature (`netlify headers`). Absent: anywhere."""
    as_: Literal["off", "info", "warning"] | UnsetType = UNSET
    """How a finding is shown meanwhile: `info` unless said; `off` leaves it out, and counts it."""
    why: PlainText
    """Why this can wait, for whoever reads it next."""
    who: PlainText
    """The person or team that decides what happens after `until`."""
    until: date
    """The last day, inclusive."""

    def is_expired(self, today: date) -> bool:
        """Whether the last day, `until`, is before today."""
        return self.until < today

    @property
    def summary(self) -> str:
        """Who accepts it, until when, and why."""
        return " ".join(f"accepted by {self.who} until {self.until}: {self.why}".split())


class AcceptedFile(Authored):
    """The file: one list, one form for everything."""

    accepted: tuple[Acceptance, ...]


class Accepted(msgspec.Struct, frozen=True):
    """What a project accepts, in the order of its file."""

    source: Source = Source(ACCEPTED, "")
    entries: tuple[Acceptance, ...] = ()

    def allows_unreadable(self, path: str) -> bool:
        """Whether a file of the base may be unreadable: also after `until`, since a day alone must not fail a check."""
        return any(entry.what == BASE_UNREADABLE and entry.at in (None, path) for entry in self.entries)

    def missing_features(self, edge: str) -> frozenset[str]:
        """The features that an edge may lack, also after `until`: a day alone must not change the edge's files."""
        named = ((entry.at or "").partition(" ") for entry in self.entries if entry.what == MISSING_FEATURE)
        return frozenset(feature for name, _, feature in named if name == edge)
