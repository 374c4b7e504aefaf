"""The upgrade to a later pin as Markdown: a checklist for the customer's own tracker."""

from collections.abc import Iterator

from docgen.differ.wording import unnamed_selector
from docgen.markdown.escape import code, inline
from docgen.model.change import Change
from docgen.model.project import Project
from docgen.report.answers.markdown import section_lines
from docgen.upgrade import Step, Upgrade
from docgen.upgrade.answer_wording import attention
from docgen.upgrade.wording import LISTED, SHOWN, closing, link, opening, sections, step_heading


def report(upgrade: Upgrade, project: Project) -> str:
    """A heading per section and per entry, with the steps of the entry as checkboxes."""
    return "\n".join(_lines(upgrade, project)).rstrip("\n") + "\n"


def _lines(upgrade: Upgrade, project: Project) -> Iterator[str]:
    yield f"# {inline(project.config.api)}: from {upgrade.start.id} to {upgrade.end.id}\n"
    yield " ".join(opening(upgrade))
    if upgrade.usage:
        yield from section_lines(attention(upgrade.usage, upgrade.slugs))
    for title, steps in sections(upgrade):
        yield f"\n## {title}"
        for step in steps:
            yield from _step(step, project)
    if upgrade.unexplained:
        yield "\n## Contract changes without a changelog entry\n"
        yield from _changes(upgrade.unexplained, LISTED)
    for line in closing(upgrade):
        yield f"\n{inline(line)}"


def _step(step: Step, project: Project) -> Iterator[str]:
    yield f"\n### [{inline(step.entry.text.title)}]({link(step, project)})\n"
    yield f"{inline(step_heading(step, project))}. {inline(step.entry.text.summary)}\n"
    yield from (f"- [ ] {inline(line)}" for line in step.entry.text.action.steps)
    if step.changes:
        yield "\nIn the contract:\n" if step.entry.text.action.steps else "In the contract:\n"
        yield from _changes(step.changes, SHOWN)


def _changes(changes: tuple[Change, ...], most: int) -> Iterator[str]:
    for change in changes[:most]:
        selector = f"{code(unnamed_selector(change))}: " if unnamed_selector(change) else ""
        yield f"- {change.level}: {selector}{inline(change.text)} ({code(change.id)})"
    if len(changes) > most:
        yield f"- and {len(changes) - most:,} more"
