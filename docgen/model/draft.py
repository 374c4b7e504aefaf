"""What a draft leaves to its writer."""

from typing import Final

MARK: Final = "@@DRAFT:"
"""Stands before what only a writer can say; the check refuses a file for as long as it holds the mark."""


def left(task: str) -> str:
    """A placeholder: what the writer is to put in its place, in words."""
    return f"{MARK} {task}"
