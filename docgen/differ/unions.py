"""The members of `oneOf`, `anyOf` and `allOf`: which of them are each other's counterparts."""

from collections.abc import Callable
from typing import Any, Final, NamedTuple

import msgspec

from docgen.differ.pairs import Graph
from docgen.differ.place import Place, is_reference
from docgen.differ.types import bare_types
from docgen.differ.values import values_of
from docgen.differ.view import View, is_null
from docgen.differ.walk import Walk, bare

__all__ = ["compare_unions", "is_null", "matched", "wrapped"]

_KINDS: Final = {"oneOf": "one-of", "anyOf": "any-of"}
_TRIALS: Final = 64  # of members that have no name; each is a comparison of two trees


class Members(NamedTuple):
    """Members that are counterparts, those that are gone, and those that have come."""

    pairs: list[tuple[Place, Place]]
    gone: list[Place]
    come: list[Place]


def matched(graph: Graph, old: list[Place], new: list[Place]) -> Members:
    """Counterparts by equality, by the name of a reference, by title, const or discriminator; then the last two left."""
    found = Members([], list(old), list(new))
    for tie in (_text, _reference, _title, _constant):
        _match(found, lambda left, right, tie=tie: _tied(tie, left, right))  # type: ignore[misc] # bound at once
    if len(found.gone) * len(found.come) <= _TRIALS:
        _match(found, lambda left, right: graph.equivalent(left, right))
    if (
        len(found.gone) == 1
        and len(found.come) == 1
        and not _reference(found.gone[0])
        and not _reference(found.come[0])
    ):
        found.pairs.append((found.gone.pop(), found.come.pop()))
    return found


def _match(found: Members, alike: Callable[[Place, Place], bool]) -> None:
    for left in list(found.gone):
        right = next((place for place in found.come if alike(left, place)), None)
        if right is not None:
            found.pairs.append((left, right))
            found.gone.remove(left)
            found.come.remove(right)


def _tied(tie: Callable[[Place], Any], left: Place, right: Place) -> bool:
    value = tie(left)
    return value is not None and value == tie(right)


def _text(place: Place) -> Any:  # noqa: ANN401 - a key of any JSON
    return msgspec.json.encode(bare(place.node))


def _reference(place: Place) -> Any:  # noqa: ANN401 - a key of any JSON
    return place.node["$ref"] if is_reference(place.node) else None


def _title(place: Place) -> Any:  # noqa: ANN401 - a key of any JSON
    return place.get("title")


def _constant(place: Place) -> Any:  # noqa: ANN401 - a key of any JSON
    """The fixed values of a member's properties, which is how a reader tells members apart."""
    fixed = {
        name: found.node.get("const", (found.node.get("enum") or [None])[0])
        for name, found in place.members("properties").items()
        if isinstance(found.node, dict) and ("const" in found.node or len(found.node.get("enum") or ()) == 1)
    }
    return repr(sorted(fixed.items(), key=str)) if fixed else None


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
    return title if isinstance(title, str) else str(place.pointer[-1])


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
