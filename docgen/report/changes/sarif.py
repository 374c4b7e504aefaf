"""Changes as SARIF 2.1.0: a breaking change is an error."""

from collections.abc import Sequence

from docgen.model.change import Change
from docgen.positions.source import Source
from docgen.report.changes.annotations import annotate_changes
from docgen.report.sarif import render


def report(changes: Sequence[Change], source: Source | None = None) -> str:
    """A SARIF log with a result for each change, the worst first."""
    return render(annotate_changes(changes, source))
