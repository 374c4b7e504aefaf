"""One comparison of two contracts: the graph of their pairs, the pairs from which it starts, and what reaches each.

The operations and events that reach a pair are bit sets, which are passed on along the edges of the graph.
"""

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from itertools import compress
from typing import Any, Final, Unpack

from docgen.differ.edits import Details, Pair, Role
from docgen.differ.graph import Graph
from docgen.differ.schema import compare_schema_pair
from docgen.openapi.cycles import reachable, strongly_connected
from docgen.openapi.nodes import Node, reference_to, schema_reference
from docgen.openapi.resolver import Resolver
from docgen.openapi.spec import Spec

_MISSING: Final = Node(None, ())
_TRUTHS: Final = bytes.maketrans(b"01", b"\0\1")
_PairInRole = tuple[Pair, Role]
Reached = tuple[tuple[str, ...], tuple[str, ...]]
"""The operations and the events of a bit set, by name."""


class Calls:
    """The operations and events of two contracts, each with a bit, in the order of the documents."""

    def __init__(self) -> None:
        self._bits: dict[tuple[str, str], int] = {}
        self._kinds = {"operation": 0, "event": 0}
        self._decoded: dict[int, Reached] = {}  # many changes reach the same
        self.stability: dict[str, object] = {}
        """The `x-stability-level` of the operations in the base, which is what their callers were promised."""

    def bit(self, kind: str, name: str) -> int:
        """The bit of an `operation` or an `event`."""
        bit = self._bits.setdefault((kind, name), 1 << len(self._bits))
        self._kinds[kind] |= bit
        return bit

    def operations_at(self, levels: Collection[str]) -> int:
        """The operations at some levels of stability, as a bit set."""
        bits = 0
        for name, level in self.stability.items():
            if level in levels:
                bits |= self.bit("operation", name)
        return bits

    def decode(self, bits: int) -> Reached:
        """The operations and events of a bit set, in the order of the documents."""
        if bits not in self._decoded:
            self._decoded[bits] = self._named(bits, "operation"), self._named(bits, "event")
        return self._decoded[bits]

    def _named(self, bits: int, kind: str) -> tuple[str, ...]:
        # from the lowest bit: operations and events come in the order of the documents
        digits = f"{bits & self._kinds[kind]:b}"[::-1].encode()
        return tuple(name for _, name in compress(self._bits, digits.translate(_TRUTHS)))


class Comparison:
    """The two contracts, the graph of their pairs, the pairs from which it starts (`roots`), and what reaches them."""

    def __init__(self, base: Spec, revision: Spec) -> None:
        self.old, self.new = Resolver(base), Resolver(revision)
        self.graph = Graph(self.old, self.new, dirty_components(self.old, self.new), compare_schema_pair)
        self.calls = Calls()
        self.roots: list[Pair] = []

    @property
    def pairs(self) -> list[Pair]:
        """All pairs, the roots first."""
        return [*self.roots, *self.graph.pairs]

    def add_root(self, pair: Pair, role: Role, bits: int) -> None:
        """Add a pair that a bit set of operations and events reaches in a role."""
        pair.reached_by[role] |= bits
        self.roots.append(pair)

    def note_whole(
        self,
        action: str,
        node: Node,
        label: str,
        selector: str,
        key: tuple[Any, ...] = (),
        reached_by: Mapping[Role, int] = {},
        **details: Unpack[Details],
    ) -> None:
        """Note that a part was added or removed as a whole, so that it has no counterpart."""
        pair = Pair(node, node, label, selector)
        pair.note(action, node.pointer, key, **details)
        pair.reached_by |= reached_by
        self.roots.append(pair)


def dirty_components(old: Resolver, new: Resolver) -> set[str]:
    """The references to all components that differ or refer to one that does; `#` stands for the document itself."""
    before, after = dict(_components(old)), dict(_components(new))
    both = before.keys() | after.keys()
    dirty = {ref for ref in both if before.get(ref, _MISSING).value != after.get(ref, _MISSING).value}
    users: dict[str, list[str]] = {}
    for ref, node in after.items():
        if ref not in dirty:
            for used in new.references(node):
                users.setdefault(used, []).append(ref)
    # a subtype is an alternative of its base, which does not refer to it
    for base in old.subtypes.keys() | new.subtypes.keys():
        subtypes = new.subtypes.get(base, ())
        if old.subtypes.get(base) != subtypes:
            dirty.add(schema_reference(base))
        for subtype in subtypes:
            users.setdefault(schema_reference(subtype), []).append(schema_reference(base))
    # a reference to anything but a component counts as changed: its target is not compared here
    changed = (*dirty, "#", *(used for used in users if used not in after))
    return set(reachable(changed, lambda used: users.get(used, ())))


def _components(resolver: Resolver) -> Iterator[tuple[str, Node]]:
    components = resolver.root.child("components")
    for section in components.mapping:
        if section not in ("examples", "securitySchemes"):
            for node in components.members(section).values():
                yield reference_to(*node.pointer), node


def propagate(pairs: list[Pair]) -> None:
    """Pass on what reaches each pair along all of its edges, in every role that a way to the other end gives it."""
    successors = cache(_successors)
    starts: list[_PairInRole] = []
    for pair in pairs:
        starts += [(pair, role) for role in pair.reached_by]
    # Tarjan yields targets first: reversed, a cycle is complete before it passes anything on
    for cycle in reversed(list(strongly_connected(starts, successors))):
        bits = 0
        for pair, role in cycle:
            bits |= pair.reached_by[role]
        for pair, role in cycle:
            pair.reached_by[role] = bits
            for child, child_role in successors((pair, role)):
                child.reached_by[child_role] |= bits


def _successors(node: _PairInRole) -> list[_PairInRole]:
    pair, role = node
    return [(child, step.apply(role)) for child, step in pair.edges]
