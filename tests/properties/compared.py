"""What a list of changes says, put so that two lists can be compared."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from docgen.model.change import Change
from docgen.openapi.pointers import json_pointer
from docgen.openapi.spec import Spec
from docgen.positions.source import Pointer

Differ = Callable[[Spec, Spec], tuple[Change, ...]]

_OPPOSITES = {
    "added": ("removed", "deleted", "unset"),
    "increased": ("decreased", "removed", "set"),
    "widened": ("narrowed",),
    "generalized": ("specialized", "changed"),
    "became-required": ("became-optional",),
    "became-nullable": ("became-not-nullable",),
    "became-enum": ("enum-removed", "became-not-enum", "removed"),
    "became-read-only": ("became-not-read-only",),
    "became-write-only": ("became-not-write-only",),
}


def everything(changes: Iterable[Change]) -> Counter[tuple[Any, ...]]:
    """Each change in full but for its text and the order of its parts."""
    return Counter(
        (change.id, change.level, change.polarity, change.selector, effects(change), change.fingerprint)
        for change in changes
    )


def effects(change: Change) -> frozenset[tuple[Any, ...]]:
    """Each effect of a change with what it reaches."""
    return frozenset(
        (effect.id, effect.level, effect.polarity, frozenset(effect.operations), frozenset(effect.events))
        for effect in change.effects
    )


def verdict(changes: Iterable[Change]) -> set[tuple[str, str]]:
    """What breaks whom: each breaking id with an operation or event that it reaches."""
    breaking = [effect for change in changes for effect in change.effects if effect.level == "breaking"]
    return {(effect.id, place) for effect in breaking for place in (*effect.operations, *effect.events, "")}


def mirrored(change: Change) -> tuple[Any, ...]:
    """What a change and the change of the swapped sides have in common."""
    reached = (frozenset(change.operations), frozenset(change.events))
    polarities = frozenset(effect.polarity for effect in change.effects)
    return (change.selector, polarities, reached, frozenset(map(repr, (change.before, change.after))))


def opposite(one: str, other: str) -> bool:
    """Whether an id may be the other's with the sides swapped; ids of no known direction always may."""
    return all(
        any(re.search(rf"(?:^|-){answer}(?:-|$)", second) for answer in answers)
        for first, second in ((one, other), (other, one))
        for word, answers in _OPPOSITES.items()
        if re.search(rf"-{word}$", first)
    )


def touches(change: Change, place: Pointer) -> bool:
    """Whether a change is at a place or above it, or within what came or went there."""
    steps = json_pointer(place)
    return any(_within(steps, site) or _within(site, steps) for site in (change.pointer, *change.sites))


def _within(inner: str, outer: str) -> bool:
    """Whether a pointer is another one or below it; the document and its sections are too far above to tell."""
    return inner == outer or (inner.startswith(f"{outer}/") and outer.count("/") > 1)
