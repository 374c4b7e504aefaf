"""Changes as workflow commands of GitHub Actions: a breaking change is an error."""

from collections.abc import Sequence

from docgen.differ.wording import summary
from docgen.model.change import Change
from docgen.positions.source import Source
from docgen.report.changes.annotations import annotate_changes
from docgen.report.github import render


def report(changes: Sequence[Change], source: Source | None = None) -> str:
    """The first ten changes of each level as annotations, the others as log lines, and a summary."""
    return render(annotate_changes(changes, source), summary(changes))
