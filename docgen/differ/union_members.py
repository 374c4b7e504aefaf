"""The members of `oneOf`, `anyOf` and `allOf`: which of them are each other's counterparts."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

import msgspec

from docgen.differ.edits import digest
from docgen.differ.pairs import Graph
from docgen.differ.without_annotations import bare
from docgen.openapi.nodes import Node
from docgen.openapi.references import is_reference, refs_in
from docgen.openapi.resolver import Resolver

_TRIALS: Final = 1024  # of members that have no name; each is a comparison of two trees

Tie = Callable[[Node], Any]


class Members(msgspec.Struct, frozen=True):
    """Members that are counterparts, those that are gone, and those that have come."""

    pairs: list[tuple[Node, Node]]
    gone: list[Node]
    come: list[Node]


def matched(graph: Graph, old: list[Node], new: list[Node]) -> Members:
    """Counterparts by equality, by the name of a reference, by title or const; or by being the last two left."""
    found = _in_place(old, new)
    for tie in (_exact, _reference):
        found = _tied(found, tie, tie)
    for form in (_text, _resolved, _skeleton):
        found = _tied(found, partial(form, graph.old), partial(form, graph.new), unique=form is _skeleton)
    if 0 < len(found.gone) * len(found.come) <= _TRIALS and not graph.depth:
        found = _equivalent(graph, found)
    found = _tied(found, partial(_skeleton, graph.old), partial(_skeleton, graph.new))
    for tie in (_title, _constant):
        found = _tied(found, tie, tie, unique=True)
    return _last_tied(found)


def _last_tied(found: Members) -> Members:
    """The members with the last two that are left paired, whatever they say, unless one is known by its name."""
    if len(found.gone) == len(found.come) == 1 and not any(map(_reference, (*found.gone, *found.come))):
        return Members([*found.pairs, (found.gone[0], found.come[0])], [], [])
    return found


def _in_place(old: list[Node], new: list[Node]) -> Members:
    """Those at the same index paired that are equal."""
    same = [left.value == right.value for left, right in zip(old, new, strict=False)]
    pairs = [pair for equal, *pair in zip(same, old, new, strict=False) if equal]
    rest = [
        [node for index, node in enumerate(listed) if index >= len(same) or not same[index]] for listed in (old, new)
    ]
    return Members([(left, right) for left, right in pairs], *rest)


def _tied(found: Members, old: Tie, new: Tie, unique: bool = False) -> Members:
    """The members with those paired whose tie is the same; in order, where several have it, or not where `unique`."""
    found = _last_tied(found)
    if not found.gone or not found.come:
        return found
    left, right = _by_tie(found.gone, old), _by_tie(found.come, new)
    pairs = list(found.pairs)
    for key, places in left.items():
        others = right.get(key, [])
        if key is not None and others and not (unique and len(places) + len(others) > 2):
            pairs += zip(places, others, strict=False)
    taken = {id(node) for pair in pairs for node in pair}
    rest = [[node for node in listed if id(node) not in taken] for listed in (found.gone, found.come)]
    return Members(pairs, rest[0], rest[1])


def _by_tie(places: list[Node], tie: Tie) -> dict[Any, list[Node]]:
    found: dict[Any, list[Node]] = {}
    for node in places:
        found.setdefault(tie(node), []).append(node)
    return found


def _equivalent(graph: Graph, found: Members) -> Members:
    pairs, gone, come = list(found.pairs), [], list(found.come)
    for node in found.gone:
        counterpart = next((other for other in come if graph.equivalent(node, other)), None)
        if counterpart is None:
            gone.append(node)
        else:
            pairs.append((node, counterpart))
            come = [other for other in come if other is not counterpart]
    return Members(pairs, gone, come)


def _exact(node: Node) -> str:
    return digest(node.value)


def _text(resolver: Resolver, node: Node) -> str:
    """A member as it stands."""
    return _digested(resolver, node.value, bare)


def _resolved(resolver: Resolver, node: Node) -> str:
    """A member, its reference followed."""
    return _digested(resolver, _followed(resolver, node), bare)


def _skeleton(resolver: Resolver, place: Node) -> str:
    """A member, its reference followed, that says of all other references only where they stand."""
    node = _followed(resolver, place)
    return _digested(resolver, node, _outlined if refs_in(msgspec.json.encode(node)) else bare)


def _followed(resolver: Resolver, node: Node) -> Any:  # noqa: ANN401 - any JSON
    """The node of a member with the reference followed that it is, or that it wraps alone."""
    inner = node.items("allOf")
    return resolver.resolve(inner[0] if len(inner) == 1 and len(node.value) == 1 else node).value


def _digested(resolver: Resolver, node: Any, form: Callable[[Any], Any]) -> str:  # noqa: ANN401 - any JSON
    """The digest of a form of a node, which is asked for again and again."""
    key = form.__name__, id(node)
    if key not in resolver.digests:
        resolver.digests[key] = node, digest(form(node))
    return resolver.digests[key][1]


def _outlined(node: Any) -> Any:  # noqa: ANN401 - any JSON
    return _blanked(bare(node))


def _blanked(node: Any) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(node, dict):
        alone = node["allOf"][0] if node.keys() == {"allOf"} and len(node["allOf"]) == 1 else node
        return "$ref" if is_reference(alone) else {key: _blanked(value) for key, value in node.items()}
    return [_blanked(item) for item in node] if isinstance(node, list) else node


def _reference(node: Node) -> Any:  # noqa: ANN401 - a key of any JSON
    return node.value["$ref"] if is_reference(node.value) else None


def _title(node: Node) -> str | None:
    title = node.get("title")
    return title if isinstance(title, str) else None


def _constant(node: Node) -> str | None:
    """The fixed values of a member's properties, which is how a reader tells members apart."""
    fixed = {name: only for name, found in node.members("properties").items() if (only := _only(found)) is not None}
    return digest(sorted(fixed.items())) if fixed else None


def _only(node: Node) -> str | None:
    """The one value that a schema takes, as a key."""
    if isinstance(node.value, dict) and "const" in node.value:
        return digest(node.value["const"])
    values = node.get("enum")
    return digest(values[0]) if isinstance(values, list) and len(values) == 1 else None
