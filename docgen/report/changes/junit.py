"""Changes as JUnit XML: a breaking change is a failed test case."""

from collections.abc import Sequence

from docgen.model.change import Change
from docgen.positions.source import Source
from docgen.report.changes.annotations import annotate_changes
from docgen.report.junit import render


def report(changes: Sequence[Change], source: Source | None = None) -> str:
    """A test case for each change: breaking changes fail; one passed test case without changes."""
    return render(annotate_changes(changes, source), "diff")
