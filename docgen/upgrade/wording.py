"""The words of an upgrade: its sections, its opening and closing sentences, and its lines."""

from collections.abc import Iterator
from typing import Final

from docgen import urls
from docgen.differ.wording import describe
from docgen.model.change import Change
from docgen.model.project import Project
from docgen.upgrade import Step, Upgrade
from docgen.upgrade.answer_wording import attention, read, verdict
from docgen.upgrade.consumers import Usage
from docgen.wording import counted, day, plural

SHOWN: Final = 5
"""How many changes of one entry are listed before the rest is counted."""
LISTED: Final = 30
"""How many changes without an entry are listed."""


def sections(upgrade: Upgrade) -> Iterator[tuple[str, list[Step]]]:
    """Each heading with its steps: breaking, to do, good to know; a section without steps is left out."""
    breaking = [step for step in upgrade.steps if step.is_breaking]
    actions = [step for step in upgrade.steps if not step.is_breaking and step.has_action]
    others = [step for step in upgrade.steps if not step.is_breaking and not step.has_action]
    titled = (("Breaking", breaking), ("Also to do", actions), ("Good to know", others))
    for title, steps in titled:
        if steps:
            yield title, steps


def opening(upgrade: Upgrade) -> Iterator[str]:
    """The first sentences: what the customer uses, and how much there is to do."""
    usage = upgrade.usage
    if usage is not None:
        counts = [(len(usage.operations), "operation"), (len(usage.events), "event")]
        names = " and ".join(counted(count, noun) for count, noun in counts if count) or "nothing of either contract"
        yield f"You use {names}: {read(usage)}"
        if found := attention(usage, upgrade.slugs):
            yield verdict(found)
    yield _verdict(upgrade)


def _verdict(upgrade: Upgrade) -> str:
    breaking = sum(step.is_breaking for step in upgrade.steps)
    silent = sum(change.level == "breaking" for change in upgrade.unexplained)
    required = [step for step in upgrade.steps if step.entry.text.action.level == "required"]
    if upgrade.start.id == upgrade.end.id:
        return "Nothing to do: both are the same API version."
    if not upgrade.steps and not upgrade.unexplained:
        return _nothing(upgrade.usage)
    parts = [f"{counted(breaking, 'announced breaking change')}, {counted(len(required), 'required action')}"]
    first_due = min((step.entry.text.action.by for step in required if step.entry.text.action.by), default=None)
    parts += [f"the first by {day(first_due)}"] if first_due else []
    parts += [f"{counted(silent, 'breaking difference')} without a changelog entry"] if silent else []
    return f"{'; '.join(parts)}."


def _nothing(usage: Usage | None) -> str:
    if usage is None:
        return "Nothing to do."
    if attention(usage):
        return "Nothing else that you use has changed."
    return "Nothing to do: nothing that you use has changed."


def step_heading(step: Step, project: Project) -> str:
    """The pin of an entry, when it breaks, its action and its date: `2026-07; breaks on 4 Aug 2026; required`."""
    action, first = step.entry.text.action, step.breaks_on
    breaks = f"{'breaks' if first > project.now.date() else 'broke'} on {day(first)}" if first else ""
    action_text: str = "" if action.level == "none" else action.level
    if action_text and action.by:
        action_text += f" by {day(action.by)}{', which has passed' if action.by < project.now.date() else ''}"
    return "; ".join(filter(None, (step.entry.pin, breaks, action_text)))


def link(step: Step, project: Project) -> str:
    """The address of an entry's page."""
    return urls.absolute(project.config.site_url, urls.entry_url(step.entry))


def change_line(change: Change) -> str:
    """A change on one line: `breaking: GET /v1/images: the text`, with the selector where the text lacks it."""
    return f"{change.level}: {describe(change)}"


def closing(upgrade: Upgrade) -> Iterator[str]:
    """The last sentences: what was left out."""
    entries, changes = upgrade.left_out
    if entries or changes:
        kinds = [(entries, "entry", "entries"), (changes, "difference", "differences")]
        parts = [counted(*kind) for kind in kinds if kind[0]]
        does = plural(entries + changes, "does", "do")
        yield f"Not shown: {' and '.join(parts)} that {does} not affect what you use."
    if upgrade.unpublished:
        more = counted(upgrade.unpublished, "more entry", "more entries")
        yield f"{more} of these API versions will be published later."
