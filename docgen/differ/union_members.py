"""The members of `oneOf`, `anyOf` and `allOf`, matched between two versions."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

import msgspec

from docgen.differ.edits import digest
from docgen.differ.graph import Graph
from docgen.differ.likeness import ALIKE, likeness
from docgen.differ.without_annotations import strip_annotations
from docgen.openapi.nodes import Node
from docgen.openapi.references import is_reference, refs_in
from docgen.openapi.resolver import Resolver

_TRIALS: Final = 1024  # of members that have no name; each is a comparison of two trees

Key = Callable[[Node], Any]


class Members(msgspec.Struct, frozen=True):
    """The matched members, and those that were removed and added."""

    pairs: list[tuple[Node, Node]]
    removed: list[Node]
    added: list[Node]


def match_members(graph: Graph, old: list[Node], new: list[Node]) -> Members:
    """Match members by equality, reference, content, title or const; the last two left are a match as well."""
    # from the surest sign to the weakest; costly trials are left for the members that no exact key matches
    found = _pair_in_place(old, new)
    if not found.removed and not found.added:
        return found
    for key in (_exact_key, _reference_key):
        found = _pair_by_key(found, key, key)
    for form in (_bare_key, _resolved_key, _skeleton_key):
        found = _pair_by_key(found, partial(form, graph.old), partial(form, graph.new), unique=form is _skeleton_key)
    if 0 < len(found.removed) * len(found.added) <= _TRIALS and not graph.depth:
        found = _pair_equivalents(graph, found)
    found = _pair_by_key(found, partial(_skeleton_key, graph.old), partial(_skeleton_key, graph.new))
    for key in (_title_key, _constant_key):
        found = _pair_by_key(found, key, key, unique=True)
    return _pair_alike(graph, _pair_last(found))


def _pair_alike(graph: Graph, found: Members) -> Members:
    """The members with those matched that have most of their properties in common, of which at most one is named."""
    if not found.removed or not found.added or len(found.removed) * len(found.added) > _TRIALS or graph.depth:
        return found
    ranked = sorted(
        (
            (likeness((graph.old, left), (graph.new, right)), -row, -column)
            for row, left in enumerate(found.removed)
            for column, right in enumerate(found.added)
            if _reference_key(left) is None or _reference_key(right) is None or graph.is_renamed(left, right)
        ),
        reverse=True,
    )
    pairs, rows, columns = list(found.pairs), set[int](), set[int]()
    for value, row, column in ranked:
        if value >= ALIKE and -row not in rows and -column not in columns:
            rows.add(-row)
            columns.add(-column)
            pairs.append((found.removed[-row], found.added[-column]))
    removed = [node for row, node in enumerate(found.removed) if row not in rows]
    return Members(pairs, removed, [node for column, node in enumerate(found.added) if column not in columns])


def _pair_last(found: Members) -> Members:
    """The members with the last two that are left matched, unless one of them is a reference."""
    if (
        len(found.removed) == len(found.added) == 1
        and not any(map(_reference_key, (*found.removed, *found.added)))
        and not _have_nothing_in_common(found.removed[0], found.added[0])
    ):
        return Members([*found.pairs, (found.removed[0], found.added[0])], [], [])
    return found


def _have_nothing_in_common(old: Node, new: Node) -> bool:
    """Whether two objects describe properties, and none of the same name."""
    before, after = old.members("properties"), new.members("properties")
    return bool(before and after) and before.keys().isdisjoint(after)


def _pair_in_place(old: list[Node], new: list[Node]) -> Members:
    """The members with equal ones at the same index matched."""
    same = [left.value == right.value for left, right in zip(old, new, strict=False)]
    pairs = [pair for equal, *pair in zip(same, old, new, strict=False) if equal]
    rest = [
        [node for index, node in enumerate(listed) if index >= len(same) or not same[index]] for listed in (old, new)
    ]
    return Members([(left, right) for left, right in pairs], *rest)


def _pair_by_key(found: Members, old: Key, new: Key, unique: bool = False) -> Members:
    """The members with equal keys matched; several of one key match in order, or not at all with `unique`."""
    found = _pair_last(found)
    if not found.removed or not found.added:
        return found
    left, right = _group_by_key(found.removed, old), _group_by_key(found.added, new)
    pairs = list(found.pairs)
    for value, nodes in left.items():
        others = right.get(value, [])
        if value is not None and others and not (unique and len(nodes) + len(others) > 2):
            pairs += zip(nodes, others, strict=False)
    paired = {id(node) for pair in pairs for node in pair}
    rest = [[node for node in listed if id(node) not in paired] for listed in (found.removed, found.added)]
    return Members(pairs, rest[0], rest[1])


def _group_by_key(nodes: list[Node], key: Key) -> dict[Any, list[Node]]:
    found: dict[Any, list[Node]] = {}
    for node in nodes:
        found.setdefault(key(node), []).append(node)
    return found


def _pair_equivalents(graph: Graph, found: Members) -> Members:
    pairs, removed, added = list(found.pairs), [], list(found.added)
    for node in found.removed:
        counterpart = next((other for other in added if graph.are_equivalent(node, other)), None)
        if counterpart is None:
            removed.append(node)
        else:
            pairs.append((node, counterpart))
            added = [other for other in added if other is not counterpart]
    return Members(pairs, removed, added)


def _exact_key(node: Node) -> str:
    return digest(node.value)


def _bare_key(resolver: Resolver, node: Node) -> str:
    """The key of a member without annotations."""
    return _digested(resolver, node.value, strip_annotations)


def _resolved_key(resolver: Resolver, node: Node) -> str:
    """The key of a member, its reference resolved."""
    return _digested(resolver, _followed(resolver, node), strip_annotations)


def _skeleton_key(resolver: Resolver, node: Node) -> str:
    """The key of a member, its reference resolved, without the names in further references."""
    value = _followed(resolver, node)
    return _digested(resolver, value, _outline if refs_in(msgspec.json.encode(value)) else strip_annotations)


def _followed(resolver: Resolver, node: Node) -> Any:  # noqa: ANN401 - any JSON
    """The value of a member, with its own reference resolved, or the only one in its `allOf`."""
    inner = node.items("allOf")
    return resolver.resolve(inner[0] if len(inner) == 1 and len(node.value) == 1 else node).value


def _digested(resolver: Resolver, node: Any, form: Callable[[Any], Any]) -> str:  # noqa: ANN401 - any JSON
    """The digest of a form of a node, cached: unions compare each member with many others."""
    key = form.__name__, id(node)
    if key not in resolver.digests:
        resolver.digests[key] = node, digest(form(node))
    return resolver.digests[key][1]


def _outline(node: Any) -> Any:  # noqa: ANN401 - any JSON
    return _blank_references(strip_annotations(node))


def _blank_references(node: Any) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(node, dict):
        alone = node["allOf"][0] if node.keys() == {"allOf"} and len(node["allOf"]) == 1 else node
        return "$ref" if is_reference(alone) else {key: _blank_references(value) for key, value in node.items()}
    return [_blank_references(item) for item in node] if isinstance(node, list) else node


def _reference_key(node: Node) -> Any:  # noqa: ANN401 - a key of any JSON
    return node.value["$ref"] if is_reference(node.value) else None


def _title_key(node: Node) -> str | None:
    title = node.get("title")
    return title if isinstance(title, str) else None


def _constant_key(node: Node) -> str | None:
    """The key of the properties with a single value, by which readers distinguish members."""
    fixed = {
        name: only for name, found in node.members("properties").items() if (only := _only_value(found)) is not None
    }
    return digest(sorted(fixed.items())) if fixed else None


def _only_value(node: Node) -> str | None:
    """The key of the only value that a schema accepts; None if it accepts others."""
    if isinstance(node.value, dict) and "const" in node.value:
        return digest(node.value["const"])
    values = node.get("enum")
    return digest(values[0]) if isinstance(values, list) and len(values) == 1 else None
