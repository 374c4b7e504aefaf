"""How the way to a later pin is told: its sections, its first sentences, and what was left out of it."""

from collections.abc import Iterator
from typing import Final

from docgen import urls
from docgen.differ.wording import told as told_change
from docgen.model.change import Change
from docgen.model.project import Project
from docgen.upgrade import Step, Upgrade
from docgen.wording import counted, day, plural, printable

SHOWN: Final = 5
"""So many changes of one entry are listed, and so many requests that no contract has; of more, the count is told."""
LISTED: Final = 30
"""So many changes without an entry are listed."""


def sections(told: Upgrade) -> Iterator[tuple[str, list[Step]]]:
    """The headings with their steps: breaking, to do, good to know; none without steps."""
    breaking = [step for step in told.steps if step.breaking]
    asked = [step for step in told.steps if not step.breaking and step.asked]
    others = [step for step in told.steps if not step.breaking and not step.asked]
    named = (("Breaking", breaking), ("Also to do", asked), ("Good to know", others))
    yield from ((title, steps) for title, steps in named if steps)


def opening(told: Upgrade) -> Iterator[str]:
    """What is compared, what is used of it, and how much there is to do."""
    used = told.used
    if used is not None:
        counts = [(len(used.operations), "operation"), (len(used.events), "event")]
        names = " and ".join(counted(count, noun) for count, noun in counts if count) or "nothing of either contract"
        was = plural(used.lines, "was", "were")
        yield f"You use {names}: {counted(used.lines, 'line')} of the file {was} read."
    yield _verdict(told)


def _verdict(told: Upgrade) -> str:
    breaking = sum(step.breaking for step in told.steps)
    silent = sum(change.level == "breaking" for change in told.unexplained)
    asked = [step for step in told.steps if step.entry.text.action.level == "required"]
    if told.start.id == told.end.id:
        return "Nothing to do: it is the same pin."
    if not told.steps and not told.unexplained:
        return "Nothing to do: nothing that you use has changed." if told.used else "Nothing to do."
    said = [f"{counted(breaking, 'announced breaking change')}, {counted(len(asked), 'required action')}"]
    first = min((step.entry.text.action.by for step in asked if step.entry.text.action.by), default=None)
    said += [f"the first by {day(first)}"] if first else []
    said += [f"{counted(silent, 'breaking difference')} that no entry explains"] if silent else []
    return f"{'; '.join(said)}."


def head(step: Step, project: Project) -> str:
    """The pin of an entry, and what is asked by when: `2026-07; required by 4 Aug 2026`."""
    action = step.entry.text.action
    asked: str = "" if action.level == "none" else action.level
    if asked and action.by:
        asked += f" by {day(action.by)}{', which has passed' if action.by < project.now.date() else ''}"
    return "; ".join(part for part in (step.entry.pin, asked) if part)


def link(step: Step, project: Project) -> str:
    """The page of an entry."""
    return urls.absolute(project.config.site_url, urls.entry_url(step.entry))


def change_line(change: Change) -> str:
    """`breaking: GET /v1/images: the text`, the selector where the text does not name it."""
    return f"{change.level}: {told_change(change)}"


def closing(told: Upgrade) -> Iterator[str]:
    """What was left out, and what of the lines neither contract has."""
    entries, changes = told.left_out
    if entries or changes:
        kinds = [(entries, "entry", "entries"), (changes, "difference", "differences")]
        parts = [counted(*kind) for kind in kinds if kind[0]]
        reaches = plural(entries + changes, "that reaches", "that reach")
        yield f"Left out: {' and '.join(parts)} {reaches} nothing that you use."
    if told.unpublished:
        yield f"{counted(told.unpublished, 'more entry', 'more entries')} of these pins will be published later."
    unknown = told.used.unknown if told.used else ()
    if unknown:
        total = sum(count for _, count in unknown)
        named = ", ".join(
            f"{printable(text)}{f' ({count:,} times)' if count > 1 else ''}" for text, count in unknown[:SHOWN]
        )
        more = f", and {len(unknown) - SHOWN:,} more" if len(unknown) > SHOWN else ""
        unread = told.used.unreadable if told.used else 0
        rest = f"; {unread:,} could not be read" if unread else ""
        yield f"In neither contract: {counted(total, 'line')} of the file, {named}{more}{rest}."
