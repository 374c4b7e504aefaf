"""Paths by their segments: those that may match another path are found without trying them all."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Generic, TypeVar

Item = TypeVar("Item")


class PathTree(Generic[Item]):
    """The items at a path, and the trees of the next segments: without a placeholder, and with one."""

    def __init__(self) -> None:
        self._items: list[Item] = []
        self._literal: dict[str, PathTree[Item]] = {}
        self._open: dict[str, PathTree[Item]] = {}

    def add(self, path: str, item: Item) -> None:
        """Put an item at a path, whose placeholders are in braces."""
        node = self
        for segment in path.split("/"):
            following = node._literal
            if "{" in segment:
                following = node._open
            node = following.setdefault(segment, PathTree())
        node._items.append(item)

    def near(self, path: str, *, below: bool) -> Iterator[Item]:
        """The items whose paths may match what a path matches: at it and above, with `below` also those below it."""
        nodes = [self]
        for segment in path.split("/"):
            nodes = list(chain.from_iterable(node._sharing(segment) for node in nodes))
            yield from _items(nodes)
        while below and nodes:
            nodes = list(chain.from_iterable((*node._literal.values(), *node._open.values()) for node in nodes))
            yield from _items(nodes)

    def _sharing(self, segment: str) -> Iterator["PathTree[Item]"]:
        """The next nodes whose segment may be the same as this one."""
        if "{" in segment:
            yield from self._literal.values()
        elif segment in self._literal:
            yield self._literal[segment]
        yield from self._open.values()


def _items(nodes: Iterable[PathTree[Item]]) -> Iterator[Item]:
    return chain.from_iterable(node._items for node in nodes)
