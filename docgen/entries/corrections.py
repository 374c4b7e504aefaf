"""Which parts of a published entry changed, and whether its corrections may cover that."""

from collections.abc import Sequence
from typing import Final

from docgen.model.entry import Correction, EntryText
from docgen.wording import choice

WORDING: Final = ("title", "summary", "body", "action.steps")
"""What a correction with `typo: true` may cover; everything else are facts, which need a note."""


def changed_facts(old: EntryText, new: EntryText) -> tuple[str, ...]:
    """The keys whose values differ beside wording and corrections: `action.by`, `claims`."""
    names = [name for name in old.__struct_fields__ if name not in (*WORDING, "action", "corrections")]
    changed = [name for name in names if getattr(old, name) != getattr(new, name)]
    inner = [name for name in old.action.__struct_fields__ if f"action.{name}" not in WORDING]
    return (
        *changed,
        *(f"action.{name}" for name in inner if getattr(old.action, name) != getattr(new.action, name)),
    )


def needs_note(old: EntryText, new: EntryText) -> tuple[str, ...]:
    """The changed facts that no correction since the old text has a note on."""
    return () if has_new_note(old, new) else changed_facts(old, new)


def has_new_note(old: EntryText, new: EntryText) -> bool:
    """Whether a correction since the old text has a note of what is different, and is not for typos."""
    return any(not correction.typo for correction in new_corrections(old, new))


def new_corrections(old: EntryText, new: EntryText) -> tuple[Correction, ...]:
    """The corrections that the old text does not have."""
    return tuple(correction for correction in new.corrections if correction not in old.corrections)


def listed(names: Sequence[str]) -> str:
    """Names in code, as a reader lists them: `a`, `b` and `c`."""
    return choice([f"`{name}`" for name in names], "and")
