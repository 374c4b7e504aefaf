"""The changes of a contract as a page lists them: by level, then by the operation or schema that they are of."""

from collections.abc import Sequence
from typing import Any, Final

import msgspec

from docgen.differ.wording import group_by_level
from docgen.model.change import Change, Level
from docgen.wording import json_text

OPEN: Final = 50
"""The changes that a page shows; it folds the others."""
FOLDED: Final = 350
"""The changes that it folds; the contracts have the rest."""
_LONGEST: Final = 120


class Subject(msgspec.Struct, frozen=True):
    """The operation, event or schema that some changes are of; empty for the whole document."""

    name: str
    changes: tuple[Change, ...]


class Group(msgspec.Struct, frozen=True):
    """The changes of one level."""

    level: Level
    count: int
    subjects: tuple[Subject, ...]


def grouped(changes: Sequence[Change]) -> tuple[Group, ...]:
    """The changes by level, the worst first, and by subject, in the order of the first change of each."""
    return tuple(Group(level, len(found), _subjects(found)) for level, found in group_by_level(changes))


def _subjects(changes: Sequence[Change]) -> tuple[Subject, ...]:
    found: dict[str, list[Change]] = {}
    for change in changes:
        found.setdefault(_subject(change), []).append(change)
    return tuple(Subject(name, tuple(listed)) for name, listed in found.items())


def _subject(change: Change) -> str:
    """An operation or event by its name, a field by its schema."""
    selector = change.selector
    return selector if " " in selector else selector.partition(".")[0]


def open_and_folded(changes: Sequence[Change]) -> tuple[tuple[Group, ...], tuple[Group, ...]]:
    """The groups of the changes that a page shows, and of those that it folds, the worst first."""
    worst_first = [change for _, found in group_by_level(changes) for change in found]
    return grouped(worst_first[:OPEN]), grouped(worst_first[OPEN : OPEN + FOLDED])


def excerpt(value: Any) -> str:  # noqa: ANN401 - any JSON
    """A value before or after a change, cut where it is long; empty for None."""
    if value is None:
        return ""
    text = json_text(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
