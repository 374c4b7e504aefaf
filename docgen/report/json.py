"""Findings for a program."""

import json
from collections.abc import Sequence

import msgspec

from docgen.model.finding import Finding, Severity


def report(findings: Sequence[Finding]) -> str:
    """`{"version": 1, "findings": [...], "summary": {severity: count}}`, keys as in Finding, two spaces deep."""
    document = {
        "version": 1,
        "findings": [msgspec.to_builtins(finding) for finding in findings],
        "summary": {severity.value: sum(finding.severity is severity for finding in findings) for severity in Severity},
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
