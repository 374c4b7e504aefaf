"""Slugs from the names of a contract."""

import re
from collections.abc import Container
from itertools import chain, count


def slug_of(name: str) -> str:
    """Lower-case words joined by hyphens: `usage-event-added` for `UsageEvent-added`."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-", name)
    return "-".join(re.findall(r"[a-z0-9]+", words.lower())) or "change"


def unused(name: str, taken: Container[str]) -> str:
    """The name, or the first of it with a number from 2 that is not taken."""
    names = chain([name], (f"{name}-{number}" for number in count(2)))
    return next(free for free in names if free not in taken)
