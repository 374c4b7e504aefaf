"""The members of `oneOf`, `anyOf` and `allOf`, matched between two versions."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, Final

import msgspec

from docgen.differ.fingerprints import digest
from docgen.differ.graph import Graph
from docgen.differ.likeness import ALIKE, likeness, only_values
from docgen.differ.without_annotations import strip_annotations
from docgen.openapi.nodes import Node
from docgen.openapi.references import is_reference, refs_in
from docgen.openapi.resolver import Resolver

_TRIALS: Final = 1024  # of members that have no name; each is a comparison of two trees

Key = Callable[[Node], Any]


class Members(msgspec.Struct):
    """The matched members, and those that were removed and added, which matching takes out."""

    removed: list[Node]
    added: list[Node]
    pairs: list[tuple[Node, Node]] = msgspec.field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Whether a match is still possible."""
        return bool(self.removed and self.added)

    @property
    def can_be_tried(self) -> bool:
        """Whether the members are few enough to compare each with each."""
        return 0 < len(self.removed) * len(self.added) <= _TRIALS

    def match(self, pairs: Iterable[tuple[Node, Node]]) -> None:
        """Take out the members that are a pair."""
        matched = list(pairs)
        self.pairs += matched
        taken: set[int] = set()
        for old, new in matched:
            taken |= {id(old), id(new)}
        self.removed = [node for node in self.removed if id(node) not in taken]
        self.added = [node for node in self.added if id(node) not in taken]


def match_members(graph: Graph, old: list[Node], new: list[Node]) -> Members:
    """Match members by equality, reference, content, title or const; the last two left are a match as well."""
    # from the surest sign to the weakest; costly trials are left for the members that no exact key matches
    members = Members(old, new)
    members.match([pair for pair in zip(old, new, strict=False) if pair[0].value == pair[1].value])
    if not members.removed and not members.added:
        return members
    for key in (_exact_key, _reference_key):
        _match_by_key(members, key, key)
    for form in (_bare_key, _resolved_key, _skeleton_key):
        _match_by_key(members, partial(form, graph.old), partial(form, graph.new), unique=form is _skeleton_key)
    if members.can_be_tried and not graph.depth:
        _match_equivalents(graph, members)
    _match_by_key(members, partial(_skeleton_key, graph.old), partial(_skeleton_key, graph.new))
    for key in (_title_key, _constant_key):
        _match_by_key(members, key, key, unique=True)
    _match_last(members)
    if members.can_be_tried and not graph.depth:
        _match_alike(graph, members)
    return members


def _match_by_key(members: Members, old_key: Key, new_key: Key, unique: bool = False) -> None:
    """Match the members with equal keys; several of one key match in order, or not at all with `unique`."""
    _match_last(members)
    if not members.is_open:
        return
    others = _group_by_key(members.added, new_key)
    pairs: list[tuple[Node, Node]] = []
    for key, nodes in _group_by_key(members.removed, old_key).items():
        counterparts = others.get(key, [])
        if key is not None and (not unique or len(nodes) == len(counterparts) == 1):
            pairs += zip(nodes, counterparts, strict=False)
    members.match(pairs)


def _group_by_key(nodes: list[Node], key: Key) -> dict[Any, list[Node]]:
    groups: dict[Any, list[Node]] = {}
    for node in nodes:
        groups.setdefault(key(node), []).append(node)
    return groups


def _match_last(members: Members) -> None:
    """Match the last two that are left, unless one of them is a reference, or they have nothing in common."""
    if len(members.removed) == len(members.added) == 1:
        old, new = members.removed[0], members.added[0]
        if not is_reference(old.value) and not is_reference(new.value) and not _have_nothing_in_common(old, new):
            members.match([(old, new)])


def _have_nothing_in_common(old: Node, new: Node) -> bool:
    """Whether two objects describe properties, and none of the same name."""
    before, after = old.members("properties"), new.members("properties")
    return bool(before and after) and before.keys().isdisjoint(after)


def _match_equivalents(graph: Graph, members: Members) -> None:
    for node in members.removed:
        counterpart = next((other for other in members.added if graph.are_equivalent(node, other)), None)
        if counterpart is not None:
            members.match([(node, counterpart)])


def _match_alike(graph: Graph, members: Members) -> None:
    """Match the members that have most of their properties in common, of which at most one is named."""
    ranked: list[tuple[float, int, int]] = []
    for row, old in enumerate(members.removed):
        for column, new in enumerate(members.added):
            if not is_reference(old.value) or not is_reference(new.value) or graph.is_renamed(old, new):
                ranked.append((likeness(*graph.merged(old, new)), -row, -column))
    rows, columns = set[int](), set[int]()
    pairs: list[tuple[Node, Node]] = []
    for value, row, column in sorted(ranked, reverse=True):
        if value >= ALIKE and row not in rows and column not in columns:
            rows.add(row)
            columns.add(column)
            pairs.append((members.removed[-row], members.added[-column]))
    members.match(pairs)


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
    if isinstance(node, list):
        return [_blank_references(item) for item in node]
    if not isinstance(node, dict):
        return node
    alone = node["allOf"][0] if node.keys() == {"allOf"} and len(node["allOf"]) == 1 else node
    return "$ref" if is_reference(alone) else {key: _blank_references(value) for key, value in node.items()}


def _reference_key(node: Node) -> str | None:
    return node.value["$ref"] if is_reference(node.value) else None


def _title_key(node: Node) -> str | None:
    title = node.get("title")
    return title if isinstance(title, str) else None


def _constant_key(node: Node) -> str | None:
    """The key of the properties with a single value, by which readers distinguish members."""
    fixed: list[tuple[str, str]] = []
    for name, schema in node.members("properties").items():
        values = only_values(schema.value)
        if values and len(values) == 1:
            fixed += ((name, value) for value in values)
    return digest(sorted(fixed)) if fixed else None
