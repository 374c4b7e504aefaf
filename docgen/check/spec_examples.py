"""The examples of the contract, checked against its own schemas."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from docgen.check.rule import found, rule
from docgen.check.spec_document import broken_references
from docgen.check.validator import Validator
from docgen.model.finding import Finding, Severity
from docgen.model.project import Project
from docgen.openapi.examples import examples
from docgen.openapi.patterns import matchable
from docgen.openapi.structure import parts
from docgen.positions.source import Pointer

_LONG: Final = 80  # characters of a pattern that are shown


@rule(Severity.ERROR)
def example_invalid(project: Project) -> Iterator[Finding]:
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
    for pin in project.pins:
        if pin.spec is None or any(broken_references(pin.spec)):
            continue
        validator = Validator(pin.spec)
        for example in examples(pin.spec):
            for where, message in validator.errors(example.schema_pointer, example.value):
                yield found(
                    pin.spec.source,
                    (*example.pointer, *where),
                    f"the example {message}",
                    "fix the example, or the schema",
                )


@rule(Severity.INFO)
def unchecked_pattern(project: Project) -> Iterator[Finding]:
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
    for pin in project.pins:
        for pointer, pattern in _patterns(pin.spec.document) if pin.spec else ():
            if pin.spec and not matchable(pattern):
                shown = pattern if len(pattern) <= _LONG else f"{pattern[:_LONG]}..."
                message = (
                    f"the pattern `{shown}` cannot be matched in linear time, so examples are not checked against it"
                )
                hint = "write it without lookaround, backreferences and large repetitions"
                yield found(pin.spec.source, pointer, message, hint)


def _patterns(document: Mapping[str, Any]) -> Iterator[tuple[Pointer, str]]:
    """Every pattern of the schemas of a document, with its place."""
    for node, pointer, kind in parts(document):
        if kind == "schema" and isinstance(node, Mapping):
            named = node.get("patternProperties")
            if isinstance(pattern := node.get("pattern"), str):
                yield (*pointer, "pattern"), pattern
            for key in named if isinstance(named, Mapping) else ():
                yield (*pointer, "patternProperties", key), key
