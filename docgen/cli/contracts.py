"""Contracts in arguments: checked before a pin gets them."""

from collections.abc import Sequence

import msgspec

from docgen.author.single_document import single_document
from docgen.check import spec_document
from docgen.check.accepted import Acceptances
from docgen.cli.run import FindingsError, print_findings
from docgen.errors import UsageError
from docgen.load.contract import Bundle
from docgen.model.accepted import ACCEPTED
from docgen.model.finding import Finding, Severity
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.positions.source import Source, format_of


def contract_file(bundle: Bundle, path: str) -> Source:
    """A contract as the one file of a pin: its text unchanged, or a single document if it has several files."""
    return single_document(bundle.spec, path) if bundle.files else Source(path, bundle.spec.source.content)


def refuse_other_format(bundle: Bundle, pin: Pin) -> None:
    """UsageError (exit code 2) for a contract in another format than the suffix of the pin's `spec.file`."""
    source, name = bundle.spec.source, pin.text.spec.file
    if not bundle.files and source.content_format != format_of(name, ""):
        raise UsageError(
            f"{source.path} is {source.content_format.upper()}, and {name} of {pin.id} is not; "
            "expected the same format, or change `spec.file` in pin.yaml"
        )


def refuse_invalid(project: Project, pin: Pin, unresolved: Sequence[Finding]) -> None:
    """Stop with exit code 1 and all findings where the contract of a pin is not valid OpenAPI, or incomplete.

    `unresolved` are the findings on its references. What the project accepts does not stop it.
    """
    # the contracts of other pins are not what is at stake
    alone = msgspec.structs.replace(project, pins=(pin,))
    problems = spec_document.contract_problems(alone)
    findings = [*unresolved]
    for rule in spec_document.UNUSABLE:
        findings += rule.run(alone, problems=problems)
    findings = sorted(Acceptances(project, findings).applied())
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    if errors:
        print_findings(findings)
        raise FindingsError(
            f"{findings[0].path}: not a valid contract; nothing was written. "
            f"If another team owns it, accept `{errors[0].id}` in {ACCEPTED}"
        )
