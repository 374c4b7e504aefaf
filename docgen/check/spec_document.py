"""The contract as a document: valid, and whole."""

from collections.abc import Iterator, Mapping

from docgen.check.rule import found, rule
from docgen.model.finding import Finding, Severity
from docgen.model.project import Project
from docgen.model.source import Pointer
from docgen.model.spec import Spec, pointer_of


@rule(Severity.ERROR)
def spec_invalid(project: Project) -> Iterator[Finding]:
    """The contract is not valid OpenAPI: tools that read it would each understand something else.

    **Fails**

    ```diff title="changelog/2026-01-15/api-spec.json"
    -        "summary": "Read a widget",
    +        "summary": ["Read a widget"],
    ```

    **Passes**

    ```diff title="changelog/2026-01-15/api-spec.json"
    -        "summary": "Read a widget",
    +        "summary": "Read one widget",
    ```
    """
    for spec in _specs(project):
        if not any(broken(spec)):
            yield from _invalid(spec)


def _invalid(spec: Spec) -> Iterator[Finding]:
    import openapi_spec_validator as validators  # half a second that a command without a spec saves

    old = str(spec.document.get("openapi")).startswith("3.0")
    kind = validators.OpenAPIV30SpecValidator if old else validators.OpenAPIV31SpecValidator
    for error in kind(spec.document).iter_errors():
        yield found(
            spec.source,
            tuple(error.absolute_path),
            f"not valid OpenAPI: {error.message[:200]}",
            "see the OpenAPI specification, or a validator's page on this part",
        )


@rule(Severity.ERROR)
def unresolved_ref(project: Project) -> Iterator[Finding]:
    """A `$ref` of the contract leads nowhere, or out of the document: a part of the contract is missing.

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
    for spec in _specs(project):
        for pointer, ref in broken(spec):
            yield found(
                spec.source,
                pointer,
                f"`{ref}` leads to nothing in {spec.source.path}",
                "put the part into the document, or mend the reference",
            )


def broken(spec: Spec) -> Iterator[tuple[Pointer, str]]:
    """Each reference that leads nowhere or out of the document, with its place."""
    yield from _broken(spec, spec.document, ())


def _broken(spec: Spec, node: object, pointer: Pointer) -> Iterator[tuple[Pointer, str]]:
    if isinstance(node, Mapping):
        ref = node.get("$ref")
        if isinstance(ref, str) and (not ref.startswith("#/") or spec.at(pointer_of(ref)) is None):
            yield (*pointer, "$ref"), ref
        for key, child in node.items():
            yield from _broken(spec, child, (*pointer, key))
    elif isinstance(node, list):
        for index, child in enumerate(node):
            yield from _broken(spec, child, (*pointer, index))


def _specs(project: Project) -> Iterator[Spec]:
    yield from (pin.spec for pin in project.pins if pin.spec)
