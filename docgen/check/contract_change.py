"""A change of a contract in the words of a finding: where it is, whom it reaches, and what an entry says anew."""

from collections.abc import Iterator
from typing import Final

from docgen.check.rule import place
from docgen.model.change import Change
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.openapi.pointers import parse_pointer
from docgen.positions import locate
from docgen.wording import counted

_SHOWN: Final = 3
"""More names than this are counted."""


def place_of(project: Project, pin: Pin, change: Change) -> tuple[tuple[str, int, int], str]:
    """The place of a change in the pin's contract, and in words where it stood in the base, if it is gone."""
    pointer = parse_pointer(change.pointer)
    was = project.base.pin(pin.id) if project.base else None
    now = pin.spec or (was.spec if was else None)
    source = now.source if now else pin.source
    line, column = locate(source, pointer)
    elsewhere = ""
    if project.base and was and was.spec and was.spec.at(pointer) is not None and now and now.at(pointer) is None:
        elsewhere = f", which stood at {place(was.spec.source, pointer)} in {project.base.label}"
    return (source.path, line, column), elsewhere


def reach_of(change: Change) -> str:
    """Whom a change reaches, in words: its operations and events, the first of them by name."""
    parts = [_some(change.operations, "operation"), _some([f"`{event}`" for event in change.events], "event")]
    return " and ".join(part for part in parts if part) or "whoever relies on it"


def _some(names: tuple[str, ...] | list[str], noun: str) -> str:
    if len(names) <= _SHOWN:
        return ", ".join(names)
    return f"{', '.join(names[:_SHOWN])} and {counted(len(names) - _SHOWN, f'more {noun}')}"


def effect_of(change: Change) -> str:
    """The ids of the effects that are as bad as the change, its own first."""
    others = [effect.id for effect in change.effects if effect.level == change.level and effect.id != change.id]
    return ", ".join(dict.fromkeys((change.id, *others)))


def slug_and_new_covers(project: Project, pin: Pin) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each entry of a pin with the selectors that it did not cover in the base: all of them where there is none."""
    for entry in project.entries_of(pin):
        was = project.base.entry(entry.slug) if project.base else None
        known = was.text.covers if was else ()
        yield entry.slug, tuple(selector for selector in entry.text.covers if selector not in known)
