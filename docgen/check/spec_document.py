"""The contract on its own: valid OpenAPI, with references that resolve, and examples that match its schemas."""

from collections.abc import Iterator, Mapping

import msgspec

from docgen.check.rule import found, rule
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


@rule(Severity.ERROR, finds=_with_id)
def spec_invalid() -> None:
    """The contract is not valid OpenAPI: each tool may read it differently.

    **Fails**

    ```diff title="changelog/2026-01-15/api-spec.json"
    -        "summary": "Read a widget",
    +        "summary": "Read a widget",
    +        "deprecated": "no",
    ```

    **Passes**

    ```diff title="changelog/2026-01-15/api-spec.json"
    -        "summary": "Read a widget",
    +        "summary": "Read one widget",
    ```
    """


@rule(Severity.ERROR, finds=_with_id)
def unresolved_ref() -> None:
    """A `$ref` of the contract does not resolve: a part of the contract is missing.

    **Fails**

    ```diff title="changelog/2026-01-15/api-spec.json"
    -                "schema": {"$ref": "#/components/schemas/Widget"},
    -                "example": {"id": "w_1", "status": "ready"}
    +                "schema": {"$ref": "#/components/schemas/Gadget"}
                   }
                 }
               },
               "404": {
    ```

    **Passes**

    ```diff title="changelog/2026-01-15/api-spec.json"
    -                "example": {"id": "w_1", "status": "ready"}
    +                "example": {"id": "w_2", "status": "ready"}
                   }
                 }
               },
               "404": {
    ```
    """


@rule(Severity.ERROR, finds=_with_id)
def example_invalid() -> None:
    """An example of the contract does not match its schema: it fails for customers who copy it.

    **Fails**

    ```diff title="changelog/2026-01-15/api-spec.json"
    -                "example": {"code": "not_found", "message": "There is no widget with this id."}
    +                "example": {"code": "not_found", "message": 404}
    ```

    **Passes**

    ```diff title="changelog/2026-01-15/api-spec.json"
    -                "example": {"code": "not_found", "message": "There is no widget with this id."}
    +                "example": {"code": "not_found", "message": "Nothing has this id."}
    ```
    """


@rule(Severity.INFO, finds=_with_id)
def unchecked_pattern() -> None:
    """A pattern of the contract cannot be matched in linear time: examples are not checked against it.

    Lookaround, backreferences and very large repetitions can take too long; other patterns are not valid.

    **Fails**

    ```diff title="changelog/2026-01-15/api-spec.json"
    -          "id": {"type": "string"},
    +          "id": {"type": "string", "pattern": "^(?=w)"},
    ```

    **Passes**

    ```diff title="changelog/2026-01-15/api-spec.json"
    -          "id": {"type": "string"},
    +          "id": {"type": "string", "pattern": "^w"},
    ```
    """
