"""The contract on its own: valid OpenAPI, with references that resolve, and examples that match its schemas."""

from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from docgen.check.rule import Rule, found
from docgen.model.finding import Finding, Severity
from docgen.model.project import Project
from docgen.openapi.spec import Spec
from docgen.openapi.validation import problems as problems_of
from docgen.openapi.validation.problem import Problem
from docgen.records import RecordCache, digest

Problems = Mapping[str, tuple[Problem, ...]]
"""What is wrong in the contract of each pin, by the id of the pin."""


class Validated(msgspec.Struct, frozen=True):
    """What an earlier run found in a contract."""

    problems: tuple[Problem, ...]


def contract_problems(project: Project, known: RecordCache | None = None, validator: str = "") -> Problems:
    """What is wrong in the contracts of a project on their own, as it is `known` of the same contract and validator."""
    return {pin.id: _problems(pin.spec, known, validator) for pin in project.pins if pin.spec}


def _problems(spec: Spec, known: RecordCache | None, validator: str) -> tuple[Problem, ...]:
    if known is None:
        return problems_of(spec)
    text = spec.source.data
    # its text lacks the parts of other files, and those may change alone
    if spec.refs is None:
        text = msgspec.json.encode(spec.written)
    key = digest("contract", validator, spec.source.path, text)
    # validation takes longer than all else of a check, and contracts of old pins never change
    earlier = known.get(key, Validated)
    if earlier is not None:
        return earlier.problems
    problems = problems_of(spec)
    known.put(key, Validated(problems))
    return problems


def _with_id(id_: str, project: Project, problems: Problems) -> Iterator[Finding]:
    for pin in project.pins:
        for problem in problems.get(pin.id, ()):
            if pin.spec and problem.id == id_:
                yield found(pin.spec.source, problem.pointer, problem.message, problem.hint)


UNUSABLE: Final = (Rule("spec-invalid", _with_id), Rule("unresolved-ref", _with_id))
"""The rules on contracts that no pin gets."""

RULES: Final = (*UNUSABLE, Rule("example-invalid", _with_id), Rule("unchecked-pattern", _with_id, Severity.INFO))
"""The rules on a contract on its own."""
