"""A contract change for a finding: its position, what it affects, and the new selectors of entries."""

from collections.abc import Iterator, Sequence
from typing import Final

from docgen.model.change import Change
from docgen.model.entry import Entry
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.positions import location
from docgen.wording import counted

_SHOWN: Final = 3
"""Names beyond this number are counted instead of listed."""


def formerly(project: Project, pin: Pin, change: Change) -> str:
    """The position in the base of a part that was removed, in words; it has none any more. Empty for another change."""
    pointer, old = change.place, project.in_base(pin)
    if project.base and old and old.contract.at(pointer) is not None and pin.contract.at(pointer) is None:
        return f", formerly at {location(old.contract.source, pointer)} in {project.base.label}"
    return ""


def affected(change: Change) -> str:
    """The operations and events that a change affects, in words: the first ones by name, the others counted."""
    parts = [_some(change.operations, "operation"), _some([f"`{event}`" for event in change.events], "event")]
    return " and ".join(filter(None, parts)) or "clients that rely on it"


def _some(names: Sequence[str], noun: str) -> str:
    if len(names) <= _SHOWN:
        return ", ".join(names)
    return f"{', '.join(names[:_SHOWN])} and {counted(len(names) - _SHOWN, f'more {noun}')}"


def subject_of(change: Change, left: tuple[str, ...]) -> str:
    """The change, or if entries cover a part of it, where they do not."""
    return "this change" if len(left) == len(change.selectors or left) else f"this change at {selectors_text(left)}"


def selectors_text(selectors: tuple[str, ...]) -> str:
    """The selectors of a change that entries have to cover, the first ones by name."""
    return _some([f"`{selector}`" for selector in selectors if selector], "place") or "it"


def worst_effects(change: Change) -> str:
    """The ids of the effects at the level of the change, its own first."""
    others = [effect.id for effect in change.effects if effect.level == change.level and effect.id != change.id]
    return ", ".join(dict.fromkeys((change.id, *others)))


def new_covers_by_entry(project: Project, pin: Pin) -> Iterator[tuple[Entry, tuple[str, ...]]]:
    """Each entry of a pin, and the selectors that it did not cover in the base, if there is one."""
    for entry in project.entries_of(pin):
        base_entry = project.base.entry(entry.slug) if project.base else None
        known = base_entry.text.covers if base_entry else ()
        yield entry, tuple(selector for selector in entry.text.covers if selector not in known)
