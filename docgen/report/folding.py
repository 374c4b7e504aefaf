"""Edits that differ in one name as one change, for readers of a list of changes."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from operator import attrgetter
from typing import Final

import msgspec

from docgen.differ.root_causes import union
from docgen.differ.wording import ALSO, BROUGHT, describe, in_words, kind_of, merged, named, owner, reach_phrases, split
from docgen.model.change import Change
from docgen.wording import counted

Counted = tuple[Change, int]
"""A change, and how many it stands for."""
_NAMES: Final = 10


def folded(changes: Iterable[Change]) -> list[Counted]:
    """The changes, of which those are one that differ in their operation, event or schema, then in a name alone."""
    folding = [(change, 1) for change in changes]
    # by owner first: what a bulk edit does to one field of many schemas is one thing; then by name within one owner
    for frame, text in ((_beside_owner, _of_owners), (_beside_name, _of_names)):
        groups: dict[object, list[Counted]] = {}
        for change, count in folding:
            groups.setdefault((change.id, change.level, *frame(change)), []).append((change, count))
        folding = list(map(partial(_as_one, text), groups.values()))
    return folding


def _as_one(text: Callable[[Sequence[Change]], str], group: Sequence[Counted]) -> Counted:
    """Several changes as one at the place of the first, which reaches what any of them does."""
    if len(group) == 1:
        return group[0]
    changes, counts = zip(*group, strict=True)
    change = msgspec.structs.replace(
        changes[0],
        text=text(changes),
        # the text has the names
        selector="",
        selectors=union(change.named for change in changes),
        sites=(),
        operations=union(change.operations for change in changes),
        events=union(change.events for change in changes),
    )
    return change, sum(counts)


def _beside_owner(change: Change) -> tuple[str, ...]:
    """The text before and after its operation, event or schema; the whole where it names none, or nothing else."""
    name = _owner(change)
    # what follows ALSO counts further places, which differ between changes that are the same edit
    text = change.text.partition(ALSO)[0]
    before, matched, after = text.partition(in_words(name) or "`")
    if not matched:
        before, matched, after = text.partition(f"`{name}.")
        path, _, after = after.partition("`")
        before = f"{before}`{path}` of "
    if name and matched and "`" in before + after:
        return before, after
    return (describe(change),)


def _of_owners(changes: Sequence[Change]) -> str:
    owners = tuple(dict.fromkeys(map(_owner, changes)))
    if len(owners) == 1:
        return f"{describe(changes[0])} ({len(changes)} times)"
    before, after = _beside_owner(changes[0])
    names = named(name.removeprefix("event ") for name in owners)
    text = f"{before}{counted(len(owners), kind_of(owners))}{after}: {names}"
    elsewhere = set(union(change.named for change in changes)).difference(map(attrgetter("selector"), changes))
    if elsewhere:
        text += f"{ALSO}{counted(len(elsewhere), 'other place')}"
    return text


def _owner(change: Change) -> str:
    return owner(change.selector, change.place)


def _beside_name(change: Change) -> tuple[str, ...]:
    """The text before and after its first name, and what it reaches."""
    head, _, tail = split(describe(change))
    return head, BROUGHT.sub("", tail), *reach_phrases(change)


def _of_names(changes: Sequence[Change]) -> str:
    return next(merged(map(describe, changes), _NAMES))
