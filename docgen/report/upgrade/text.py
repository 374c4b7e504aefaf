"""The way to a later pin for a person at a terminal."""

import textwrap
from collections.abc import Iterator
from typing import Final

from docgen.model.project import Project
from docgen.upgrade import Step, Upgrade
from docgen.upgrade.wording import (
    LISTED,
    SHOWN,
    change_line,
    closing,
    link,
    opening,
    sections,
    step_heading,
)
from docgen.wording import printable

_WIDTH: Final = 100
"""The columns of a line, where its words allow it."""


def report(told: Upgrade, project: Project) -> str:
    """The verdict first, then breaking changes, other actions, what is good to know, and what nobody explains."""
    return "\n".join(_lines(told, project)).rstrip("\n") + "\n"


def _lines(told: Upgrade, project: Project) -> Iterator[str]:
    yield f"{printable(project.config.api)}: from {told.start.id} to {told.end.id}"
    yield from opening(told)
    number = 0
    for title, steps in sections(told):
        yield f"\n{title.upper()}"
        for step in steps:
            number += 1
            yield f"\n{number}. {printable(step.entry.text.title)}"
            yield from _step(step, project)
    if told.unexplained:
        yield "\nDIFFERENT IN THE CONTRACT, AND EXPLAINED BY NO ENTRY\n"
        yield from (
            _wrapped(f"- {printable(change_line(change))} [{change.id}]", 2) for change in told.unexplained[:LISTED]
        )
        yield from _more(len(told.unexplained) - LISTED, 0)
    yield ""
    yield from (_wrapped(line, 0) for line in closing(told))


def _step(step: Step, project: Project) -> Iterator[str]:
    yield f"   {step_heading(step, project)}"
    yield _wrapped(f"   {printable(step.entry.text.summary)}", 3)
    yield from (_wrapped(f"   - {printable(line)}", 5) for line in step.entry.text.action.steps)
    if step.changes:
        yield "   In the contract:"
        yield from (_wrapped(f"   * {printable(change_line(change))}", 5) for change in step.changes[:SHOWN])
        yield from _more(len(step.changes) - SHOWN, 3)
    yield f"   {link(step, project)}"


def _more(count: int, indent: int) -> Iterator[str]:
    if count > 0:
        yield f"{' ' * indent}and {count:,} more: --format json lists them all"


def _wrapped(text: str, indent: int) -> str:
    lines = textwrap.wrap(text, _WIDTH, subsequent_indent=" " * indent, break_long_words=False, break_on_hyphens=False)
    return "\n".join(lines)
