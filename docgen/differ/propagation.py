"""Propagation: which operations and events reach each pair, as bit sets passed along the edges of the graph.

Pairs in a cycle are handled as one, so that the cost is linear in the size of the graph and not quadratic.
"""

from docgen.differ.edits import Role, Step
from docgen.differ.pairs import Pair
from docgen.openapi.cycles import strongly_connected

_Node = tuple[Pair, Role]


def propagate(pairs: list[Pair]) -> None:
    """Pass on what reaches each pair along all of its edges."""
    # Tarjan yields targets first: reversed, a cycle is complete before it passes anything on
    for cycle in reversed(list(strongly_connected(pairs, _child_pairs))):
        members = {id(pair) for pair in cycle}
        if len(cycle) > 1 or any(child is cycle[0] for child, _ in cycle[0].edges):
            _share_in_cycle(cycle, members)
        for pair in cycle:
            for child, step in pair.edges:
                if id(child) not in members:
                    _propagate(pair, child, step)


def _child_pairs(pair: Pair) -> list[Pair]:
    return [child for child, _ in pair.edges]


def _propagate(pair: Pair, child: Pair, step: Step) -> None:
    for role, bits in pair.reached_by.items():
        child_role = step.apply(role)
        child.reached_by[child_role] = child.reached_by.get(child_role, 0) | bits


def _share_in_cycle(cycle: list[Pair], members: set[int]) -> None:
    """Give all pairs of a cycle what reaches one of them, in every role that a way around the cycle gives them.

    Here, a node is a pair in a role, so that a pair gets only the roles in which the cycle reaches it.
    """
    starts: list[_Node] = [(pair, role) for pair in cycle for role in pair.reached_by]

    def successors(node: _Node) -> list[_Node]:
        pair, role = node
        return [(child, step.apply(role)) for child, step in pair.edges if id(child) in members]

    for group in reversed(list(strongly_connected(starts, successors))):
        bits = 0
        for pair, role in group:
            bits |= pair.reached_by.get(role, 0)
        for pair, role in group:
            pair.reached_by[role] = bits
        for child, child_role in {node for each in group for node in successors(each)} - set(group):
            child.reached_by[child_role] = child.reached_by.get(child_role, 0) | bits
