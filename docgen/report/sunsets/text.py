"""Sunsets for a terminal."""

from docgen.report.sunsets.template import fill
from docgen.sunsets import Sunsets
from docgen.wording import printable


def report(sunsets: Sunsets) -> str:
    """The sunsets in the window with their traffic and what to do, and a line for each sunset outside of it."""
    return fill("text.txt", sunsets, shown=printable)
