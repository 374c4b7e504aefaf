"""Validation of values against the schemas of a spec, by the rules of its OpenAPI version."""

from collections.abc import Iterator
from typing import Any, Final

from docgen.check.bounded_validation import Budget, ExhaustedError, bounded_validator
from docgen.openapi.pointers import json_pointer
from docgen.openapi.spec import Spec
from docgen.positions.source import Pointer

_URI: Final = "urn:docgen:spec"
ENDLESS: Final = "cannot be checked: a schema is nested too deeply, or contains itself"


class Validator:
    """A validator for all schemas of one spec."""

    def __init__(self, spec: Spec) -> None:
        import openapi_schema_validator as schemas  # slow to import, and not every command validates
        from jsonschema.validators import extend  # comes with it
        from referencing import Registry  # comes with it
        from referencing.jsonschema import DRAFT202012  # comes with it

        old = str(spec.document.get("openapi")).startswith("3.0")
        kind = schemas.OAS30Validator if old else schemas.OAS31Validator
        listed = kind.VALIDATORS["enum"]

        def enum(validator: Any, values: Any, instance: object, schema: Any) -> Iterator[Any]:  # noqa: ANN401 - jsonschema's
            """A string is looked for at once: an enum may have a thousand error codes, each with an example."""
            if not (isinstance(instance, str) and instance in values):
                yield from listed(validator, values, instance, schema)

        self._budget = Budget()
        self._kind = bounded_validator(extend(kind, {"enum": enum}), self._budget)  # type: ignore[no-untyped-call]  # it has no types
        resource = DRAFT202012.create_resource(spec.document)
        self._registry: Registry[Any] = Registry().with_resource(_URI, resource)

    def errors(self, schema: Pointer, value: object) -> Iterator[tuple[Pointer, str]]:
        """Each error of a value as the end of a sentence about it, with its pointer in the value.

        Where validation takes too many steps, that is the error of the first such value; later values have none.
        """
        if self._budget.left < 0:
            return
        ref = json_pointer(schema).replace("%", "%25")
        validator = self._kind({"$ref": f"{_URI}#{ref}"}, registry=self._registry)
        try:
            for error in validator.iter_errors(value):
                yield tuple(error.absolute_path), f"does not match its schema: {error.message[:200]}"
        except ExhaustedError as error:
            yield (), f"cannot be checked: {error}"
        except RecursionError:
            yield (), ENDLESS
        except Exception as error:  # an invalid schema makes the library raise anything; spec-invalid says why
            yield (), f"cannot be checked: the schema is not valid: {str(error).partition(chr(10))[0]}"
