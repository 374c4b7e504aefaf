"""Edits -> root causes: equal edits made one, with the effects that they have and whom they reach."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

import msgspec

from docgen.differ.comparison import Comparison
from docgen.differ.edits import Edit, State, digest
from docgen.differ.id_grammar import compose
from docgen.differ.levels import level
from docgen.differ.pairs import Pair
from docgen.differ.policy import under
from docgen.differ.texts import sentence
from docgen.model.change import Change, Effect, Level, Polarity, Policy
from docgen.openapi.pointers import json_pointer

_RANK: Final[dict[Level, int]] = {"breaking": 0, "warning": 1, "info": 2}


class _Met(msgspec.Struct, frozen=True):
    """An edit where it is met: the pair that holds it."""

    edit: Edit
    pair: Pair


def changes(comparison: Comparison, policy: Policy, today: date | None) -> tuple[Change, ...]:
    """Every root cause, breaking first, then in the order of the documents."""
    roots: dict[tuple[object, ...], list[_Met]] = {}
    for pair in comparison.pairs:
        for edit in pair.edits:
            roots.setdefault((*edit.key, edit.context), []).append(_Met(edit, pair))
    listed = list(_under_removals(roots))
    found = [_change(comparison, met, policy, today) for met in listed]
    return tuple(sorted(found, key=lambda change: _RANK[change.level]))


def _under_removals(roots: dict[tuple[object, ...], list[_Met]]) -> Iterable[list[_Met]]:
    """The roots, with each member of a union that went or came with its schema listed under that schema."""
    schemas = {key[0:2]: key for key in roots if key[0] in ("api-schema-removed", "api-schema-added")}
    for key in list(roots):
        action = str(key[0])
        if action in ("one-of-removed", "any-of-removed", "one-of-added", "any-of-added"):
            home = schemas.get((f"api-schema-{action[7:]}", roots[key][0].edit.name))
            if home is not None:
                roots[home] += roots.pop(key)
    return roots.values()


def _change(comparison: Comparison, met: list[_Met], policy: Policy, today: date | None) -> Change:
    first = met[0].edit
    effects = tuple(
        sorted(_effects(comparison, met, policy, today), key=lambda effect: (_RANK[effect.level], effect.id))
    )
    operations = dict.fromkeys(name for effect in effects for name in effect.operations)
    events = dict.fromkeys(name for effect in effects for name in effect.events)
    polarities = {effect.polarity for effect in effects} - {"none"}
    sites = tuple(dict.fromkeys(json_pointer(item.edit.site.pointer) for item in met))
    selectors = tuple(dict.fromkeys(item.edit.site.selector for item in met))
    selector = selectors[0] or next(iter(operations), "") or "".join(f"event {name}" for name in list(events)[:1])
    return Change(
        id=effects[0].id,
        level=effects[0].level,
        polarity=_union(polarities),
        selector=selector,
        selectors=tuple(dict.fromkeys((selector, *filter(None, selectors)))),
        pointer=sites[0],
        sites=sites,
        effects=effects,
        operations=tuple(operations),
        events=tuple(events),
        text=_text(met),
        fingerprint=digest(*map(str, first.key)),
        before=first.before,
        after=first.after,
    )


def _text(met: list[_Met]) -> str:
    """The sentence of the first edit; with a schema, that of a union that it came to or went from."""
    first = met[0].edit
    others = met if first.action.startswith("api-schema-") else ()
    other = next((item.edit for item in others if item.edit.action != first.action), None)
    return f"{sentence(first)}; {sentence(other)}" if other else sentence(first)


def _union(polarities: set[Polarity]) -> Polarity:
    return "none" if not polarities else "both" if len(polarities) > 1 else next(iter(polarities))


def _effects(comparison: Comparison, met: list[_Met], policy: Policy, today: date | None) -> Iterator[Effect]:
    """One effect for each id: equal edits that are met in the same way reach the union."""
    reached: dict[tuple[str, str, Polarity], int] = {}
    for item in met:
        edit, pair = item.edit, item.pair
        states: list[tuple[State | None, int]] = [
            (edit.step.applied(state), bits) for state, bits in pair.reached.items()
        ]
        for state, bits in states or [(None, 0)]:
            id_ = compose(edit, state, today)
            key = (id_, edit.action, _polarity(id_, state))
            reached[key] = reached.get(key, 0) | bits
    if len(reached) > 1:
        reached = {key: bits for key, bits in reached.items() if bits or not key[0].startswith("component-")}
    for (id_, action, polarity), bits in reached.items():
        names = comparison.names(bits)
        found = under(policy, id_, level(id_, action, polarity))
        if found == "breaking" and not bits and id_ not in policy.levels:
            found = "info"  # what reaches nobody breaks nobody, unless the project itself says so
        yield Effect(id_, found, polarity, names.operations, names.events)


def _polarity(id_: str, state: State | None) -> Polarity:
    if state is None or not any(word in id_ for word in ("request", "response")):
        return "none"
    return state.polarity
