"""Names that are not taken yet."""

from collections.abc import Container
from itertools import chain, count


def unused(name: str, taken: Container[str]) -> str:
    """The name, or the first of it with a number from 2 that is not taken."""
    names = chain([name], (f"{name}-{number}" for number in count(2)))
    return next(free for free in names if free not in taken)
