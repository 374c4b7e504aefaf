"""What comes due as the Markdown of an issue: its title, a mark by which a job knows the issue again, its text."""

import hashlib
from typing import Final

from docgen.report.inline import code, prose
from docgen.report.sunsets.template import fill
from docgen.sunsets import Sunsets

MARK: Final = "<!-- docgen-sunsets "
"""How the second line begins, which ends in a digest of what is due: the same from one day to the next."""


def report(told: Sunsets) -> str:
    """`# title`, the mark, a table of what is due, and for each what to do and who still asks.

    Whatever a contract, a rule or a client's name for itself says, it mentions nobody, links nowhere and stays in its
    cell.
    """
    due = "\n".join(f"{due.id} {due.at}" for due in (*told.passed, *told.near))
    mark = f"{MARK}{hashlib.sha256(due.encode('utf-8', 'replace')).hexdigest()[:16]} -->"
    return fill("issue.md", told, prose=prose, code=code, cell=_cell, mark=lambda _: mark)


def _cell(text: str) -> str:
    """Code that a pipe does not end: in a table it needs a backslash even there."""
    return code(text).replace("|", "\\|")
