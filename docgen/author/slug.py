"""Slugs from the names of a contract."""

import re


def slug_of(name: str) -> str:
    """Lower-case words joined by hyphens: `usage-event-added` for `UsageEvent-added`."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-", name)
    return "-".join(re.findall(r"[a-z0-9]+", words.lower())) or "change"
