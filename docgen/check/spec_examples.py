"""The examples of the contract against its own schemas."""

from collections.abc import Iterator

from docgen.check.rule import found, rule
from docgen.check.spec_document import broken
from docgen.check.validator import Validator
from docgen.examples import examples
from docgen.model.finding import Finding, Severity
from docgen.model.project import Project


@rule(Severity.ERROR)
def example_invalid(project: Project) -> Iterator[Finding]:
    """An example of the contract does not fit its own schema: customers copy it, and it does not work.

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
        if pin.spec is None or any(broken(pin.spec)):
            continue
        validator = Validator(pin.spec)
        for example in examples(pin.spec):
            for where, message in validator.errors(example.schema_pointer, example.value):
                yield found(
                    pin.spec.source,
                    (*example.pointer, *where),
                    f"the example does not fit its schema: {message}",
                    "mend the example, or the schema",
                )
