"""Contracts that a command is given: read, and refused where they are none."""

from pathlib import Path  # noqa: TID251 - the shell hands files to the readers

import msgspec

from docgen.check import spec_document
from docgen.check.accepted import under_acceptances
from docgen.cli.project import FindingsError, report
from docgen.errors import UnreadableError, UsageError
from docgen.load.files import read
from docgen.load.public import parse_spec
from docgen.model.accepted import ACCEPTED
from docgen.model.change import Changes
from docgen.model.finding import Severity
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.openapi.spec import Spec
from docgen.positions.source import Source


def contract(pin: Pin) -> Spec:
    """The contract of a pin; a complete project has it."""
    if pin.spec is None:
        raise UsageError(f"the contract of {pin.id} could not be read; `docgen check` says why")
    return pin.spec


def read_contract(file: Path, name: str) -> Spec:
    """The contract in a file that need not be of the project; UnreadableError (exit code 3) where it is none."""
    if not file.is_file():
        raise UnreadableError(f"{name}: file not found; expected an OpenAPI document")
    source, wrong = read(file.parent, file)
    if wrong:
        raise UnreadableError(f"{name}: {wrong[0].message}")
    return parsed(Source(name, source.text))


def parsed(source: Source) -> Spec:
    """The contract in a text; UnreadableError (exit code 3) where it is none."""
    return parse_spec(source.text, source.path)


def refuse_invalid(project: Project, pin: Pin) -> None:
    """Stop with exit code 1 and all findings where the contract of a pin is not valid OpenAPI, or not whole.

    What the project accepts in its own contract does not stop another one either.
    """
    alone = msgspec.structs.replace(project, pins=(pin,))
    rules = (spec_document.spec_invalid, spec_document.unresolved_ref)
    ruled = (finding for rule in rules for finding in rule.run(alone, (), Changes()))
    found = sorted(under_acceptances(project, ruled))
    if any(finding.severity is Severity.ERROR for finding in found):
        report(found, "text")
        rule = next(finding.id for finding in found if finding.severity is Severity.ERROR)
        raise FindingsError(
            f"{found[0].path}: not a valid contract; nothing was written. Where it is that of another team, "
            f"accept `{rule}` in {ACCEPTED}"
        )
