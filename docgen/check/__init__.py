"""Project -> Findings: every rule, once, in one list."""

from collections.abc import Iterator
from typing import Final

import msgspec

from docgen.check import claims
from docgen.check.rule import Rule
from docgen.model.finding import Finding, Severity
from docgen.model.project import Project
from docgen.model.proof import Proof

RULES: Final[tuple[Rule, ...]] = (
    claims.event_not_in_spec,
    claims.planned_event_in_spec,
    claims.enum_mismatch,
    claims.reserved_value_in_example,
    claims.field_present,
    claims.field_missing,
    claims.header_mismatch,
    claims.response_mismatch,
    claims.redirect_mismatch,
    claims.url_mismatch,
    claims.notice_mismatch,
    claims.attestation_expired,
    claims.cannot_prove,
)
"""Every rule; a new one is added here."""


def check(project: Project, proofs: tuple[Proof, ...]) -> tuple[Finding, ...]:
    """All findings, sorted by place, with the severities of the configuration."""
    found = (finding for rule in RULES for finding in rule.run(project, proofs))
    return tuple(sorted(set(overridden(project, found))))


def overridden(project: Project, findings: Iterator[Finding]) -> Iterator[Finding]:
    """The findings under the severities that the configuration gives; those that are `off` are left out."""
    for finding in findings:
        override = project.config.severity.get(finding.id)
        if override is None:
            yield finding
        elif override.level != "off":
            yield msgspec.structs.replace(finding, severity=Severity(override.level))
