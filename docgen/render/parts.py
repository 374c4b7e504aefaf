"""A list in parts, each of which fits a file."""

from collections.abc import Callable, Iterable
from typing import TypeVar

_Item = TypeVar("_Item")


def in_parts(items: Iterable[_Item], size: Callable[[_Item], int], most: int) -> list[list[_Item]]:
    """The items in parts, in their order: only one that is larger by itself makes a part larger than it may be."""
    parts: list[list[_Item]] = [[]]
    total = 0
    for item in items:
        total += size(item)
        if parts[-1] and total > most:
            parts.append([])
            total = size(item)
        parts[-1].append(item)
    return parts
