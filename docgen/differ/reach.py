"""Whom each pair reaches: bit sets of operations and events, carried along the graph of pairs.

Pairs that lead to each other in a circle are handled as one (Tarjan's strongly connected components, 1972), so that
the cost grows with the graph and not with its square.
"""

from collections.abc import Iterator

from docgen.differ.edit import State, Step
from docgen.differ.pairs import Pair


def spread(pairs: list[Pair]) -> None:
    """Carry what reaches each pair on to all that it leads to."""
    for circle in reversed(list(_circles(pairs))):
        members = {id(pair) for pair in circle}
        if len(circle) > 1 or any(child is circle[0] for child, _ in circle[0].edges):
            _share(circle, members)
        for pair in circle:
            for child, step in pair.edges:
                if id(child) not in members:
                    _carry(pair, child, step)


def _carry(pair: Pair, child: Pair, step: Step) -> None:
    for state, bits in pair.reached.items():
        there = step.applied(state)
        child.reached[there] = child.reached.get(there, 0) | bits


def _share(circle: list[Pair], members: set[int]) -> None:
    """Give all pairs of a circle what reaches one of them, in every state that a way around it leads to."""
    _carry_flat(circle, members)
    steps = {step for pair in circle for child, step in pair.edges if id(child) in members and step.nested}
    total: dict[State, int] = {}
    for pair in circle:
        for state, bits in pair.reached.items():
            total[state] = total.get(state, 0) | bits
    gained: dict[State, int] = {}
    for state, bits in total.items():
        for there in _around(state, steps):
            gained[there] = gained.get(there, 0) | bits
    for pair in circle:
        for state, bits in gained.items():
            pair.reached[state] = pair.reached.get(state, 0) | bits


def _carry_flat(circle: list[Pair], members: set[int]) -> None:
    """Carry what reaches a pair of a circle along the steps that stay at the same depth (`allOf`)."""
    waiting = list(circle)
    while waiting:
        pair = waiting.pop()
        for child, step in pair.edges:
            if id(child) in members and not step.nested:
                before = dict(child.reached)
                _carry(pair, child, step)
                if child.reached != before:
                    waiting.append(child)


def _around(state: State, steps: set[Step]) -> set[State]:
    found: set[State] = set()
    waiting = [state]
    while waiting:
        state = waiting.pop()
        for there in {step.applied(state) for step in steps} - found:
            found.add(there)
            waiting.append(there)
    return found


def _circles(pairs: list[Pair]) -> Iterator[list[Pair]]:
    """The strongly connected components, each after all that it leads to; without recursion."""
    index: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[Pair] = []
    on_stack: set[int] = set()
    for root in pairs:
        if id(root) in index:
            continue
        index[id(root)] = low[id(root)] = len(index)
        stack.append(root)
        on_stack.add(id(root))
        work = [(root, iter(root.edges))]
        while work:
            pair, edges = work[-1]
            for child, _ in edges:
                if id(child) not in index:
                    index[id(child)] = low[id(child)] = len(index)
                    stack.append(child)
                    on_stack.add(id(child))
                    work.append((child, iter(child.edges)))
                    break
                if id(child) in on_stack:
                    low[id(pair)] = min(low[id(pair)], index[id(child)])
            else:
                work.pop()
                if work:
                    parent = work[-1][0]
                    low[id(parent)] = min(low[id(parent)], low[id(pair)])
                if low[id(pair)] == index[id(pair)]:
                    yield _popped(stack, on_stack, pair)


def _popped(stack: list[Pair], on_stack: set[int], last: Pair) -> list[Pair]:
    circle: list[Pair] = []
    while not circle or circle[-1] is not last:
        circle.append(stack.pop())
        on_stack.discard(id(circle[-1]))
    return circle
