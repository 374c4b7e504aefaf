"""Changes as the code quality report of GitLab: a breaking one is critical."""

from collections.abc import Sequence

from docgen.model.change import Change
from docgen.positions.source import Source
from docgen.report.changes.annotations import of_changes
from docgen.report.codequality import write


def report(changes: Sequence[Change], source: Source | None = None) -> str:
    """An array with an issue for each change, the worst first."""
    return write(of_changes(changes, source))
