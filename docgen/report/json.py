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
    """`{"version": 1, "findings": [...], "summary": {severity: count}, "passed": [...]}`, keys as in Finding.

    A finding has the key `accepted` only if it is accepted. What a comparison let through is in `passed` alone.
    """
    judged = [finding for finding in findings if not finding.passed]
    return {
        "version": 1,
        "findings": [_keys(finding) for finding in judged],
        "summary": {severity.value: sum(finding.severity is severity for finding in judged) for severity in Severity},
        "passed": [_keys(finding) for finding in findings if finding.passed],
    }


def _keys(finding: Finding) -> dict[str, Any]:
    keys = msgspec.structs.asdict(finding).items()
    return {key: value for key, value in keys if key != "passed" and (key != "accepted" or value)}
