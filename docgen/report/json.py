"""Findings for a program."""

from collections.abc import Sequence

from docgen.model.finding import Finding, Severity
from docgen.report.document import document


def report(findings: Sequence[Finding]) -> str:
    """`{"version": 1, "findings": [...], "summary": {severity: count}}`, keys as in Finding, two spaces deep."""
    content = {
        "version": 1,
        "findings": list(findings),
        "summary": {severity.value: sum(finding.severity is severity for finding in findings) for severity in Severity},
    }
    return document(content)
