"""A change of a contract: one root cause, with the operations and events that it affects, and its level for them."""

from collections.abc import Mapping
from typing import Any, Final, Literal

import msgspec

from docgen.openapi.pointers import parse_pointer
from docgen.positions.source import Pointer

Level = Literal["breaking", "warning", "info"]
Polarity = Literal["request", "response", "both", "none"]
Profile = Literal["strict", "oasdiff", "github", "stripe"]
Stability = Literal["draft", "alpha", "beta"]

LEVELS: Final[tuple[Level, ...]] = ("breaking", "warning", "info")
"""Worst first."""


class Policy(msgspec.Struct, frozen=True):
    """Which changes break: a profile, and other levels for single ids.

    What affects operations at one of the levels `unstable` alone is a warning at most (`x-stability-level`).
    """

    profile: Profile = "strict"
    levels: Mapping[str, Level] = {}
    unstable: tuple[Stability, ...] = ()


class Effect(msgspec.Struct, frozen=True):
    """What a change means in one direction of the data, for the operations and events that it affects there."""

    id: str
    level: Level
    polarity: Polarity
    operations: tuple[str, ...] = ()
    events: tuple[str, ...] = ()


class Change(msgspec.Struct, frozen=True, omit_defaults=False):
    """One root cause.

    `id` and `level` are those of the worst effect; `selector` is what a writer would put under `covers`,
    `selectors` are those of all sites; `pointer` and `sites` are JSON pointers (RFC 6901) into the revision,
    or into the base where the part is gone; `operations` and `events` are the union of the effects';
    `before` and `after` are the values where they are short; `milder` has the selectors at which the change is less
    severe than its level; `schemas` are those that came or went with it; `fingerprint` is of the edit alone: not of
    operations, policy or level.
    """

    id: str
    level: Level
    polarity: Polarity
    selector: str
    pointer: str
    sites: tuple[str, ...]
    effects: tuple[Effect, ...]
    operations: tuple[str, ...]
    events: tuple[str, ...]
    text: str
    fingerprint: str
    selectors: tuple[str, ...] = ()
    before: Any = None
    after: Any = None
    milder: Mapping[str, Level] = {}
    schemas: tuple[str, ...] = ()

    @property
    def named(self) -> tuple[str, ...]:
        """The selectors that name the change."""
        return self.selectors or (self.selector,)

    @property
    def place(self) -> Pointer:
        """The keys and indexes of its pointer."""
        return parse_pointer(self.pointer)


class Changes(msgspec.Struct, frozen=True):
    """All changes of a project by the id of the pin.

    `between` holds what a pin's contract changes of the contract of the pin before it; `against` what it
    changes of the same pin's contract in the base that the project is compared with. `accepted` are those
    that the project accepts; they are in neither. `excused` are those of them that are since the base.
    """

    between: Mapping[str, tuple[Change, ...]] = {}
    against: Mapping[str, tuple[Change, ...]] = {}
    accepted: tuple[Change, ...] = ()
    excused: Mapping[str, tuple[Change, ...]] = {}
