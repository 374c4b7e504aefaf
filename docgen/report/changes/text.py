"""Changes for a person at a terminal: breaking first, a line a cause."""

import re
from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import Final

from docgen.differ.wording import describe, group_by_level, reach_phrases, summary
from docgen.model.change import Change
from docgen.positions.source import Source
from docgen.wording import printable

WIDTH: Final = 100
"""The columns of a line, where its words allow it."""

_NO_BREAK: Final = "\u00a0"
_SHORT: Final = 40
"""A part of so many characters is not folded: `reached by 480 operations` can be searched for."""


def report(changes: Sequence[Change], source: Source | None = None) -> str:
    """A heading for each level, a line a cause with whom it reaches, a summary last."""
    return "\n".join(_lines(changes)) + "\n"


def _lines(changes: Sequence[Change]) -> Iterator[str]:
    for level, group in group_by_level(changes):
        yield f"{level} ({len(group):,})"
        for change in group:
            yield from _cause(change)
        yield ""
    yield summary(changes)


def _cause(change: Change) -> Iterator[str]:
    """What changed, whom it reaches and the id, folded between words where a line is too wide."""
    reached = (_whole(part) if len(part) <= _SHORT else part for part in reach_phrases(change, _whole))
    words = "; ".join([_whole_names(describe(change), change), *reached])
    line = f"  {printable(words)} [{printable(change.id)}]"
    yield from (folded.replace(_NO_BREAK, " ") for folded in ([line] if len(line) <= WIDTH else _folded(line)))


def _folded(line: str) -> list[str]:
    return wrap(line, WIDTH, subsequent_indent=" " * 6, break_long_words=False, break_on_hyphens=False)


def _whole_names(text: str, change: Change) -> str:
    """The text with its place and what stands in backticks unbreakable, so that a name can be copied."""
    text = re.sub(r"`[^`]+`", lambda name: _whole(name[0]), text)
    return _whole(change.selector) + text[len(change.selector) :] if text.startswith(change.selector) else text


def _whole(name: str) -> str:
    return name.replace(" ", _NO_BREAK)
