"""A contract as a document: what the schema of its version of OpenAPI finds in it, its Schema Objects included."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from docgen.openapi.pointers import typed_pointer, value_at
from docgen.openapi.spec import webhooks_key
from docgen.openapi.validation.document_schemas import base_dialect, document_validator
from docgen.openapi.validation.errors import nearest, without_consequences
from docgen.openapi.validation.problem import Problem, invalid
from docgen.openapi.validation.words import words
from docgen.positions.source import Pointer

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError

_JSON_SCHEMA: Final = ("https://json-schema.org/draft/", "http://json-schema.org/draft-")


def document_problems(document: Mapping[str, Any]) -> Iterator[Problem]:
    """Each part of a document that its version of OpenAPI does not allow, at the innermost place that is wrong."""
    version = str(document.get("openapi"))[:3]
    version = version if version in ("3.0", "3.1") else "3.2"
    dialect = version == "3.0" or _dialect(document, version)
    named = document.get("jsonSchemaDialect")
    if not dialect and not str(named).startswith(_JSON_SCHEMA):
        yield invalid(("jsonSchemaDialect",), f"`{named}` is not a dialect of JSON Schema that docgen knows")
    validator = document_validator(version, dialect=dialect, webhooks=webhooks_key(document))
    innermost = (inner for error in validator.iter_errors(document) for inner in _innermost(error))
    for error in without_consequences(innermost):
        pointer = typed_pointer(document, error.instance_path)
        if not _has_own_dialect(document, pointer):
            yield invalid(pointer, words(error))


def _dialect(document: Mapping[str, Any], version: str) -> bool:
    """Whether the Schema Objects of a document have the base dialect of OpenAPI, of whatever date."""
    base = base_dialect(version)
    return str(document.get("jsonSchemaDialect", base)).startswith(base[: base.rindex("/") + 1])


def _innermost(error: "ValidationError") -> Iterator["ValidationError"]:
    """The errors of the alternatives that were meant, where an error is of a union: those are at the places to mend."""
    inner = nearest(error)
    for each in inner:
        yield from _innermost(each)
    if not inner:
        yield error


def _has_own_dialect(document: Mapping[str, Any], pointer: Pointer) -> bool:
    """Whether a place is in a schema that names a dialect of its own."""
    nodes = (value_at(document, pointer[:length]) for length in range(1, len(pointer) + 1))
    return any(isinstance(node, dict) and "$schema" in node for node in nodes)
