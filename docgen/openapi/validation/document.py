"""A contract as a document: what the schema of its version of OpenAPI finds in it, its Schema Objects included.

The schemas are those that the OpenAPI Initiative publishes for documents, one a version, with those of Schema Objects
in them: the ones that openapi-spec-validator and openapi-schema-validator carry, read as data, so that both are bounded
in `pyproject.toml`. To import these packages takes longer than to validate a contract of 13 MB.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.machinery import SourceFileLoader
from importlib.util import find_spec
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

import msgspec

from docgen.openapi.nodes import JsonObject
from docgen.openapi.patterns import is_expression
from docgen.openapi.pointers import typed_pointer, value_at
from docgen.openapi.spec import webhooks_key
from docgen.openapi.validation.errors import nearest, without_consequences, words
from docgen.openapi.validation.problem import SEE, Problem, invalid
from docgen.positions.source import Pointer

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError, Validator

_DOCUMENTS: Final = "openapi_spec_validator", "resources/schemas/v{}/schema.json"
_DIALECTS: Final[Mapping[str, tuple[str, str]]] = {
    "3.1": ("schemas/oas3.1/metaschema.json", "schemas/oas3.1/vocabularies/base"),
    "3.2": ("schemas/oas3.2/dialect/2025-09-17.json", "schemas/oas3.2/meta/2025-09-17.json"),
}
_FORMATS: Final = {"regex": is_expression}
_UNCHECKED_FORMATS: Final = ("email", "media-range", "uri", "uri-reference")
"""Formats of OpenAPI 3.1 and later that are annotations: references and URLs have their braces as they are."""
_JSON_SCHEMA: Final = ("https://json-schema.org/draft/", "http://json-schema.org/draft-")


def document_problems(document: JsonObject) -> Iterator[Problem]:
    """Each part of a document that its version of OpenAPI does not allow, at the innermost place that is wrong."""
    version = str(document.get("openapi"))[:3]
    if version not in ("3.0", "3.1"):
        # a later version is read by the newest schema that is known
        version = "3.2"
    dialect = version == "3.0" or _dialect(document, version)
    named = document.get("jsonSchemaDialect")
    if not dialect and not str(named).startswith(_JSON_SCHEMA):
        yield invalid(("jsonSchemaDialect",), f"`{named}` is not a dialect of JSON Schema that docgen knows")
    validator = document_validator(version, dialect=dialect, webhooks=webhooks_key(document))
    innermost = chain.from_iterable(map(_innermost, validator.iter_errors(document)))
    for error in without_consequences(innermost):
        pointer, hint = typed_pointer(document, error.instance_path), SEE
        if not _has_own_dialect(document, pointer):
            for unexpected in getattr(error.kind, "unexpected", ())[:1]:
                pointer, hint = (*pointer, unexpected), f"OpenAPI {version} has no such key here"
            yield invalid(pointer, words(error), hint)


def _dialect(document: JsonObject, version: str) -> bool:
    """Whether the Schema Objects of a document have the base dialect of OpenAPI, of whatever date."""
    base = base_dialect(version)
    return str(document.get("jsonSchemaDialect", base)).startswith(base[: base.rindex("/") + 1])


def _innermost(error: "ValidationError") -> Iterator["ValidationError"]:
    """The errors of the alternatives that were meant, where an error is of a union: those are at the places to mend."""
    meant = nearest(error)
    for inner in meant:
        yield from _innermost(inner)
    if not meant:
        yield error


def _has_own_dialect(document: JsonObject, pointer: Pointer) -> bool:
    """Whether a place is in a schema that names a dialect of its own."""
    # what OpenAPI refuses may be right in another dialect
    nodes = (value_at(document, pointer[:length]) for length in range(1, len(pointer) + 1))
    return any(isinstance(node, dict) and "$schema" in node for node in nodes)


@cache
def document_validator(version: str, *, dialect: bool, webhooks: str) -> "Validator":
    """The validator for documents of a version (`3.0`, `3.1` or `3.2`) with path items under `webhooks`, too.

    Since OpenAPI 3.1 it takes any object for a schema but with `dialect`, when the base dialect of OpenAPI applies.
    """
    import jsonschema_rs  # most commands validate nothing

    if version == "3.0":
        schema = _data(_DOCUMENTS[0], _DOCUMENTS[1].format(version))
        # the published schema lacks what JSON Schema says (5.5.1)
        schema["definitions"]["Schema"]["properties"]["enum"]["uniqueItems"] = True
        if webhooks == "x-webhooks":
            path_items = {"type": "object", "additionalProperties": schema["definitions"]["PathItem"]}
            schema["properties"][webhooks] = path_items
        return jsonschema_rs.Draft4Validator(schema, formats=_FORMATS, validate_formats=True, offline=True)
    resources = [_data(_DOCUMENTS[0], _DOCUMENTS[1].format(version))]
    resources += [_data("openapi_schema_validator", path) for path in _DIALECTS[version]]
    listed = [(resource["$id"], resource) for resource in resources]
    registry = jsonschema_rs.Registry(listed, draft=jsonschema_rs.Draft202012)
    bound = {"schema": {"$dynamicAnchor": "meta", "$ref": resources[1]["$id"]}} if dialect else {}
    return jsonschema_rs.Draft202012Validator(
        {"$id": "urn:docgen:document", "$ref": resources[0]["$id"], "$defs": bound},
        registry=registry,
        formats={**_FORMATS, **dict.fromkeys(_UNCHECKED_FORMATS, lambda _: True)},
        validate_formats=True,
        offline=True,
    )


def base_dialect(version: str) -> str:
    """The URI of the dialect that Schema Objects of a version have where the document names none."""
    return str(_data("openapi_schema_validator", _DIALECTS[version][0])["$id"])


def _data(package: str, path: str) -> Any:  # noqa: ANN401 - any JSON
    module = find_spec(package)
    if module is None or not module.submodule_search_locations or not isinstance(module.loader, SourceFileLoader):
        raise ModuleNotFoundError(f"{package} is not installed; reinstall docgen", name=package)
    return msgspec.json.decode(module.loader.get_data(f"{module.submodule_search_locations[0]}/{path}"))
