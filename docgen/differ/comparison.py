"""One comparison of two contracts: all pairs, and the operations and events that reach them, as bit sets."""

from collections.abc import Collection, Iterator
from typing import Final

import msgspec

from docgen.differ.edits import Role, Step
from docgen.differ.graph import Graph
from docgen.differ.pairs import Pair
from docgen.differ.schema import compare_schema_pair
from docgen.openapi.nodes import Node
from docgen.openapi.references import reference_to, schema_reference
from docgen.openapi.resolver import Resolver
from docgen.openapi.spec import Spec

_MISSING: Final = Node(None, ())


class Reached(msgspec.Struct, frozen=True):
    """The operations and events of a bit set, by name."""

    operations: tuple[str, ...]
    events: tuple[str, ...]


class Comparison:
    """The two contracts, the graph of their pairs, and the pairs from which it starts (`roots`)."""

    def __init__(self, base: Spec, revision: Spec) -> None:
        self.old, self.new = Resolver(base), Resolver(revision)
        dirty = dirty_components(self.old, self.new)
        self.graph = Graph(self.old, self.new, dirty, compare_schema_pair, compare_subtypes)
        self.roots: list[Pair] = []
        self._decoded: dict[int, Reached] = {}  # many changes reach the same
        self._operations_at: dict[str, list[str]] = {}
        self._bits: dict[tuple[str, str], int] = {}
        self._calls: list[tuple[str, str]] = []

    @property
    def pairs(self) -> list[Pair]:
        """All pairs, the roots first."""
        return [*self.roots, *self.graph.pairs]

    def operation_bit(self, name: str) -> int:
        """The bit of an operation."""
        return self._bit("operation", name)

    def set_stability(self, name: str, level: object) -> None:
        """Note the `x-stability-level` of an operation in the base, which is what its callers were promised."""
        if isinstance(level, str):
            self._operations_at.setdefault(level, []).append(name)

    def operations_at(self, levels: Collection[str]) -> int:
        """The operations at some levels of stability, as a bit set."""
        names = {name for level in levels for name in self._operations_at.get(level, ())}
        return sum(map(self.operation_bit, names))

    def event_bit(self, name: str) -> int:
        """The bit of an event."""
        return self._bit("event", name)

    def _bit(self, kind: str, name: str) -> int:
        if (kind, name) not in self._bits:
            self._bits[kind, name] = 1 << len(self._calls)
            self._calls.append((kind, name))
        return self._bits[kind, name]

    def decode(self, bits: int) -> Reached:
        """The operations and events of a bit set, in the order of the documents."""
        if bits not in self._decoded:
            self._decoded[bits] = self._decode(bits)
        return self._decoded[bits]

    def _decode(self, bits: int) -> Reached:
        found: list[tuple[str, str]] = []
        while bits:
            lowest = bits & -bits
            found.append(self._calls[lowest.bit_length() - 1])
            bits ^= lowest
        operations, events = (tuple(name for of, name in found if of == kind) for kind in ("operation", "event"))
        return Reached(operations, events)

    def add_root(self, pair: Pair, role: Role, bits: int) -> Pair:
        """Add a pair that a bit set of operations and events reaches in a role."""
        pair.reached_by[role] = pair.reached_by.get(role, 0) | bits
        self.roots.append(pair)
        return pair


def compare_subtypes(graph: Graph, pair: Pair) -> None:
    """Note the subtypes that were added and removed, and add edges to those that both sides have."""
    old, new = (
        resolver.subtypes[str(node.pointer[2])] for resolver, node in ((graph.old, pair.old), (graph.new, pair.new))
    )
    for name in old:
        if name in new:
            graph.add_reference_edge(pair, schema_reference(name), Step(), graph.compare_schema)
    removed, added = [name for name in old if name not in new], [name for name in new if name not in old]
    for name in list(removed):
        before = graph.old.schema(name)
        other = next((found for found in added if graph.are_equivalent(before, graph.new.schema(found))), None)
        if other is not None:
            removed.remove(name)
            added.remove(other)
    for verb, names in (("removed", removed), ("added", added)):
        for name in names:
            pair.note(f"one-of-{verb}", ("components", "schemas", name), (pair.selector,), name=name)


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
    for base in old.subtypes.keys() | new.subtypes.keys():
        subtypes = new.subtypes.get(base, ())
        if old.subtypes.get(base) != subtypes:
            dirty.add(schema_reference(base))
        for subtype in subtypes:
            users.setdefault(schema_reference(subtype), []).append(schema_reference(base))
    # a reference to anything but a component counts as changed: its target is not compared here
    waiting = [*dirty, "#", *(used for used in users if used not in after)]
    dirty.update(waiting)
    while waiting:
        for user in users.get(waiting.pop(), ()):
            if user not in dirty:
                dirty.add(user)
                waiting.append(user)
    return dirty


def _components(resolver: Resolver) -> Iterator[tuple[str, Node]]:
    components = resolver.root.child("components")
    for section in components.mapping:
        if section not in ("examples", "securitySchemes"):
            for node in components.members(section).values():
                yield reference_to(*node.pointer), node
