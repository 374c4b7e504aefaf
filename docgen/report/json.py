"""Findings as JSON."""

from collections.abc import Sequence
from typing import Any

import msgspec

from docgen.model.finding import Finding, Severity
from docgen.report.json_document import document


def report(findings: Sequence[Finding]) -> str:
    """The content of findings as JSON, indented by two spaces."""
    return document(findings_content(findings))


def findings_content(findings: Sequence[Finding]) -> dict[str, Any]:
    """`{"version": 1, "findings": [...], "summary": {severity: count}}`, keys as in Finding.

    A finding has the key `accepted` only if it is accepted.
    """
    return {
        "version": 1,
        "findings": [_keys(finding) for finding in findings],
        "summary": {severity.value: sum(finding.severity is severity for finding in findings) for severity in Severity},
    }


def _keys(finding: Finding) -> dict[str, Any]:
    return {key: value for key, value in msgspec.structs.asdict(finding).items() if key != "accepted" or value}
