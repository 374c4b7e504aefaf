"""The words of changes for readers: groups by level, summaries, and what a change reaches."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from docgen.model.change import LEVELS, Change, Level
from docgen.wording import counted, plural

NAMED: Final = 3
"""Up to this many operations or events are named; of more, the text has the count."""


def group_by_level(changes: Sequence[Change]) -> Iterator[tuple[Level, list[Change]]]:
    """The changes of each level that has some, worst level first, in their order."""
    groups: dict[Level, list[Change]] = {level: [] for level in LEVELS}
    for change in changes:
        groups[change.level].append(change)
    yield from ((level, group) for level, group in groups.items() if group)


def summary(changes: Sequence[Change]) -> str:
    """The counts of changes: `2 breaking, 1 warning, 3 info: 6 changes`."""
    if not changes:
        return "no changes"
    counts = ", ".join(f"{len(group):,} {level}" for level, group in group_by_level(changes))
    return f"{counts}: {counted(len(changes), 'change')}"


def unnamed_selector(change: Change) -> str:
    """The selector of a change, or "" if its text has it: whole, as a field and its schema, or with its kind."""
    selector, text = change.selector, change.text
    kind, _, name = selector.partition(" ")
    is_named = (
        selector in text
        or (kind.islower() and f"`{name}`" in text)
        or any(
            f"`{selector[: dot.start()]}`" in text and f"`{selector[dot.end() :]}`" in text
            for dot in re.finditer(r"\.", selector)
        )
    )
    return "" if is_named else selector


def describe(change: Change) -> str:
    """The text of a change, after its selector if the text does not have it."""
    return f"{unnamed_selector(change)}: {change.text}" if unnamed_selector(change) else change.text


def reach_phrases(change: Change, shown: Callable[[str], str] = str) -> list[str]:
    """What reaches a change beside its own part, and how many sites it has: `reached by 22 operations`, `9 sites`."""
    own = change.selectors or (change.selector,)
    operations = () if change.operations and set(change.operations) <= set(own) else change.operations
    events = () if {f"event {event}" for event in change.events} <= set(own) else change.events
    reached = " and ".join(
        [*_names_or_count(operations, "", "operation", shown), *_names_or_count(events, "event", "event", shown)]
    )
    parts = [f"reached by {reached}"] if reached else []
    told = "; the same in " in change.text
    return [*parts, counted(len(change.sites), "site")] if len(change.sites) > 1 and not told else parts


def _names_or_count(names: Sequence[str], kind: str, noun: str, shown: Callable[[str], str]) -> Iterator[str]:
    """The names after their kind if they are few, otherwise their count; nothing if there are none."""
    if len(names) > NAMED:
        yield counted(len(names), noun)
    elif names:
        words = plural(len(names), kind) if kind else ""
        yield f"{words} {', '.join(shown(name) for name in names)}".strip()
