"""Changes for a person at a terminal: breaking first, a line a cause."""

from collections.abc import Iterator, Sequence
from typing import Final

from docgen.model.change import Change
from docgen.model.source import Source
from docgen.report.changes.wording import by_level, printable, reach, summary, told

WIDTH: Final = 100
"""The columns of a line, where its words allow it."""


def report(changes: Sequence[Change], source: Source | None = None) -> str:
    """A heading for each level, a line a cause with whom it reaches, a summary last."""
    return "\n".join(_lines(changes)) + "\n"


def _lines(changes: Sequence[Change]) -> Iterator[str]:
    for level, group in by_level(changes):
        yield f"{level} ({len(group):,})"
        for change in group:
            yield from _cause(change)
        yield ""
    yield summary(changes)


def _cause(change: Change) -> Iterator[str]:
    """One line of parts, folded between them where it would be too wide."""
    line = f"  {printable(told(change))}"
    for part in (*reach(change, printable), f"[{printable(change.id)}]"):
        if len(line) + len(part) + 2 > WIDTH:
            yield f"{line}{'' if part.startswith('[') else ';'}"
            line = f"      {part}"
        else:
            line += f"{' ' if part.startswith('[') else '; '}{part}"
    yield line
