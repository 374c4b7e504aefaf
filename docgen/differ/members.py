"""The members of `oneOf`, `anyOf` and `allOf`: which of them are each other's counterparts."""

from collections import deque
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from docgen.differ.bare import bare
from docgen.differ.edit import digest
from docgen.differ.pairs import Graph
from docgen.differ.place import Place, is_reference

_TRIALS: Final = 64  # of members that have no name; each is a comparison of two trees


class Members(NamedTuple):
    """Members that are counterparts, those that are gone, and those that have come."""

    pairs: list[tuple[Place, Place]]
    gone: list[Place]
    come: list[Place]


def matched(graph: Graph, old: list[Place], new: list[Place]) -> Members:
    """Counterparts by equality, by the name of a reference, by title or const; then the last two left."""
    found = _in_place(old, new)
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


def _in_place(old: list[Place], new: list[Place]) -> Members:
    """Those at the same index paired that are equal."""
    same = [left.node == right.node for left, right in zip(old, new, strict=False)]
    pairs = [pair for equal, *pair in zip(same, old, new, strict=False) if equal]
    rest = [[place for index, place in enumerate(side) if index >= len(same) or not same[index]] for side in (old, new)]
    return Members([(left, right) for left, right in pairs], *rest)


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
