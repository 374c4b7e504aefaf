"""Root causes: equal edits become one change, with its effects and the operations and events that it reaches."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

import msgspec

from docgen.differ.comparison import Comparison
from docgen.differ.edits import Edit, Role, digest
from docgen.differ.id_grammar import compose_id
from docgen.differ.levels import strict_level
from docgen.differ.pairs import Pair
from docgen.differ.policy import level_under
from docgen.differ.sentences import sentence
from docgen.differ.wording import LEVELS
from docgen.model.change import Change, Effect, Level, Polarity, Policy
from docgen.openapi.pointers import json_pointer

_RANK: Final[dict[Level, int]] = {level: rank for rank, level in enumerate(LEVELS)}


class _Occurrence(msgspec.Struct, frozen=True):
    """An edit and its pair."""

    edit: Edit
    pair: Pair


def changes(comparison: Comparison, policy: Policy, today: date | None) -> tuple[Change, ...]:
    """All root causes, breaking ones first, otherwise in the order of the documents."""
    roots: dict[tuple[object, ...], list[_Occurrence]] = {}
    for pair in comparison.pairs:
        for edit in pair.edits:
            roots.setdefault((*edit.key, edit.context), []).append(_Occurrence(edit, pair))
    listed = list(_merge_union_members(roots))
    found = [_change(comparison, occurrences, policy, today) for occurrences in listed]
    return tuple(sorted(found, key=lambda change: _RANK[change.level]))


def _merge_union_members(roots: dict[tuple[object, ...], list[_Occurrence]]) -> Iterable[list[_Occurrence]]:
    """The root causes, with the removal or addition of a union member under that of its schema, if there is one."""
    schemas = {key[0:2]: key for key in roots if key[0] in ("api-schema-removed", "api-schema-added")}
    for key in list(roots):
        action = str(key[0])
        if action in ("one-of-removed", "any-of-removed", "one-of-added", "any-of-added"):
            schema_key = schemas.get((f"api-schema-{action[7:]}", roots[key][0].edit.name))
            if schema_key is not None:
                roots[schema_key] += roots.pop(key)
    return roots.values()


def _change(comparison: Comparison, occurrences: list[_Occurrence], policy: Policy, today: date | None) -> Change:
    first = occurrences[0].edit
    effects = tuple(
        sorted(_effects(comparison, occurrences, policy, today), key=lambda effect: (_RANK[effect.level], effect.id))
    )
    operations = dict.fromkeys(name for effect in effects for name in effect.operations)
    events = dict.fromkeys(name for effect in effects for name in effect.events)
    polarities = {effect.polarity for effect in effects} - {"none"}
    sites = tuple(dict.fromkeys(json_pointer(item.edit.site.pointer) for item in occurrences))
    selectors = tuple(dict.fromkeys(item.edit.site.selector for item in occurrences))
    selector = selectors[0] or next(iter(operations), "") or "".join(f"event {name}" for name in list(events)[:1])
    return Change(
        id=effects[0].id,
        level=effects[0].level,
        polarity=_combined(polarities),
        selector=selector,
        selectors=tuple(dict.fromkeys((selector, *filter(None, selectors)))),
        pointer=sites[0],
        sites=sites,
        effects=effects,
        operations=tuple(operations),
        events=tuple(events),
        text=_text(occurrences),
        fingerprint=digest(*map(str, first.key)),
        before=first.before,
        after=first.after,
    )


def _text(occurrences: list[_Occurrence]) -> str:
    """The sentence of the first edit; for a schema, followed by that of a union that gained or lost it."""
    first = occurrences[0].edit
    others = occurrences if first.action.startswith("api-schema-") else ()
    other = next((item.edit for item in others if item.edit.action != first.action), None)
    return f"{sentence(first)}; {sentence(other)}" if other else sentence(first)


def _combined(polarities: set[Polarity]) -> Polarity:
    return "none" if not polarities else "both" if len(polarities) > 1 else next(iter(polarities))


def _effects(
    comparison: Comparison, occurrences: list[_Occurrence], policy: Policy, today: date | None
) -> Iterator[Effect]:
    """One effect for each id; it reaches all operations and events that any of its occurrences reaches."""
    reached: dict[tuple[str, str, Polarity], int] = {}
    for item in occurrences:
        edit, pair = item.edit, item.pair
        roles: list[tuple[Role | None, int]] = [(edit.step.apply(role), bits) for role, bits in pair.reached_by.items()]
        for role, bits in roles or [(None, 0)]:
            id_ = compose_id(edit, role, today)
            key = (id_, edit.action, _polarity(id_, role))
            reached[key] = reached.get(key, 0) | bits
    if len(reached) > 1:  # the same edit elsewhere is reached, so it is not only one of an unused component
        reached = {key: bits for key, bits in reached.items() if bits or not key[0].startswith("component-")}
    for (id_, action, polarity), bits in reached.items():
        names = comparison.decode(bits)
        found = level_under(policy, id_, strict_level(id_, action, polarity))
        if found == "breaking" and not bits and id_ not in policy.levels:
            found = "info"  # nothing reaches it, so it breaks nobody, unless the project sets its level
        yield Effect(id_, found, polarity, names.operations, names.events)


def _polarity(id_: str, role: Role | None) -> Polarity:
    if role is None or not any(word in id_ for word in ("request", "response")):
        return "none"
    return role.polarity
