"""Root causes: equal edits of one part and its copies become one change, with its effects and all that they reach.

Schemas that came or went are folded under the change that brought or took them: that of what refers to them.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from docgen.differ.comparison import Comparison
from docgen.differ.fingerprints import digest
from docgen.differ.effects import RANK, Effects, Judge, Occurrence
from docgen.differ.likeness import share
from docgen.differ.sentences import headline
from docgen.differ.without_annotations import schema_key
from docgen.model.change import Change, Effect, Level, Polarity, Policy
from docgen.openapi.nodes import Node
from docgen.openapi.pointers import json_pointer
from docgen.openapi.references import schema_at, schema_name
from docgen.openapi.resolver import Resolver
from docgen.positions.source import Pointer

Root = list[Occurrence]
"""The equal edits that are one root cause."""
_BRINGS: Final = re.compile("-(?:added|removed|introduced|dropped|disjoint)$|wrapped")
"""The actions by which a part of a contract comes or goes as a whole."""
_ACTIONS: Final = {"api-schema-added": "added", "api-schema-removed": "removed"}
_NUMBER: Final = re.compile(r"\[no\. \d+\]")
_ALIKE: Final = 0.8
"""Inline schemas under one name are copies if they have this share of their properties in common."""


def changes(comparison: Comparison, policy: Policy, today: date | None) -> tuple[Change, ...]:
    """All root causes, breaking ones first, otherwise in the order of the documents."""
    judge = Judge(policy, today, comparison.calls.operations_at(policy.unstable))
    equal: dict[tuple[object, ...], Root] = {}
    at_place: dict[tuple[object, ...], Root] = {}
    for pair in comparison.pairs:
        for edit in pair.edits:
            item = judge.occurrence(pair, edit)
            root = equal.setdefault(item.key, [])
            if item.origin.schema:
                # as a part of an `allOf`, a schema is compared with others and under other names as well
                place = (item.key[0], edit.name, str(edit.before), str(edit.after), item.site.pointer)
                root = at_place.setdefault(place, root)
            root.append(item)
    roots = [root for occurrences in equal.values() for root in _copies(comparison, occurrences)]
    found = [_change(comparison, occurrences, schemas, judge) for occurrences, schemas in folded(comparison, roots)]
    return tuple(sorted(found, key=lambda change: RANK[change.level]))


def _copies(comparison: Comparison, occurrences: Root) -> Iterable[Root]:
    """Equal edits, those of unrelated schemas apart; at one place of the document they are one in any case."""
    if len(occurrences) == 1:
        return (occurrences,)
    groups: list[tuple[Occurrence, Root]] = []
    known: dict[tuple[object, ...], Root] = {}
    for item in occurrences:
        schema = item.origin.schema
        keys = (
            ("place", item.site.pointer),
            ("shape", item.context, item.origin.only, _shape_of(comparison.old, schema) if schema else ""),
        )
        found = next((known[key] for key in keys if key in known), None)
        found = found or next((group for first, group in groups if _is_copy(first, item)), None)
        if found is None:
            found = []
            groups.append((item, found))
        found.append(item)
        known |= dict.fromkeys(keys, found)
    return (group for _, group in groups)


def _shape_of(resolver: Resolver, schema: Node) -> str:
    """A key of a schema that its copies have, too: those that differ from it in annotations and order alone."""
    known = resolver.digests.get(("shape", id(schema.value)))
    if known is None:
        known = resolver.digests["shape", id(schema.value)] = schema.value, schema_key(schema.value)
    return known[1]


def _is_copy(one: Occurrence, other: Occurrence) -> bool:
    """Whether two schemas that differ are copies all the same: inline ones under one name, with most in common."""
    left, right = one.origin, other.origin
    if not left.name or left.name != right.name or not left.schema or not right.schema or one.context != other.context:
        return False
    return share(left.schema.members("properties"), right.schema.members("properties")) >= _ALIKE


def _change(comparison: Comparison, occurrences: Root, schemas: tuple[str, ...], judge: Judge) -> Change:
    effects = tuple(
        sorted(
            _effects(comparison, occurrences, judge),
            key=lambda effect: (RANK[effect.level], not (effect.operations or effect.events), effect.id),
        )
    )
    worst = effects[0]
    # the headline is true of the part that it names: one where the change has its id and its level
    occurrences = sorted(occurrences, key=lambda item: (not _has(item, worst, judge), RANK[item.level]))
    first = occurrences[0]
    operations = _union(effect.operations for effect in effects)
    events = _union(effect.events for effect in effects)
    used = [item for item in occurrences if any(item.effects.values())] or occurrences
    sites = tuple(dict.fromkeys(json_pointer(item.site.pointer) for item in occurrences))
    selectors = tuple(dict.fromkeys(item.site.selector for item in used))
    selector = selectors[0] or next(iter(operations), "") or "".join(f"event {name}" for name in events[:1])
    selectors = tuple(dict.fromkeys((selector, *filter(None, selectors))))
    return Change(
        id=worst.id,
        level=worst.level,
        polarity=_combined({effect.polarity for effect in effects} - {"none"}),
        selector=selector,
        selectors=selectors,
        pointer=sites[0],
        sites=sites,
        effects=effects,
        operations=operations,
        events=events,
        text=headline(occurrences, selectors, len({item.site.pointer for item in used}), schemas)
        + _reason(occurrences, worst.level, judge),
        fingerprint=_fingerprint(occurrences),
        before=first.swap.old or None if first.swap else first.edit.before,
        after=first.swap.new if first.swap else first.edit.after,
        milder=_milder(used, worst.level),
        schemas=schemas,
    )


def _union(lists: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    first, *others = lists
    return tuple(dict.fromkeys(name for names in (first, *others) for name in names)) if any(others) else first


def _fingerprint(occurrences: Root) -> str:
    """A digest of the edit and of where it was made; the numbers of members depend on their order, and are left out."""
    label = min(_NUMBER.sub("", item.site.label).replace("[]", "items") for item in occurrences)
    return digest(*map(str, occurrences[0].key), label)


def _reason(occurrences: Root, level: Level, judge: Judge) -> str:
    """Why a change only warns that would be breaking, if that is because all that it reaches may break."""
    tolerated = level != "breaking" and any(
        judge.is_tolerated(bits) and judge.level_of(meaning) == "breaking"
        for item in occurrences
        for meaning, bits in item.effects.items()
    )
    return "; it affects only operations that may break by the setting `unstable`" if tolerated else ""


def _milder(occurrences: Root, level: Level) -> dict[str, Level]:
    """The level at each selector where no occurrence has that of the change."""
    levels: dict[str, Level] = {}
    for item in occurrences:
        selector = item.site.selector
        levels[selector] = min(levels.get(selector, item.level), item.level, key=RANK.__getitem__)
    return {selector: found for selector, found in levels.items() if selector and found != level}


def _has(item: Occurrence, effect: Effect, judge: Judge) -> bool:
    return any(
        meaning.id == effect.id and judge.level(meaning, bits) == effect.level for meaning, bits in item.effects.items()
    )


def _combined(polarities: set[Polarity]) -> Polarity:
    return "none" if not polarities else "both" if len(polarities) > 1 else next(iter(polarities))


def _effects(comparison: Comparison, occurrences: Root, judge: Judge) -> Iterator[Effect]:
    """One effect for each id; it reaches all operations and events that any of its occurrences reaches."""
    reached: Effects = {}
    for item in occurrences:
        for meaning, bits in item.effects.items():
            reached[meaning] = reached.get(meaning, 0) | bits
    # where the same edit is reached elsewhere, it is not only one of an unused component
    used = {key: bits for key, bits in reached.items() if bits or not key.id.startswith("component-")}
    reached = used or reached
    for meaning, bits in reached.items():
        names = comparison.calls.decode(bits)
        yield Effect(meaning.id, judge.level(meaning, bits), meaning.polarity, names.operations, names.events)


def folded(comparison: Comparison, roots: list[Root]) -> Iterator[tuple[Root, tuple[str, ...]]]:
    """The root causes, each with the schemas that came or went with it; schemas that nothing refers to stay."""
    sides = {"added": comparison.new, "removed": comparison.old}
    bare = {verb: {root[0].edit.name: root for root in roots if _verb(root) == verb} for verb in sides}
    found: dict[int, dict[str, None]] = {}
    passed: dict[str, set[str]] = {side: set() for side in sides}
    # what refers to a schema comes before the schemas, which may refer to each other
    for root in sorted(roots, key=lambda root: _verb(root) is not None):
        verb = _verb(root)
        if verb and bare[verb].pop(root[0].edit.name, None) is None:
            continue
        found[id(root)] = {
            name: None
            for side, resolver in sides.items()
            if bare[side]
            for name in _reached(resolver, _nodes(root, side, resolver), bare[side], passed[side])
        }
    for root in roots:
        found.get(id(root), {}).update(dict.fromkeys(_compared(comparison, root)))
    yield from ((root, tuple(found[id(root)])) for root in roots if id(root) in found)


def _compared(comparison: Comparison, root: Root) -> Iterator[str]:
    """The new schemas that a root cause is in, each as what another schema became."""
    for item in root:
        pointer = item.site.pointer
        if pointer[:2] == ("components", "schemas") and not comparison.old.has(pointer[:3]) and _verb(root) is None:
            yield str(pointer[2])


def _verb(root: Root) -> str | None:
    """Whether a root cause is that a schema was added or removed."""
    return _ACTIONS.get(root[0].edit.action)


def _nodes(root: Root, side: str, resolver: Resolver) -> Iterator[Node]:
    """The nodes of one side that came, went or took the place of others by a root cause; none for other edits."""
    other = "removed" if side == "added" else "added"
    for item in root:
        pointer: Pointer = item.site.pointer
        if item.swap:
            yield resolver.spec.node(pointer[:-1] if pointer[-1:] == ("$ref",) else pointer)
        elif "whole" in item.edit.qualifiers:
            at = resolver.spec.node(pointer)
            is_keyword = not at.mapping and pointer[-1] in ("type", "format")
            yield resolver.resolve(resolver.spec.node(pointer[:-1]) if is_keyword else at)
        elif _BRINGS.search(item.edit.action) and not item.edit.action.endswith(f"-{other}"):
            yield resolver.spec.node(pointer)


def _reached(resolver: Resolver, nodes: Iterator[Node], bare: dict[str, Root], passed: set[str]) -> Iterator[str]:
    """The names that the nodes refer to, directly or through each other; each is taken out of `bare`.

    References that were `passed` lead to nothing else.
    """
    waiting = list(nodes)
    for node in waiting:
        name = schema_at(node.pointer)  # a subtype, to which nothing refers where it comes in
        if name is not None and bare.pop(name, None) is not None:
            yield name
    while waiting and bare:
        for ref in sorted(resolver.references(waiting.pop()) - passed):
            passed.add(ref)
            name = schema_name(ref)
            if name is not None and bare.pop(name, None) is None:
                continue
            waiting.append(resolver.resolve(Node({"$ref": ref}, ())))
            if name is not None:
                yield name
