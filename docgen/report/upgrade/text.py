"""The upgrade to a later pin for a terminal."""

from collections.abc import Iterator

from docgen.model.project import Project
from docgen.report.answers.text import section_lines
from docgen.report.wrapped import wrapped
from docgen.upgrade import Step, Upgrade
from docgen.upgrade.answer_wording import attention
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


def report(upgrade: Upgrade, project: Project) -> str:
    """The verdict, then breaking changes, other actions, information, and changes that no entry explains."""
    return "\n".join(_lines(upgrade, project)).rstrip("\n") + "\n"


def _lines(upgrade: Upgrade, project: Project) -> Iterator[str]:
    yield f"{printable(project.config.api)}: from {upgrade.start.id} to {upgrade.end.id}"
    yield from opening(upgrade)
    if upgrade.usage:
        yield from section_lines(attention(upgrade.usage, upgrade.slugs))
    number = 0
    for title, steps in sections(upgrade):
        yield f"\n{title.upper()}"
        for step in steps:
            number += 1
            yield f"\n{number}. {printable(step.entry.text.title)}"
            yield from _step(step, project)
    if upgrade.unexplained:
        yield "\nCONTRACT CHANGES WITHOUT A CHANGELOG ENTRY\n"
        yield from (
            wrapped(f"- {printable(change_line(change))} [{change.id}]", 2) for change in upgrade.unexplained[:LISTED]
        )
        yield from _more(len(upgrade.unexplained) - LISTED, 0)
    yield ""
    yield from (wrapped(line, 0) for line in closing(upgrade))


def _step(step: Step, project: Project) -> Iterator[str]:
    yield f"   {step_heading(step, project)}"
    yield wrapped(f"   {printable(step.entry.text.summary)}", 3)
    yield from (wrapped(f"   - {printable(line)}", 5) for line in step.entry.text.action.steps)
    if step.changes:
        yield "   In the contract:"
        yield from (wrapped(f"   * {printable(change_line(change))}", 5) for change in step.changes[:SHOWN])
        yield from _more(len(step.changes) - SHOWN, 3)
    yield f"   {link(step, project)}"


def _more(count: int, indent: int) -> Iterator[str]:
    if count > 0:
        yield f"{' ' * indent}and {count:,} more: --format json lists them all"
