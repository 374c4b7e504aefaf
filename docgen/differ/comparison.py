"""One comparison of two contracts: all pairs, and the operations and events that reach them, as bit sets."""

from collections.abc import Collection

import msgspec

from docgen.differ.changed_components import dirty_components
from docgen.differ.edits import Role
from docgen.differ.graph import Graph
from docgen.differ.pairs import Pair
from docgen.differ.schema import compare_schema_pair
from docgen.differ.subtypes import compare_subtypes
from docgen.openapi.resolver import Resolver
from docgen.openapi.spec import Spec


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
