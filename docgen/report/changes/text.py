"""Changes for a terminal: breaking changes first, a line per change."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from docgen.differ.wording import describe, group_by_level, reach_phrases, summary
from docgen.model.change import Change
from docgen.positions.source import Source
from docgen.report.wrapped import WIDTH, wrapped
from docgen.wording import printable

_NO_BREAK: Final = "\u00a0"  # textwrap breaks at ASCII spaces only
_SHORT: Final = 40
"""Characters up to which a part is never folded, so that `reached by 480 operations` can be searched for."""


def report(changes: Sequence[Change], source: Source | None = None) -> str:
    """A heading for each level, a line per change with what it affects, and a summary."""
    return "\n".join(_lines(changes)) + "\n"


def _lines(changes: Sequence[Change]) -> Iterator[str]:
    for level, group in group_by_level(changes):
        yield f"{level} ({len(group):,})"
        for change in group:
            yield from _change_lines(change)
        yield ""
    yield summary(changes)


def _change_lines(change: Change) -> Iterator[str]:
    """The change, what it affects and its id, folded between words where a line is too wide."""
    reached = (_unbreakable(part) if len(part) <= _SHORT else part for part in reach_phrases(change, _unbreakable))
    words = "; ".join([_unbreakable_names(describe(change), change), *reached])
    line = f"  {printable(words)} [{printable(change.id)}]"
    yield (line if len(line) <= WIDTH else wrapped(line, 6)).replace(_NO_BREAK, " ")


def _unbreakable_names(text: str, change: Change) -> str:
    """The text with its selector and all code spans unbreakable, so that names can be copied."""
    text = re.sub(r"`[^`]+`", lambda name: _unbreakable(name[0]), text)
    return _unbreakable(change.selector) + text[len(change.selector) :] if text.startswith(change.selector) else text


def _unbreakable(name: str) -> str:
    return name.replace(" ", _NO_BREAK)
