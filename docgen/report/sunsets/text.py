"""What comes due for a person at a terminal."""

from docgen.report.sunsets.template import fill
from docgen.sunsets import Sunsets
from docgen.wording import printable


def report(told: Sunsets) -> str:
    """A table of what is due with who still asks and what to do, and a line for each that lies further away."""
    return fill("text.txt", told, shown=printable)
