"""The words of an upgrade: its sections, its opening and closing sentences, and its lines."""

from collections.abc import Iterator
from itertools import chain
from typing import Final

from docgen import urls
from docgen.differ.wording import describe
from docgen.model.change import Change
from docgen.upgrade import Step, Upgrade
from docgen.upgrade.answer_wording import attention, kinds, read, verdict
from docgen.upgrade.consumers import Usage
from docgen.wording import counted, day, plural

SHOWN: Final = 5
"""How many changes of one entry are listed before the rest is counted."""
LISTED: Final = 30
"""How many changes without an entry are listed."""


def sections(upgrade: Upgrade) -> Iterator[tuple[str, list[Step]]]:
    """Each heading with its steps: breaking, to do, good to know; a section without steps is left out."""
    # in the order in which they are read
    titled: dict[str, list[Step]] = {"Breaking": [], "Also to do": [], "Good to know": []}
    for step in upgrade.steps:
        title = "Good to know"
        if step.is_breaking:
            title = "Breaking"
        elif step.has_action:
            title = "Also to do"
        titled[title].append(step)
    for title, steps in titled.items():
        if steps:
            yield title, steps


def opening(upgrade: Upgrade) -> Iterator[str]:
    """The first sentences: what the customer uses, and how much there is to do."""
    usage = upgrade.usage
    if usage is not None:
        used = kinds(usage.shapes) or "nothing of either contract"
        if users := kinds(chain.from_iterable(part.users for part in usage.parts.values())):
            used += f", in {users}"
        yield f"You use {used}: {read(usage)}"
        if answers := attention(usage, upgrade.slugs):
            yield verdict(answers)
    yield _verdict(upgrade)


def _verdict(upgrade: Upgrade) -> str:
    if upgrade.start.id == upgrade.end.id:
        return "Nothing to do: both are the same API version."
    if not upgrade.steps and not upgrade.unexplained:
        return _nothing(upgrade.usage)
    breaking, required, silent = upgrade.summary.values()
    days = []
    for step in upgrade.steps:
        action = step.entry.text.action
        if action.level == "required" and action.by:
            days.append(action.by)
    parts = [f"{counted(breaking, 'announced breaking change')}, {counted(required, 'required action')}"]
    if days:
        was_due = "was due " if min(days) < upgrade.steps[0].project.today else ""
        parts.append(f"the first {was_due}by {day(min(days))}")
    if silent:
        parts.append(f"{counted(silent, 'breaking difference')} without a changelog entry")
    return f"{'; '.join(parts)}."


def _nothing(usage: Usage | None) -> str:
    if usage is None:
        return "Nothing to do."
    if attention(usage):
        return "Nothing else that you use has changed."
    return "Nothing to do: nothing that you use has changed."


def step_heading(step: Step) -> str:
    """The pin of an entry, when it breaks, its action and its date: `2026-07; breaks on 4 Aug 2026; required`."""
    action, first, today = step.entry.text.action, step.breaks_on, step.project.today
    parts = [step.entry.pin]
    if first:
        parts.append(f"{'breaks' if first > today else 'broke'} on {day(first)}")
    if action.level != "none":
        passed = ", which has passed" if action.by and action.by < today else ""
        parts.append(f"{action.words}{passed}")
    return "; ".join(parts)


def link(step: Step) -> str:
    """The address of an entry's page."""
    return urls.absolute(step.project.config.site_url, urls.entry_url(step.entry))


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
