"""The cycles of a graph: its strongly connected components (Tarjan, 1972)."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)


def strongly_connected(roots: Iterable[Node], successors: Callable[[Node], Iterable[Node]]) -> Iterator[list[Node]]:
    """The strongly connected components of a graph, each after its successors; iterative, as graphs may be deep."""
    index: dict[Node, int] = {}
    low: dict[Node, int] = {}
    stack: dict[Node, None] = {}
    for root in roots:
        if root in index:
            continue
        index[root] = low[root] = len(index)
        stack[root] = None
        work = [(root, iter(successors(root)))]
        while work:
            node, remaining = work[-1]
            for child in remaining:
                if child not in index:
                    index[child] = low[child] = len(index)
                    stack[child] = None
                    work.append((child, iter(successors(child))))
                    break
                if child in stack:
                    low[node] = min(low[node], index[child])
            else:
                work.pop()
                if work:
                    parent = work[-1][0]
                    low[parent] = min(low[parent], low[node])
                if low[node] == index[node]:
                    yield _popped(stack, node)


def circles(roots: Iterable[Node], successors: Callable[[Node], Iterable[Node]]) -> Iterator[list[Node]]:
    """The components that are cycles: of several nodes, or of one that is a successor of itself."""
    for component in strongly_connected(roots, successors):
        if len(component) > 1 or component[0] in successors(component[0]):
            yield component


def reachable(roots: Iterable[Node], successors: Callable[[Node], Iterable[Node]]) -> list[Node]:
    """Some nodes and all that they lead to, each once."""
    known = dict.fromkeys(roots)
    waiting = list(known)
    while waiting:
        for node in successors(waiting.pop()):
            if node not in known:
                known[node] = None
                waiting.append(node)
    return list(known)


def _popped(stack: dict[Node, None], last: Node) -> list[Node]:
    cycle: list[Node] = []
    while not cycle or cycle[-1] != last:
        cycle.append(stack.popitem()[0])
    return cycle
