"""The contract as a document: valid OpenAPI, with references that resolve."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from docgen.check.bounded_validation import Budget, ExhaustedError, bounded_validator
from docgen.check.rule import found, rule
from docgen.model.finding import Finding, Severity
from docgen.model.project import Project
from docgen.openapi.pointers import pointer_of
from docgen.openapi.spec import Spec
from docgen.positions.source import Pointer

ENDLESS: Final = "a schema is nested too deeply, or contains itself"


@rule(Severity.ERROR)
def spec_invalid(project: Project) -> Iterator[Finding]:
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
    for spec in _specs(project):
        if not any(broken_references(spec)):
            yield from _invalid(spec)


def _invalid(spec: Spec) -> Iterator[Finding]:
    import openapi_spec_validator as validators  # half a second that a command without a spec saves

    kinds = {"3.0": validators.OpenAPIV30SpecValidator, "3.1": validators.OpenAPIV31SpecValidator}
    kind = _bounded(kinds.get(str(spec.document.get("openapi"))[:3], validators.OpenAPIV32SpecValidator))
    hint = "see the OpenAPI specification on this part"
    try:
        for error in kind(spec.written).iter_errors():
            yield found(spec.source, tuple(error.absolute_path), f"not valid OpenAPI: {error.message[:200]}", hint)
    except ExhaustedError as error:
        yield found(spec.source, (), f"cannot be checked: {error}", "simplify the schemas that have a default")
    except RecursionError:
        yield found(spec.source, (), ENDLESS, "remove the cycle, or move nested schemas to components")
    except (AttributeError, KeyError, TypeError) as error:  # the validator reads on in what it has refused
        yield found(spec.source, (), f"not valid OpenAPI: a part lacks {error}", hint)
    except Exception as error:  # such as a path with half of a pair of braces, or a type that is none
        yield found(spec.source, (), f"not valid OpenAPI: {str(error).partition(chr(10))[0]}", hint)


def _bounded(kind: Any) -> Any:  # noqa: ANN401 - the library's classes have no types
    """A document validator that checks defaults against their schemas in a bounded number of steps."""
    keyword = kind.keyword_validators["default"]
    own = {"value_validator_cls": bounded_validator(keyword.value_validator_cls, Budget())}
    validators = {**kind.keyword_validators, "default": type("Default", (keyword,), own)}
    return type("Bounded", (kind,), {"keyword_validators": validators})


@rule(Severity.ERROR)
def unresolved_ref(project: Project) -> Iterator[Finding]:
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
    for spec in _specs(project):
        for pointer, message in broken_references(spec):
            if str(spec.at(pointer)).startswith("#"):  # the readers report references to other files
                yield found(spec.source, pointer, message, "add the part to the document, or fix the reference")


def broken_references(spec: Spec) -> Iterator[tuple[Pointer, str]]:
    """The pointer of each reference that does not resolve, with what is wrong: not in the document, or circular."""
    yield from _broken_references(spec, spec.document, ())


def _broken_references(spec: Spec, node: object, pointer: Pointer) -> Iterator[tuple[Pointer, str]]:
    if isinstance(node, Mapping):
        ref = node.get("$ref")
        if isinstance(ref, str) and (not ref.startswith("#/") or spec.at(pointer_of(ref)) is None):
            yield (*pointer, "$ref"), f"`{ref}` is not found in {spec.source.path}"
        elif isinstance(ref, str) and not spec.resolve(node) and spec.at(pointer_of(ref)):
            yield (*pointer, "$ref"), f"`{ref}` refers back to itself"
        for key, child in node.items():
            yield from _broken_references(spec, child, (*pointer, key))
    elif isinstance(node, list):
        for index, child in enumerate(node):
            yield from _broken_references(spec, child, (*pointer, index))


def _specs(project: Project) -> Iterator[Spec]:
    yield from (pin.spec for pin in project.pins if pin.spec)
