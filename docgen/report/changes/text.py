"""Changes for a terminal: their counts, then breaking changes first, a line per change or for several equal ones."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from docgen.differ.wording import describe, group_by_level, reach_phrases, summary
from docgen.model.change import Change
from docgen.positions.source import Source
from docgen.report.changes.folding import folded, place
from docgen.report.wrapped import WIDTH, wrapped
from docgen.wording import printable

_MOST: Final = 50
_NO_BREAK: Final = "\u00a0"  # textwrap breaks at ASCII spaces only
_SHORT: Final = 40
"""Characters up to which a part is never folded, so that `reached by 480 operations` can be searched for."""


def report(changes: Sequence[Change], source: Source | None = None, *, short: bool = False) -> str:
    """The counts, a heading for each level, and a line per change: its place in the revision, and what it affects.

    In a `short` report, changes that differ in a name are one, and a level has fifty lines and the count of the others.
    """
    return "\n".join(_lines(changes, source, short)) + "\n"


def _lines(changes: Sequence[Change], source: Source | None, short: bool) -> Iterator[str]:
    yield summary(changes)
    lines = 0
    for level, of_level in group_by_level(changes):
        found = folded(of_level) if short else [(change, 1) for change in of_level]
        shown = found[:_MOST] if short else found
        lines += len(shown)
        yield f"\n{level} ({len(of_level):,})"
        yield from (_change_line(change, place(change, source)) for change, _ in shown)
        if left := len(of_level) - sum(count for _, count in shown):
            yield f"  ... and {left:,} more {level}"
    if lines < len(changes):
        yield "\n`docgen diff --all` lists each change by itself"


def _change_line(change: Change, where: str) -> str:
    """The change, what it affects and its id, folded between words where a line is too wide."""
    reached = (_unbreakable(part) if len(part) <= _SHORT else part for part in reach_phrases(change, _unbreakable))
    words = "; ".join([_unbreakable_names(describe(change), change), *reached])
    line = f"  {printable(': '.join(filter(None, (_unbreakable(where), words))))} [{printable(change.id)}]"
    return (line if len(line) <= WIDTH else wrapped(line, 6)).replace(_NO_BREAK, " ")


def _unbreakable_names(text: str, change: Change) -> str:
    """The text with its selector and all code spans unbreakable, so that names can be copied."""
    text = re.sub(r"`[^`]+`", lambda name: _unbreakable(name[0]), text)
    return _unbreakable(change.selector) + text[len(change.selector) :] if text.startswith(change.selector) else text


def _unbreakable(name: str) -> str:
    return name.replace(" ", _NO_BREAK)
