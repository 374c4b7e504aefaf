"""Whom each pair reaches: bit sets of operations and events, carried along the graph of pairs.

Pairs that lead to each other in a circle are handled as one (Tarjan's strongly connected components, 1972), so that
the cost grows with the graph and not with its square.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import TypeVar

from docgen.differ.edits import State, Step
from docgen.differ.pairs import Pair

Node = TypeVar("Node", bound=Hashable)
_Node = tuple[Pair, State]


def spread(pairs: list[Pair]) -> None:
    """Carry what reaches each pair on to all that it leads to."""
    for circle in reversed(list(_circles(pairs, _children))):
        members = {id(pair) for pair in circle}
        if len(circle) > 1 or any(child is circle[0] for child, _ in circle[0].edges):
            _share(circle, members)
        for pair in circle:
            for child, step in pair.edges:
                if id(child) not in members:
                    _carry(pair, child, step)


def _children(pair: Pair) -> list[Pair]:
    return [child for child, _ in pair.edges]


def _carry(pair: Pair, child: Pair, step: Step) -> None:
    for state, bits in pair.reached.items():
        there = step.applied(state)
        child.reached[there] = child.reached.get(there, 0) | bits


def _share(circle: list[Pair], members: set[int]) -> None:
    """Give all pairs of a circle what reaches one of them, in every state that a way around it leads to.

    A pair in a state is a node of its own here, so that the states of one pair do not become those of all.
    """
    entered: list[_Node] = [(pair, state) for pair in circle for state in pair.reached]

    def further(node: _Node) -> list[_Node]:
        pair, state = node
        return [(child, step.applied(state)) for child, step in pair.edges if id(child) in members]

    for group in reversed(list(_circles(entered, further))):
        bits = 0
        for pair, state in group:
            bits |= pair.reached.get(state, 0)
        for pair, state in group:
            pair.reached[state] = bits
        for child, there in {node for each in group for node in further(each)} - set(group):
            child.reached[there] = child.reached.get(there, 0) | bits


def _circles(roots: Iterable[Node], further: Callable[[Node], Iterable[Node]]) -> Iterator[list[Node]]:
    """The strongly connected components of a graph, each after all that it leads to; without recursion."""
    index: dict[Node, int] = {}
    low: dict[Node, int] = {}
    stack: list[Node] = []
    on_stack: set[Node] = set()
    for root in roots:
        if root in index:
            continue
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        work = [(root, iter(further(root)))]
        while work:
            node, ways = work[-1]
            for child in ways:
                if child not in index:
                    index[child] = low[child] = len(index)
                    stack.append(child)
                    on_stack.add(child)
                    work.append((child, iter(further(child))))
                    break
                if child in on_stack:
                    low[node] = min(low[node], index[child])
            else:
                work.pop()
                if work:
                    parent = work[-1][0]
                    low[parent] = min(low[parent], low[node])
                if low[node] == index[node]:
                    yield _popped(stack, on_stack, node)


def _popped(stack: list[Node], on_stack: set[Node], last: Node) -> list[Node]:
    circle: list[Node] = []
    while not circle or circle[-1] != last:
        circle.append(stack.pop())
        on_stack.discard(circle[-1])
    return circle
