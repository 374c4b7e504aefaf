"""What the readers find."""

from docgen.model.finding import Finding, Severity
from docgen.positions.source import Source


class RefusedError(Exception):
    """A text that cannot be used, with everything that is wrong in it."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__(*findings)
        self.findings = findings


def finding(source: Source, line: int, column: int, rule: str, message: str, hint: str = "") -> Finding:
    """An error found while loading, at a line and column from 1."""
    return Finding(source.path, line, column, rule, Severity.ERROR, message, hint)
