"""The keywords of a Schema Object that a validator reads, by the version of OpenAPI, each with the values it may have.

OpenAPI 3.0 (section 4.7.24) has those of JSON Schema that it lists; later versions have those of Draft 2020-12.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from docgen.openapi.nodes import is_number

Accepts = Callable[[Any], bool]

_TYPES: Final = ("string", "number", "integer", "boolean", "array", "object")


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_type(value: object) -> bool:
    return isinstance(value, str) and value in _TYPES


def _is_type_or_types(value: object) -> bool:
    if not isinstance(value, list):
        return _is_type(value) or value == "null"
    return bool(value) and all(_is_type(name) or name == "null" for name in value) and len({*value}) == len(value)


def _is_names(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(name, str) for name in value)


def _is_names_by_name(value: object) -> bool:
    return isinstance(value, dict) and all(_is_names(names) and len({*names}) == len(names) for names in value.values())


def _is_bool(value: object) -> bool:
    return isinstance(value, bool)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


_SHARED: Final[Mapping[str, Accepts]] = {
    **dict.fromkeys(("maxLength", "minLength", "maxItems", "minItems", "maxProperties", "minProperties"), _is_count),
    **dict.fromkeys(("maximum", "minimum"), is_number),
    "multipleOf": lambda value: is_number(value) and value > 0,
    "uniqueItems": _is_bool,
    "enum": lambda value: isinstance(value, list) and bool(value),
    "format": _is_text,
    "pattern": _is_text,
    "required": _is_names,
}
OPENAPI_3_0: Final[Mapping[str, Accepts]] = {
    **_SHARED,
    "type": _is_type,
    **dict.fromkeys(("exclusiveMaximum", "exclusiveMinimum"), _is_bool),
}
"""The keywords of OpenAPI 3.0 that hold no schema."""
OPENAPI_3_1: Final[Mapping[str, Accepts]] = {
    **_SHARED,
    "type": _is_type_or_types,
    **dict.fromkeys(("exclusiveMaximum", "exclusiveMinimum"), is_number),
    **dict.fromkeys(("minContains", "maxContains"), _is_count),
    "const": lambda _: True,
    "dependentRequired": _is_names_by_name,
}
"""The keywords of OpenAPI 3.1 and later that hold no schema."""

APPLICATORS_3_0: Final = frozenset(("allOf", "anyOf", "oneOf", "not", "items", "properties", "additionalProperties"))
"""The keywords of OpenAPI 3.0 that hold schemas."""
APPLICATORS_3_1: Final = APPLICATORS_3_0 | {
    *("if", "then", "else", "prefixItems", "contains", "propertyNames", "dependentSchemas"),
    *("patternProperties", "unevaluatedItems", "unevaluatedProperties"),
}
"""The keywords of OpenAPI 3.1 and later that hold schemas."""
