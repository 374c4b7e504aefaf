"""The type of a schema in words: `array of strings`, `string, a date and time (RFC 3339)`, `Image or null`."""

from collections.abc import Mapping
from typing import Any, Final

_FORMATS: Final = {
    "date-time": "date and time (RFC 3339)",
    "date": "date (RFC 3339)",
    "time": "time of day (RFC 3339)",
    "duration": "duration (ISO 8601)",
    "uri": "URI",
    "url": "URL",
    "uri-reference": "URI or relative reference",
    "uuid": "UUID",
    "email": "email address",
    "hostname": "host name",
    "ipv4": "IPv4 address",
    "ipv6": "IPv6 address",
    "int32": "32 bits",
    "int64": "64 bits",
    "float": "single precision",
    "double": "double precision",
    "byte": "Base64",
    "binary": "bytes",
    "password": "secret",
    "regex": "regular expression",
    "json-pointer": "JSON pointer",
    "unix-time": "Unix time",
}
_PLURALS: Final = {"string": "strings", "integer": "integers", "number": "numbers", "boolean": "booleans",
                   "object": "objects", "array": "arrays", "anything": "anything"}  # fmt: skip
_TYPED_BY: Final = (
    ("object", ("additionalProperties", "patternProperties", "minProperties", "maxProperties")),
    ("array", ("items", "prefixItems", "minItems", "maxItems", "uniqueItems")),
    ("string", ("pattern", "minLength", "maxLength")),
    ("number", ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")),
)
_OF_JSON: Final[Mapping[type, str]] = {str: "string", bool: "boolean", int: "integer", float: "number", list: "array",
                                       dict: "object", type(None): "null"}  # fmt: skip


def types_of(keywords: Mapping[str, Any], *, has_fields: bool) -> tuple[str, ...]:
    """The names of the types: those of `type`, or those that the other keywords imply."""
    listed = keywords.get("type")
    if isinstance(listed, list):
        return tuple(map(str, listed))
    if isinstance(listed, str):
        return (listed,)
    if has_fields:
        return ("object",)
    values = [keywords["const"]] if "const" in keywords else keywords.get("enum")
    if isinstance(values, list) and values:
        return tuple(dict.fromkeys(_OF_JSON.get(type(value), "string") for value in values))
    return next(((name,) for name, marks in _TYPED_BY if any(mark in keywords for mark in marks)), ())


def formatted(keywords: Mapping[str, Any]) -> str:
    """The format in words, after a comma; an unknown format by its name."""
    name = keywords.get("format")
    return f", {_FORMATS.get(name, name)}" if isinstance(name, str) and name else ""


def plural(name: str) -> str:
    """The plural of a type: `strings`; any other word as it is."""
    return _PLURALS.get(name, name)
