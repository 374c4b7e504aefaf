"""The changes of a contract as a page lists them: by level, then by the operation or schema that they are of."""

import re
from collections.abc import Sequence
from typing import Final

import msgspec

from docgen.differ.wording import as_lines, group_by_level, in_words, owner
from docgen.model.change import Change, Level
from docgen.openapi.pointers import parse_pointer

OPEN: Final = 50
"""The changes that a page shows; it folds the others."""
FOLDED: Final = 350
"""The changes that it folds; the contracts have the rest."""
_WHOLE: Final = re.compile(
    r"(?:added|removed) the (operation|event|schema|server|security scheme) `[^`]*`(?! to | from )"
)


class Subject(msgspec.Struct, frozen=True):
    """What some changes are of, as inline Markdown: an operation, an event, a schema, or all that are new or gone."""

    name: str
    lines: tuple[str, ...]


class Group(msgspec.Struct, frozen=True):
    """The changes of one level."""

    level: Level
    subjects: tuple[Subject, ...]


def grouped(changes: Sequence[Change]) -> tuple[Group, ...]:
    """The changes by level, the worst first, and by subject, in the order of the first change of each."""
    return tuple(Group(level, _subjects(found)) for level, found in group_by_level(changes))


def _subjects(changes: Sequence[Change]) -> tuple[Subject, ...]:
    found: dict[str, list[str]] = {}
    for change in changes:
        whole = _WHOLE.match(change.text)
        name = owner(change.selector, parse_pointer(change.pointer))
        heading = f"{whole[1].capitalize()}s" if whole else _heading(name) if name else "The whole API"
        # below its name, a line need not repeat it
        text = change.text if whole else re.sub(rf" (?:of|to|from) {re.escape(in_words(name))}", "", change.text)
        found.setdefault(heading, []).append(text)
    return tuple(Subject(name, as_lines(texts)) for name, texts in found.items())


def _heading(name: str) -> str:
    words = in_words(name).removeprefix("the ")
    return words[:1].upper() + words[1:]


def open_and_folded(changes: Sequence[Change]) -> tuple[tuple[Group, ...], tuple[Group, ...]]:
    """The groups of the changes that a page shows, and of those that it folds, the worst first."""
    worst_first = [change for _, found in group_by_level(changes) for change in found]
    return grouped(worst_first[:OPEN]), grouped(worst_first[OPEN : OPEN + FOLDED])


def lines(changes: Sequence[Change]) -> list[tuple[Level, str]]:
    """The sentences of changes with their level, the worst first; equal ones on several parts are one."""
    return [
        (level, text) for level, found in group_by_level(changes) for text in as_lines(change.text for change in found)
    ]
