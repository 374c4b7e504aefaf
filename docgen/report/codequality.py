"""The code quality report of GitLab: what a merge request shows as new and as solved."""

from collections.abc import Sequence
from typing import Final

from docgen.model.finding import Finding, Severity
from docgen.report.annotation import Annotation, of_findings
from docgen.report.json_document import document

_SEVERITIES: Final = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.INFO: "info"}


def report(findings: Sequence[Finding]) -> str:
    """An array with an issue for each finding, the worst first."""
    return write(of_findings(findings))


def write(annotations: Sequence[Annotation]) -> str:
    """Annotations as GitLab's array; what has no file is of the repository as a whole (`.`)."""
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
