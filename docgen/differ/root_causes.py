"""Root causes: equal edits of one part and its copies become one change, with its effects and all that they reach."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain
from typing import Final

from docgen.differ.comparison import Comparison
from docgen.differ.effects import Effects, Judge, Occurrence
from docgen.differ.folding import Root, folded
from docgen.differ.keys import fingerprint, known_key, schema_key
from docgen.differ.likeness import share
from docgen.differ.sentences import headline
from docgen.model.change import LEVELS, Change, Effect, Level, Polarity, Policy
from docgen.openapi.pointers import json_pointer

_ALIKE: Final = 0.8
"""Inline schemas under one name are copies if they have this share of their properties in common."""


def changes(comparison: Comparison, policy: Policy, today: date | None) -> tuple[Change, ...]:
    """All root causes, breaking ones first, otherwise in the order of the documents."""
    judge = Judge(policy, today, comparison.calls.operations_at(policy.unstable))
    roots: list[Root] = []
    for equal in _equal_edits(comparison, judge):
        roots += _copies(comparison, equal)
    causes = [_change(comparison, root, schemas, judge) for root, schemas in folded(comparison, roots)]
    # sorting is stable: within a level, changes keep the order of the documents
    return tuple(sorted(causes, key=lambda change: LEVELS.index(change.level)))


def _equal_edits(comparison: Comparison, judge: Judge) -> Iterable[Root]:
    equal: dict[tuple[object, ...], Root] = {}
    at_place: dict[tuple[object, ...], Root] = {}
    for pair in comparison.pairs:
        for edit in pair.edits:
            occurrence = judge.occurrence(pair, edit)
            root = equal.setdefault(occurrence.key, [])
            if occurrence.origin.schema:
                # as a part of an `allOf`, a schema is compared with others and under other names as well
                values = str(edit.before), str(edit.after)
                place = (occurrence.key[0], edit.name, *values, occurrence.site.pointer)
                root = at_place.setdefault(place, root)
            root.append(occurrence)
    return equal.values()


def _copies(comparison: Comparison, occurrences: Root) -> Iterable[Root]:
    """Equal edits, those of unrelated schemas apart; at one place of the document they are one in any case."""
    if len(occurrences) == 1:
        return (occurrences,)
    groups: list[Root] = []
    known: dict[tuple[object, ...], Root] = {}
    for occurrence in occurrences:
        schema = occurrence.origin.schema
        shape = known_key(comparison.old, schema.value, schema_key) if schema else ""
        # at one place, or of one shape: either is enough to be the same edit
        keys = (
            ("place", occurrence.site.pointer),
            ("shape", occurrence.context, occurrence.origin.only, shape),
        )
        group = known.get(keys[0]) or known.get(keys[1])
        group = group or next((root for root in groups if _is_copy(root[0], occurrence)), None)
        if group is None:
            group = []
            groups.append(group)
        group.append(occurrence)
        known |= dict.fromkeys(keys, group)
    return groups


def _is_copy(one: Occurrence, other: Occurrence) -> bool:
    """Whether two schemas that differ are copies all the same: inline ones under one name, with most in common."""
    left, right = one.origin, other.origin
    if not left.name or left.name != right.name or not left.schema or not right.schema or one.context != other.context:
        return False
    return share(left.schema.members("properties"), right.schema.members("properties")) >= _ALIKE


def _change(comparison: Comparison, root: Root, schemas: tuple[str, ...], judge: Judge) -> Change:
    effects = sorted(
        _effects(comparison, root, judge),
        key=lambda effect: (LEVELS.index(effect.level), not (effect.operations or effect.events), effect.id),
    )
    first_effect = effects[0]
    # the headline is true of the part that it names: one where the change has its id and its level
    root = sorted(root, key=lambda item: (not _has(item, first_effect, judge), LEVELS.index(item.level)))
    first, edit = root[0], root[0].edit
    operations = union(effect.operations for effect in effects)
    events = union(effect.events for effect in effects)
    # copies that nobody uses add to the sites, and not to the names
    reaching = [occurrence for occurrence in root if any(occurrence.effects.values())] or root
    sites = tuple(dict.fromkeys(json_pointer(occurrence.site.pointer) for occurrence in root))
    selectors = [occurrence.site.selector for occurrence in reaching]
    selector = next(filter(None, (selectors[0], *operations, *(f"event {name}" for name in events))), "")
    named = tuple(dict.fromkeys((selector, *filter(None, selectors))))
    before, after = edit.before, edit.after
    if first.swap:
        before, after = first.swap.old or None, first.swap.new
    places = len({occurrence.site.pointer for occurrence in reaching})
    return Change(
        id=first_effect.id,
        level=first_effect.level,
        polarity=_combined({effect.polarity for effect in effects} - {"none"}),
        selector=selector,
        selectors=named,
        pointer=sites[0],
        sites=sites,
        effects=tuple(effects),
        operations=operations,
        events=events,
        text=headline(root, named, places, schemas) + _reason(root, first_effect.level, judge),
        fingerprint=fingerprint(first.key, (occurrence.site.label for occurrence in root)),
        before=before,
        after=after,
        milder=_milder(reaching, first_effect.level),
        schemas=schemas,
    )


def union(lists: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Every text of several lists, once."""
    return tuple(dict.fromkeys(chain.from_iterable(lists)))


def _reason(root: Root, level: Level, judge: Judge) -> str:
    """Why a change only warns that would be breaking, if that is because all that it reaches may break."""
    effects = chain.from_iterable(occurrence.effects.items() for occurrence in root)
    if level == "breaking" or not any(
        judge.is_tolerated(bits) and judge.level_of(meaning) == "breaking" for meaning, bits in effects
    ):
        return ""
    return "; it affects only operations that may break by the setting `unstable`"


def _milder(root: Root, level: Level) -> dict[str, Level]:
    """The level at each selector where no occurrence has that of the change."""
    levels: dict[str, Level] = {}
    for occurrence in root:
        selector = occurrence.site.selector
        levels[selector] = min(levels.get(selector, occurrence.level), occurrence.level, key=LEVELS.index)
    return {selector: own for selector, own in levels.items() if selector and own != level}


def _has(occurrence: Occurrence, effect: Effect, judge: Judge) -> bool:
    return any(
        meaning.id == effect.id and judge.level(meaning, bits) == effect.level
        for meaning, bits in occurrence.effects.items()
    )


def _combined(polarities: set[Polarity]) -> Polarity:
    if len(polarities) > 1:
        return "both"
    return next(iter(polarities), "none")


def _effects(comparison: Comparison, root: Root, judge: Judge) -> Iterator[Effect]:
    """One effect for each id; it reaches all operations and events that any of its occurrences reaches."""
    reached: Effects = {}
    for occurrence in root:
        for meaning, bits in occurrence.effects.items():
            reached[meaning] = reached.get(meaning, 0) | bits
    # where the same edit is reached elsewhere, it is not only one of an unused component
    used = {meaning: bits for meaning, bits in reached.items() if bits or not meaning.id.startswith("component-")}
    for meaning, bits in (used or reached).items():
        level, reached_by = judge.level(meaning, bits), comparison.calls.decode(bits)
        yield Effect(meaning.id, level, meaning.polarity, *reached_by)
