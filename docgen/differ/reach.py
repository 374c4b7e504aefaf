"""What reaches a pair: operations and events, as bit sets that are passed on along the edges of the graph."""

from collections.abc import Collection
from itertools import compress

from docgen.differ.edits import Pair, Role
from docgen.openapi.cycles import strongly_connected

_PairInRole = tuple[Pair, Role]


Reached = tuple[tuple[str, ...], tuple[str, ...]]
"""The operations and the events of a bit set, by name."""


class Calls:
    """The operations and events of two contracts, each with a bit, in the order of the documents."""

    def __init__(self) -> None:
        self._bits: dict[tuple[str, str], int] = {}
        self._decoded: dict[int, Reached] = {}  # many changes reach the same
        self.stability: dict[str, object] = {}
        """The `x-stability-level` of the operations in the base, which is what their callers were promised."""

    def bit(self, kind: str, name: str) -> int:
        """The bit of an `operation` or an `event`."""
        return self._bits.setdefault((kind, name), 1 << len(self._bits))

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
            names: dict[str, list[str]] = {"operation": [], "event": []}
            # from the lowest bit: operations and events come in the order of the documents
            for kind, name in compress(self._bits, map(int, reversed(f"{bits:b}"))):
                names[kind].append(name)
            self._decoded[bits] = tuple(names["operation"]), tuple(names["event"])
        return self._decoded[bits]


def propagate(pairs: list[Pair]) -> None:
    """Pass on what reaches each pair along all of its edges, in every role that a way to the other end gives it."""
    starts: list[_PairInRole] = []
    for pair in pairs:
        starts += [(pair, role) for role in pair.reached_by]
    # Tarjan yields targets first: reversed, a cycle is complete before it passes anything on
    for cycle in reversed(list(strongly_connected(starts, _successors))):
        bits = 0
        for pair, role in cycle:
            bits |= pair.reached_by[role]
        for pair, role in cycle:
            pair.reached_by[role] = bits
            for child, child_role in _successors((pair, role)):
                child.reached_by[child_role] |= bits


def _successors(node: _PairInRole) -> list[_PairInRole]:
    pair, role = node
    return [(child, step.apply(role)) for child, step in pair.edges]
