"""Changes as SARIF 2.1.0: a breaking one is an error."""

from collections.abc import Sequence

from docgen.model.change import Change
from docgen.positions.source import Source
from docgen.report.changes.annotations import of_changes
from docgen.report.sarif import write


def report(changes: Sequence[Change], source: Source | None = None) -> str:
    """One run with a result for each change, the worst first."""
    return write(of_changes(changes, source))
