"""Changes as GitLab's code quality report: a breaking change is critical."""

from collections.abc import Sequence

from docgen.model.change import Change
from docgen.positions.source import Source
from docgen.report.changes.annotations import annotate_changes
from docgen.report.codequality import render


def report(changes: Sequence[Change], source: Source | None = None) -> str:
    """A JSON array with an issue for each change, the worst first."""
    return render(annotate_changes(changes, source))
