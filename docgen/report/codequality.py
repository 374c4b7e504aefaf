"""Findings as GitLab's code quality report, which a merge request shows as new and as fixed."""

from collections.abc import Sequence
from typing import Final

from docgen.model.finding import Finding, Severity
from docgen.report.annotation import Annotation, annotate_findings
from docgen.report.json_document import document

_SEVERITIES: Final = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.INFO: "info"}


def report(findings: Sequence[Finding]) -> str:
    """A JSON array with an issue for each finding, the worst first."""
    return render(annotate_findings(findings))


def render(annotations: Sequence[Annotation]) -> str:
    """Annotations as GitLab's array; GitLab requires a path and a line: `.` and 1 stand in where there are none."""
    issues = [
        {
            "description": " ".join(found.message.split()),
            "check_name": found.id,
            "fingerprint": found.fingerprint,
            "severity": _SEVERITIES[found.level],
            "location": {"path": found.path or ".", "lines": {"begin": found.line or 1}},
        }
        for found in annotations
    ]
    return document(issues)
