"""The lines of a report for a terminal."""

import textwrap
from typing import Final

WIDTH: Final = 100
"""The columns of a line, where its words allow it."""


def wrapped(text: str, indent: int) -> str:
    """A text in lines that a terminal shows whole; those after the first are indented."""
    return textwrap.fill(text, WIDTH, subsequent_indent=" " * indent, break_long_words=False, break_on_hyphens=False)
