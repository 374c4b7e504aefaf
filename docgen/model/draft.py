"""The mark of unfinished parts of a draft."""

from typing import Final

MARK: Final = "@@DRAFT:"
"""Before each task that only a writer can do; the check refuses files that have it."""


def placeholder(task: str) -> str:
    """The text of a draft where a writer has a task."""
    return f"{MARK} {task}"
