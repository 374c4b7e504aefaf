"""Sunsets as the Markdown of an issue: its title, a mark by which a CI job finds the issue again, its text."""

import hashlib
from typing import Final

from docgen.report.inline import code, prose
from docgen.report.sunsets.template import fill
from docgen.report.sunsets.wording import sections
from docgen.sunsets import Sunsets

MARK: Final = "<!-- docgen-sunsets "
"""The start of the second line; a digest of the sunsets in the window follows, which is the same every day."""


def report(sunsets: Sunsets) -> str:
    """`# title`, the mark, a table of the sunsets in the window, and what to do and the remaining traffic for each.

    Texts of a contract, a rule or a client's User-Agent are escaped: no mentions, no links, no broken cells.
    """
    due = "\n".join(f"{end.id} {end.at}" for _, ends in sections(sunsets) for end in ends)
    mark = f"{MARK}{hashlib.sha256(due.encode('utf-8', 'replace')).hexdigest()[:16]} -->"
    return fill("issue.md", sunsets, prose=prose, code=code, cell=_cell, mark=lambda _: mark)


def _cell(text: str) -> str:
    """A code span in a table cell, where even in code a pipe needs a backslash."""
    return code(text).replace("|", "\\|")
