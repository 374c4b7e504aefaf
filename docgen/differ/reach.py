"""What reaches a pair: operations and events, as bit sets that are passed on along the edges of the graph."""

from collections.abc import Collection
from itertools import compress

from docgen.differ.edits import Pair, Role, Step
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
    """Pass on what reaches each pair along all of its edges."""
    # Tarjan yields targets first: reversed, a cycle is complete before it passes anything on
    for cycle in reversed(list(strongly_connected(pairs, lambda pair: [child for child, _ in pair.edges]))):
        members = {id(pair) for pair in cycle}
        if len(cycle) > 1 or any(child is cycle[0] for child, _ in cycle[0].edges):
            _share_in_cycle(cycle, members)
        for pair in cycle:
            for child, step in pair.edges:
                if id(child) not in members:
                    _pass_on(pair, child, step)


def _pass_on(pair: Pair, child: Pair, step: Step) -> None:
    for role, bits in pair.reached_by.items():
        child.reached_by[step.apply(role)] |= bits


def _share_in_cycle(cycle: list[Pair], members: set[int]) -> None:
    """Give all pairs of a cycle what reaches one of them, in every role that a way around the cycle gives them.

    Here, a node is a pair in a role, so that a pair gets only the roles in which the cycle reaches it.
    """
    starts: list[_PairInRole] = []
    for pair in cycle:
        starts += [(pair, role) for role in pair.reached_by]

    def successors(node: _PairInRole) -> list[_PairInRole]:
        pair, role = node
        return [(child, step.apply(role)) for child, step in pair.edges if id(child) in members]

    for group in reversed(list(strongly_connected(starts, successors))):
        bits = 0
        for pair, role in group:
            bits |= pair.reached_by[role]
        outer: set[_PairInRole] = set()
        for node in group:
            pair, role = node
            pair.reached_by[role] = bits
            outer.update(successors(node))
        for child, child_role in outer.difference(group):
            child.reached_by[child_role] |= bits
