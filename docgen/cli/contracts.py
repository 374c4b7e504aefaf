"""Contracts that a command is given: read, and refused where they are none."""

from collections.abc import Sequence

import msgspec

from docgen.author.single_document import whole
from docgen.check import spec_document
from docgen.check.accepted import apply_acceptances
from docgen.cli.project import FindingsError, report
from docgen.errors import UsageError
from docgen.load.bundle import Bundle
from docgen.model.accepted import ACCEPTED
from docgen.model.change import Changes
from docgen.model.finding import Finding, Severity
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.openapi.spec import Spec
from docgen.positions.source import Source, format_of


def contract(pin: Pin) -> Spec:
    """The contract of a pin; a complete project has it."""
    if pin.spec is None:
        raise UsageError(f"the contract of {pin.id} could not be read; `docgen check` says why")
    return pin.spec


def kept(given: Bundle, path: str) -> Source:
    """What a pin keeps of a contract under a path: its text as it is, or one document where it has several files."""
    return whole(given.spec, path) if given.files else Source(path, given.spec.source.text)


def refuse_other_format(given: Bundle, pin: Pin) -> None:
    """UsageError for a contract that the name of the pin's file would belie; one document of several files fits any."""
    source, name = given.spec.source, pin.text.spec.file
    if not given.files and format_of("", source.text) != format_of(name, ""):
        raise UsageError(
            f"{source.path} is {format_of('', source.text).upper()}, and {name} of {pin.id} is not; "
            "expected the same format, or write another `spec.file` into pin.yaml"
        )


def refuse_invalid(project: Project, pin: Pin, lost: Sequence[Finding] = ()) -> None:
    """Stop with exit code 1 and all findings where the contract of a pin is not valid OpenAPI, or not whole.

    `lost` are the references in it that its reader could not follow.
    What the project accepts in its own contract does not stop another one either.
    """
    alone = msgspec.structs.replace(project, pins=(pin,))
    rules = (spec_document.spec_invalid, spec_document.unresolved_ref)
    ruled = (finding for rule in rules for finding in rule.run(alone, (), Changes()))
    found = sorted(apply_acceptances(project, [*lost, *ruled]))
    if any(finding.severity is Severity.ERROR for finding in found):
        report(found, "text")
        rule = next(finding.id for finding in found if finding.severity is Severity.ERROR)
        raise FindingsError(
            f"{found[0].path}: not a valid contract; nothing was written. Where it is that of another team, "
            f"accept `{rule}` in {ACCEPTED}"
        )
