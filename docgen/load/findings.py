"""What the readers find."""

from collections.abc import Sequence

from docgen.model.finding import Finding, Severity
from docgen.positions.source import Source
from docgen.wording import MANY


class RefusedError(Exception):
    """A text that cannot be used, with everything that is wrong in it."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__(*findings)
        self.findings = findings


def finding(source: Source, line: int, column: int, rule: str, message: str, hint: str = "") -> Finding:
    """An error found while loading, at a line and column from 1."""
    return Finding(source.path, line, column, rule, Severity.ERROR, message, hint)


def told(findings: Sequence[Finding], most: int = 5) -> str:
    """Findings as the message of an error: a line each, the first few of them, with the hint of the first."""
    lines = [f"{found.path}:{found.line}:{found.column}: {found.message}" for found in sorted(findings)[:most]]
    if len(findings) > most:
        at_least = "at least " if len(findings) >= MANY else ""  # no reader lists more
        lines.append(f"and {at_least}{len(findings) - most} more")
    hint = min(findings).hint
    return "\n".join([*lines, *([f"    hint: {hint}"] if hint else [])])
