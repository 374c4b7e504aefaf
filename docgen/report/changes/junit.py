"""Changes as the XML of JUnit: a breaking one is a failed test case."""

from collections.abc import Sequence

from docgen.model.change import Change
from docgen.positions.source import Source
from docgen.report.changes.annotations import of_changes
from docgen.report.junit import write


def report(changes: Sequence[Change], source: Source | None = None) -> str:
    """A test case for each change: breaking ones fail; one that passes where nothing changed."""
    return write(of_changes(changes, source), "diff")
