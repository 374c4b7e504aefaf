"""The members of `oneOf`, `anyOf` and `allOf`: which of them are each other's counterparts."""

from collections import deque
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from docgen.differ.pairs import Graph
from docgen.differ.place import Place, is_reference
from docgen.differ.types import bare_types
from docgen.differ.values import values_of
from docgen.differ.view import View, is_null
from docgen.differ.walk import Walk, bare, digest

__all__ = ["compare_unions", "is_null", "matched", "wrapped"]

_KINDS: Final = {"oneOf": "one-of", "anyOf": "any-of"}
_TRIALS: Final = 64  # of members that have no name; each is a comparison of two trees


class Members(NamedTuple):
    """Members that are counterparts, those that are gone, and those that have come."""

    pairs: list[tuple[Place, Place]]
    gone: list[Place]
    come: list[Place]


def matched(graph: Graph, old: list[Place], new: list[Place]) -> Members:
    """Counterparts by equality, by the name of a reference, by title or const; then the last two left."""
    found = Members([], old, new)
    for tie in (_exact, _reference, _text, _title, _constant):
        if found.gone and found.come:
            found = _tied(found, tie)
    if 0 < len(found.gone) * len(found.come) <= _TRIALS:
        found = _equivalent(graph, found)
    if (
        len(found.gone) == 1
        and len(found.come) == 1
        and not _reference(found.gone[0])
        and not _reference(found.come[0])
    ):
        return Members([*found.pairs, (found.gone[0], found.come[0])], [], [])
    return found


def _tied(found: Members, tie: Callable[[Place], Any]) -> Members:
    """The members with those paired whose tie is the same; in order, where several have it."""
    waiting: dict[Any, deque[Place]] = {}
    for place in found.come:
        waiting.setdefault(tie(place), deque()).append(place)
    pairs, gone = list(found.pairs), []
    for place in found.gone:
        key = tie(place)
        if key is not None and waiting.get(key):
            pairs.append((place, waiting[key].popleft()))
        else:
            gone.append(place)
    left = {id(place) for places in waiting.values() for place in places}
    return Members(pairs, gone, [place for place in found.come if id(place) in left])


def _equivalent(graph: Graph, found: Members) -> Members:
    pairs, gone, come = list(found.pairs), [], list(found.come)
    for place in found.gone:
        counterpart = next((other for other in come if graph.equivalent(place, other)), None)
        if counterpart is None:
            gone.append(place)
        else:
            pairs.append((place, counterpart))
            come = [other for other in come if other is not counterpart]
    return Members(pairs, gone, come)


def _exact(place: Place) -> str:
    return digest(place.node)


def _text(place: Place) -> str:
    return digest(bare(place.node))


def _reference(place: Place) -> Any:  # noqa: ANN401 - a key of any JSON
    return place.node["$ref"] if is_reference(place.node) else None


def _title(place: Place) -> str | None:
    title = place.get("title")
    return title if isinstance(title, str) else None


def _constant(place: Place) -> str | None:
    """The fixed values of a member's properties, which is how a reader tells members apart."""
    fixed = {name: only for name, found in place.members("properties").items() if (only := _only(found)) is not None}
    return digest(sorted(fixed.items())) if fixed else None


def _only(place: Place) -> str | None:
    """The one value that a schema takes, as a key."""
    if isinstance(place.node, dict) and "const" in place.node:
        return digest(place.node["const"])
    values = place.get("enum")
    return digest(values[0]) if isinstance(values, list) and len(values) == 1 else None


def wrapped(walk: Walk, old: View, new: View) -> bool:
    """Whether a schema was put into a union, or taken out of one; noted, with nothing else to compare."""
    for keyword, name in _KINDS.items():
        alone = [
            set(view.keywords) - {"discriminator", "type"} == {keyword} and not view.properties for view in (old, new)
        ]
        if alone[0] == alone[1]:
            continue
        union, single = (old, new) if alone[0] else (new, old)
        if bare_types(union) or values_of(union) or not (single.properties or "oneOf" in single.keywords):
            continue
        _note_wrapped(walk, union, single, keyword, name, into=alone[1])
        return True
    return False


def _note_wrapped(walk: Walk, union: View, single: View, keyword: str, name: str, into: bool) -> None:
    graph = walk.graph
    members = union.listed(keyword)
    old = [single.place] if into else members
    new = members if into else [single.place]
    same = next(((left, right) for left in old for right in new if graph.equivalent(left, right)), None)
    if same is None:
        action = f"wrapped-in-{name}" if into else f"unwrapped-from-{name}"
        walk.note(action, (union if into else single).place.pointer, (_text(union.place), _text(single.place)))
        return
    for place in members:
        if place not in same:
            _note_member(walk, f"{name}-{'added' if into else 'removed'}", place)


def compare_unions(walk: Walk, old: View, new: View) -> None:
    """Note the members of unions that came and went, and go down those that both sides have."""
    if any(bare_types(view) or values_of(view) for view in (old, new)):
        return  # compared as a list of types, or of values
    for keyword, name in _KINDS.items():
        before, after = old.listed(keyword), new.listed(keyword)
        if not before or not after:
            if before or after:
                action = f"{name}-{'introduced' if after else 'dropped'}"
                walk.note(action, new.child_pointer(keyword), tuple(map(_text, before or after)), name=keyword)
            continue
        members = matched(walk.graph, before, after)
        for left, right in members.pairs:
            walk.descend(walk.down(f"{keyword}[{_name(right)}]"), left, right)
        for place in members.gone:
            _note_member(walk, f"{name}-removed", place)
        for place in members.come:
            _note_member(walk, f"{name}-added", place)
    _compare_discriminators(walk, old, new)
    _compare_members(walk, old, new)


def _note_member(walk: Walk, action: str, place: Place) -> None:
    walk.note(action, place.pointer, (_text(place),), name=_name(place))


def _name(place: Place) -> str:
    if is_reference(place.node):
        return str(place.node["$ref"]).rpartition("/")[2]
    title = place.get("title")
    if isinstance(title, str):
        return title
    last = place.pointer[-1] if place.pointer else 0
    return f"no. {last + 1}" if isinstance(last, int) else str(last)


def _compare_members(walk: Walk, old: View, new: View) -> None:
    """The parts of an `allOf` that could not be merged."""
    members = matched(walk.graph, list(old.members), list(new.members))
    for left, right in members.pairs:
        walk.descend(walk.down("allOf"), left, right)
    for place in members.gone:
        _note_member(walk, "all-of-removed", place)
    for place in members.come:
        _note_member(walk, "all-of-added", place)


def _compare_discriminators(walk: Walk, old: View, new: View) -> None:
    before, after = (view.keywords.get("discriminator") for view in (old, new))
    pointer = new.child_pointer("discriminator")
    if before == after:
        return
    if not isinstance(before, dict) or not isinstance(after, dict):
        known = after if isinstance(after, dict) else before
        name = str(known.get("propertyName")) if isinstance(known, dict) else ""
        walk.note(f"discriminator-{'added' if after else 'removed'}", pointer, (name,), name=name)
        return
    names = before.get("propertyName"), after.get("propertyName")
    if names[0] != names[1]:
        walk.note("discriminator-property-name-changed", pointer, names, before=names[0], after=names[1])
    left, right = (found if isinstance(found, dict) else {} for found in (before.get("mapping"), after.get("mapping")))
    for key in {**left, **right}:
        if left.get(key) != right.get(key):
            verb = "changed" if key in left and key in right else "added" if key in right else "deleted"
            pair = (left.get(key), right.get(key))
            walk.note(f"discriminator-mapping-{verb}", pointer, (key, *pair), name=key, before=pair[0], after=pair[1])
