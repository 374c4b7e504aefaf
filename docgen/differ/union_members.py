"""The members of `oneOf`, `anyOf` and `allOf`, matched between two versions."""

from collections.abc import Callable, Mapping
from itertools import chain
from typing import Any, Final

import msgspec

from docgen.differ.graph import Graph
from docgen.differ.keys import bare_key, digest, known_key, strip_annotations
from docgen.differ.likeness import ALIKE, likeness, only_values
from docgen.openapi.nodes import Node, is_reference
from docgen.openapi.resolver import Resolver

_TRIALS: Final = 1024  # of members that have no name; each is a comparison of two trees

Key = Callable[[Resolver, Node], Any]

Matches = list[tuple[Node, Node]]
"""Members of the old union, each with that of the new one."""


class Members(msgspec.Struct):
    """The matched members, and those that were removed and added, which matching takes out."""

    removed: list[Node]
    added: list[Node]
    pairs: Matches = []

    @property
    def can_be_tried(self) -> bool:
        """Whether the members are few enough to compare each with each."""
        return 0 < len(self.removed) * len(self.added) <= _TRIALS

    def match(self, pairs: Matches) -> None:
        """Take out the members that are a pair."""
        self.pairs += pairs
        taken = set(map(id, chain.from_iterable(pairs)))
        self.removed = [node for node in self.removed if id(node) not in taken]
        self.added = [node for node in self.added if id(node) not in taken]


def match_members(graph: Graph, old: list[Node], new: list[Node]) -> Members:
    """Match members by equality, reference, content, title or const; the last two left are a match as well."""
    members = Members(old, new)
    members.match([pair for pair in zip(old, new, strict=False) if pair[0].value == pair[1].value])
    if not members.removed and not members.added:
        return members
    _match_by_keys(graph, members, _SURE_KEYS)
    if members.can_be_tried and not graph.depth:
        _match_equivalents(graph, members)
    _match_by_keys(graph, members, _WEAK_KEYS)
    if members.can_be_tried and not graph.depth:
        _match_alike(graph, members)
    return members


def _match_by_keys(graph: Graph, members: Members, keys: Mapping[Key, bool]) -> None:
    for key, is_unique in keys.items():
        _match_last(members)
        if members.removed and members.added:
            _match_by_key(graph, members, key, is_unique)
    _match_last(members)


def _match_by_key(graph: Graph, members: Members, key: Key, is_unique: bool) -> None:
    """Match the members with equal keys; several of one key match in order, or not at all if it has to be unique."""
    others = _group_by_key(graph.new, members.added, key)
    # None is no key: members without a title or a constant have nothing in common by that
    pairs: Matches = []
    for value, nodes in _group_by_key(graph.old, members.removed, key).items():
        counterparts = others.get(value, [])
        if value is not None and (not is_unique or len(nodes) == len(counterparts) == 1):
            pairs += zip(nodes, counterparts, strict=False)
    members.match(pairs)


def _group_by_key(resolver: Resolver, nodes: list[Node], key: Key) -> dict[Any, list[Node]]:
    groups: dict[Any, list[Node]] = {}
    for node in nodes:
        groups.setdefault(key(resolver, node), []).append(node)
    return groups


def _match_last(members: Members) -> None:
    """Match the last two that are left, unless one is a reference, or they describe no property of one name."""
    # one went and one came: most likely, that is one that was edited
    if len(members.removed) == len(members.added) == 1:
        old, new = members.removed[0], members.added[0]
        before, after = old.members("properties"), new.members("properties")
        are_apart = before and after and before.keys().isdisjoint(after)
        if not old.ref and not new.ref and not are_apart:
            members.match([(old, new)])


def _match_equivalents(graph: Graph, members: Members) -> None:
    for node in members.removed:
        counterpart = next((other for other in members.added if graph.are_equivalent(node, other)), None)
        if counterpart is not None:
            members.match([(node, counterpart)])


def _match_alike(graph: Graph, members: Members) -> None:
    """Match the members that have most of their properties in common, of which at most one is named."""
    ranked = []
    for row, old in enumerate(members.removed):
        for column, new in enumerate(members.added):
            if not old.ref or not new.ref or graph.is_renamed(old, new):
                ranked.append((likeness(*graph.merged(old, new)), -row, -column))
    rows, columns = set[int](), set[int]()
    pairs: Matches = []
    # the most alike first, so that no member loses its counterpart to one that is less like it
    for value, row, column in sorted(ranked, reverse=True):
        if value >= ALIKE and row not in rows and column not in columns:
            rows.add(row)
            columns.add(column)
            pairs.append((members.removed[-row], members.added[-column]))
    members.match(pairs)


def _exact_key(_: Resolver, node: Node) -> bytes:
    return msgspec.json.encode(node.value)


def _bare_key(resolver: Resolver, node: Node) -> str | None:
    """The key of a member without annotations; none for a reference, which has one of its own."""
    return None if node.ref else known_key(resolver, node.value, bare_key)


def _resolved_key(resolver: Resolver, node: Node) -> str:
    """The key of a member, its reference resolved."""
    return known_key(resolver, _followed(resolver, node), bare_key)


def _skeleton_key(resolver: Resolver, node: Node) -> str:
    """The key of a member, its reference resolved, without the names in further references."""
    return known_key(resolver, _followed(resolver, node), _outline_key)


def _followed(resolver: Resolver, node: Node) -> Any:  # noqa: ANN401 - any JSON
    """The value of a member, with its own reference resolved, or the only one in its `allOf`."""
    inner = node.items("allOf")
    if len(inner) == 1 and len(node.value) == 1:
        node = inner[0]
    return resolver.resolve(node).value


def _outline_key(node: Any) -> str:  # noqa: ANN401 - any JSON
    return digest(_blank_references(strip_annotations(node)))


def _blank_references(node: Any) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(node, list):
        return [_blank_references(item) for item in node]
    if not isinstance(node, dict):
        return node
    alone = node["allOf"][0] if node.keys() == {"allOf"} and len(node["allOf"]) == 1 else node
    return "$ref" if is_reference(alone) else {key: _blank_references(value) for key, value in node.items()}


def _reference_key(_: Resolver, node: Node) -> str | None:
    return node.ref or None


def _title_key(_: Resolver, node: Node) -> str | None:
    title = node.get("title")
    return title if isinstance(title, str) else None


def _constant_key(_: Resolver, node: Node) -> str | None:
    """The key of the properties with a single value, by which readers distinguish members."""
    fixed: list[tuple[str, str]] = []
    for name, schema in node.members("properties").items():
        values = only_values(schema.value)
        if values and len(values) == 1:
            fixed += ((name, value) for value in values)
    return digest(sorted(fixed)) if fixed else None


# from the surest sign to the weakest, and whether it must be unique: costly trials come between the two, for the
# members that no exact key matches
_SURE_KEYS: Final[Mapping[Key, bool]] = {
    _exact_key: False,
    _reference_key: False,
    _bare_key: False,
    _resolved_key: False,
    _skeleton_key: True,
}
_WEAK_KEYS: Final[Mapping[Key, bool]] = {_skeleton_key: False, _title_key: True, _constant_key: True}
