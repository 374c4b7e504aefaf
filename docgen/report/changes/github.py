"""Workflow commands of GitHub Actions for changes: a breaking one is an error."""

from collections.abc import Sequence

from docgen.differ.wording import summary
from docgen.model.change import Change
from docgen.positions.source import Source
from docgen.report.changes.annotations import of_changes
from docgen.report.github import write


def report(changes: Sequence[Change], source: Source | None = None) -> str:
    """The ten worst changes of each kind as annotations, the others as lines of the log, a summary last."""
    return write(of_changes(changes, source), summary(changes))
