"""A schema in words: its type, as `array of strings`, and its constraints, as `1 to 100` or `one of ...`."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from markupsafe import Markup

from docgen.differ.types import TYPE_NAMES
from docgen.openapi.nodes import Node, as_list, as_mapping, is_number
from docgen.openapi.schema import listed_values
from docgen.render import escape
from docgen.wording import plural

# values of a long list
_MAX_VALUES: Final = 60
_MORE: Final = Markup(' <details class="dg-inner"><summary>and {} more</summary>{}</details>')
# characters of a value
_MAX_LENGTH: Final = 400
# alternatives whose types are named in a line
_MAX_NAMED: Final = 4
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
_NOUNS: Final = frozenset(("string", "integer", "number", "boolean", "object", "array"))
_TYPED_BY: Final = (
    ("object", ("additionalProperties", "patternProperties", "minProperties", "maxProperties")),
    ("array", ("items", "prefixItems", "minItems", "maxItems", "uniqueItems")),
    ("string", ("pattern", "minLength", "maxLength")),
    ("number", ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")),
)
_CONDITIONS: Final = (
    "if", "dependentSchemas", "dependencies", "contains", "unevaluatedProperties", "unevaluatedItems",
    "prefixItems", "contentSchema", "$dynamicRef", "$recursiveRef",
)  # fmt: skip
_CODES: Final = {"pattern": "matches", "contentMediaType": "contains", "contentEncoding": "encoded as"}
_BOUNDS: Final = {"exclusiveMinimum": "more than", "exclusiveMaximum": "less than", "multipleOf": "a multiple of"}
_EXTENTS: Final = (
    ("minLength", "maxLength", "character"),
    ("minItems", "maxItems", "item"),
    ("minProperties", "maxProperties", "field"),
)


def type_in_words(
    keywords: Mapping[str, Any],
    element: Markup | None,
    alternatives: Sequence[Markup],
    *,
    is_object: bool,
    has_fields: bool,
) -> Markup:
    """The type of a schema by its keywords and the types of its elements and alternatives.

    `is_object` says that it has properties, `has_fields` that some of them are shown.
    """
    types = _types(keywords, is_object=is_object)
    if types == ("array",) and element:
        return Markup("array of ") + _plural(element)
    if types in (("object",), ()) and element and not has_fields and "items" not in keywords:
        return Markup("map of ") + _plural(element)
    if alternatives and types in ((), ("object",)):
        names = list(dict.fromkeys(alternatives))
        if len(names) <= _MAX_NAMED:
            return Markup(" or ").join(names)
        return escape.text(f"one of {len(alternatives)} alternatives")
    format_ = keywords.get("format")
    return _named(types, format_ if isinstance(format_, str) else "")


# a contract has a hundred thousand of a few types
@lru_cache
def _named(types: tuple[str, ...], format_: str) -> Markup:
    suffix = f", {_FORMATS.get(format_, format_)}" if format_ else ""
    return escape.text(" or ".join(types) or "anything") + escape.text(suffix)


def _types(keywords: Mapping[str, Any], *, is_object: bool) -> tuple[str, ...]:
    """The names of the types: those of `type`, or those that the other keywords imply."""
    listed = keywords.get("type")
    if isinstance(listed, list):
        return tuple(map(str, listed))
    if isinstance(listed, str):
        return (listed,)
    if is_object:
        return ("object",)
    if values := listed_values(keywords):
        return tuple(dict.fromkeys(TYPE_NAMES.get(type(value), "null") for value in values))
    for name, implying in _TYPED_BY:
        if not keywords.keys().isdisjoint(implying):
            return (name,)
    return ()


def _plural(kind: Markup) -> Markup:
    """The plural of a type: `strings`; any other phrase as it is."""
    return kind + "s" if kind in _NOUNS else kind


def literal(value: object) -> Markup:
    """A value of JSON as code, cut where it is very long."""
    written = json.dumps(value, ensure_ascii=False, default=str)
    if len(written) > _MAX_LENGTH:
        written = f"{written[:_MAX_LENGTH]}…"
    return escape.code(written)


def constraints(keywords: Mapping[str, Any]) -> Iterator[Markup]:
    """The constraints of a value in words, without its type; a keyword without words is named."""
    if "const" in keywords:
        yield _values([keywords["const"]])
    if isinstance(keywords.get("enum"), list):
        yield _values(keywords["enum"])
    yield from _numbers(keywords)
    for least, most, unit in _EXTENTS:
        yield from _range(keywords.get(least) or None, keywords.get(most), unit)
    if keywords.get("uniqueItems") is True:
        yield Markup("unique items")
    for name, words in _CODES.items():
        if isinstance(keywords.get(name), str):
            yield Markup("{} {}").format(words, escape.code(keywords[name]))
    yield from _dependent(keywords.get("dependentRequired"))
    if "default" in keywords:
        yield Markup("default ") + literal(keywords["default"])
    if names := as_mapping(keywords.get("propertyNames")):
        words = Markup("; ").join(constraints(names))
        yield Markup("field names: ") + words if words else condition("propertyNames")
    for name in filter(keywords.__contains__, _CONDITIONS):
        yield condition(name)


def condition(keyword: str) -> Markup:
    """What is said of a keyword without words."""
    return Markup("condition in the contract: ") + escape.code(keyword)


def _numbers(keywords: Mapping[str, Any]) -> Iterator[Markup]:
    yield from _range(keywords.get("minimum"), keywords.get("maximum"))
    for name, words in _BOUNDS.items():
        if is_number(keywords.get(name)):
            yield Markup("{} {}").format(words, keywords[name])


def _dependent(dependent: object) -> Iterator[Markup]:
    for name, also in as_mapping(dependent).items():
        listed = Markup(", ").join(escape.code(str(other)) for other in as_list(also))
        yield Markup("with {} also {}").format(escape.code(name), listed)


def _values(listed: Sequence[object]) -> Markup:
    """The values of an enumeration; those behind the first 60 are folded."""
    shown = [escape.code(value) if isinstance(value, str) else literal(value) for value in listed]
    if len(shown) == 1:
        return Markup("always ") + shown[0]
    words = Markup("one of ") + Markup(", ").join(shown[:_MAX_VALUES])
    if rest := shown[_MAX_VALUES:]:
        words += _MORE.format(len(rest), Markup(", ").join(rest))
    return words


def _range(low: object, high: object, unit: str = "") -> Iterator[Markup]:
    if is_number(low) and is_number(high):
        words = Markup("exactly {1}") if low == high else Markup("{0} to {1}")
        yield words.format(low, _count(high, unit))
    elif is_number(low):
        yield Markup("at least {}").format(_count(low, unit))
    elif is_number(high):
        yield Markup("at most {}").format(_count(high, unit))


def _count(number: object, unit: str) -> str:
    if unit:
        return f"{number} {plural(number, unit)}"
    return str(number)


def sets_of_required(nodes: Iterable[Node]) -> Markup:
    """The names that each of those schemas requires that say nothing else; empty where there is none."""
    sets = (map(str, node.get("required")) for node in filter(only_requires, nodes))
    return Markup(", or ").join(Markup(" and ").join(map(escape.code, names)) for names in sets)


def only_requires(node: Node) -> bool:
    """Whether a schema says nothing but which fields there must be, with any values."""
    fields = node.child("properties").mapping.values()
    takes_any = all(isinstance(field, dict) and all(key[:2] == "x-" for key in field) for field in fields)
    return set(node.mapping) <= {"required", "type", "properties"} and bool(node.get("required")) and takes_any


def or_null(kind: Markup, *, nullable: bool) -> Markup:
    """A type, of which null is another value where it is `nullable`."""
    return kind + " or null" if nullable else kind
