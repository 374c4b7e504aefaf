"""The upgrade to a later pin: for a terminal, as JSON, and as a checklist for the customer's own tracker."""

from collections.abc import Iterator, Sequence
from itertools import starmap
from operator import attrgetter
from typing import Any, Final

from docgen.differ.wording import unnamed_selector
from docgen.markdown.escape import code, inline
from docgen.model.change import Change
from docgen.report.answers import MARKDOWN, TEXT, answer_record, answer_sections, usage_record
from docgen.report.json import document, picked
from docgen.report.text import wrapped
from docgen.upgrade import Step, Upgrade
from docgen.upgrade.answer_wording import attention
from docgen.upgrade.wording import LISTED, SHOWN, change_line, closing, link, opening, sections, step_heading
from docgen.wording import printable

_CHANGE_KEYS: Final = ("id", "level", "polarity", "selector", "text", "operations", "events", "fingerprint")


def text(upgrade: Upgrade) -> str:
    """The verdict, then breaking changes, other actions, information, and changes that no entry explains."""
    return "\n".join(_text_lines(upgrade)).rstrip("\n") + "\n"


def _text_lines(upgrade: Upgrade) -> Iterator[str]:
    yield f"{printable(upgrade.project.config.api)}: from {upgrade.start.id} to {upgrade.end.id}"
    yield from opening(upgrade)
    if upgrade.usage:
        yield from answer_sections(TEXT, attention(upgrade.usage, upgrade.slugs))
    # across the sections, so that people can say "step 7"
    number = 0
    for title, steps in sections(upgrade):
        yield f"\n{title.upper()}"
        for step in steps:
            number += 1
            yield f"\n{number}. {printable(step.entry.text.title)}"
            yield from _text_step(step)
    if upgrade.unexplained:
        yield "\nCONTRACT CHANGES WITHOUT A CHANGELOG ENTRY\n"
        for change in upgrade.unexplained[:LISTED]:
            yield wrapped(f"- {printable(change_line(change))} [{change.id}]", 2)
        yield from _more(upgrade.unexplained, LISTED, "")
    yield ""
    for line in closing(upgrade):
        yield wrapped(line, 0)


def _text_step(step: Step) -> Iterator[str]:
    yield f"   {step_heading(step)}"
    yield wrapped(f"   {printable(step.entry.text.summary)}", 3)
    for action in step.entry.text.action.steps:
        yield wrapped(f"   - {printable(action)}", 5)
    if step.changes:
        yield "   In the contract:"
    for change in step.changes[:SHOWN]:
        yield wrapped(f"   * {printable(change_line(change))}", 5)
    yield from _more(step.changes, SHOWN, "   ")
    yield f"   {link(step)}"


def _more(changes: Sequence[Change], most: int, indent: str) -> Iterator[str]:
    if len(changes) > most:
        yield f"{indent}and {len(changes) - most:,} more: --format json lists them all"


def markdown(upgrade: Upgrade) -> str:
    """A heading per section and per entry, with the steps of the entry as checkboxes."""
    return "\n".join(_markdown_lines(upgrade)).rstrip("\n") + "\n"


def _markdown_lines(upgrade: Upgrade) -> Iterator[str]:
    yield f"# {inline(upgrade.project.config.api)}: from {upgrade.start.id} to {upgrade.end.id}\n"
    yield " ".join(opening(upgrade))
    if upgrade.usage:
        yield from answer_sections(MARKDOWN, attention(upgrade.usage, upgrade.slugs))
    for title, steps in sections(upgrade):
        yield f"\n## {title}"
        for step in steps:
            yield from _markdown_step(step)
    if upgrade.unexplained:
        yield "\n## Contract changes without a changelog entry\n"
    yield from _markdown_changes(upgrade.unexplained, LISTED)
    for line in closing(upgrade):
        yield f"\n{inline(line)}"


def _markdown_step(step: Step) -> Iterator[str]:
    actions = step.entry.text.action.steps
    yield f"\n### [{inline(step.entry.text.title)}]({link(step)})\n"
    yield f"{inline(step_heading(step))}. {inline(step.entry.text.summary)}\n"
    for action in actions:
        yield f"- [ ] {inline(action)}"
    if step.changes:
        yield "\nIn the contract:\n" if actions else "In the contract:\n"
    yield from _markdown_changes(step.changes, SHOWN)


def _markdown_changes(changes: Sequence[Change], most: int) -> Iterator[str]:
    for change in changes[:most]:
        selector = unnamed_selector(change)
        named = f"{code(selector)}: " if selector else ""
        yield f"- {change.level}: {named}{inline(change.text)} ({code(change.id)})"
    if len(changes) > most:
        yield f"- and {len(changes) - most:,} more"


def json(upgrade: Upgrade) -> str:
    """The upgrade with its steps, what no entry explains, the answers for what is used, and a `summary`."""
    usage, answers = upgrade.usage, upgrade.usage.answers if upgrade.usage else ()
    # an all-clear is for who has nothing else to read
    if usage and (upgrade.steps or upgrade.unexplained):
        answers = tuple(attention(usage))
    content = {
        "version": 1,
        "api": upgrade.project.config.api,
        "from": upgrade.start.id,
        "to": upgrade.end.id,
        "pins": list(map(attrgetter("id"), upgrade.pins)),
        "using": usage and usage_record(usage),
        "answers": list(starmap(answer_record, answers)),
        "steps": [_step(step) for step in upgrade.steps],
        "unexplained": [picked(change, _CHANGE_KEYS) for change in upgrade.unexplained],
        "left_out": dict(zip(("entries", "changes"), upgrade.left_out, strict=True)),
        "unpublished": upgrade.unpublished,
        "summary": upgrade.summary,
    }
    return document(content)


def _step(step: Step) -> dict[str, Any]:
    text = step.entry.text
    return {
        "slug": step.entry.slug,
        "pin": step.entry.pin,
        "title": text.title,
        "summary": text.summary,
        "url": link(step),
        "kind": text.kind,
        "impact": text.impact,
        "breaking": step.is_breaking,
        "breaks_on": step.breaks_on,
        "action": text.action,
        "covers": text.covers,
        "changes": [picked(change, _CHANGE_KEYS) for change in step.changes],
    }


FORMATS: Final = {"text": text, "json": json, "markdown": markdown}
"""The report of each format."""
