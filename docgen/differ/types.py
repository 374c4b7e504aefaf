"""The types and formats of schemas: which of two accepts more values."""

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any, Final

import msgspec

from docgen.openapi.nodes import JsonObject
from docgen.openapi.schema import Schema, listed_values

_WIDER_FORMATS: Final = {("int32", "int64"), ("float", "double")}
TYPE_NAMES: Final[Mapping[type, str]] = {
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    dict: "object",
    list: "array",
}
"""What a schema calls the types of values, but null."""
_NULL: Final = ("null", ["null"])
_OBJECT: Final = frozenset(("object",))
_MAP: Final = frozenset(("map",))
SCALARS: Final = frozenset(("string", "integer", "number", "boolean"))


class Types(msgspec.Struct, frozen=True):
    """The types that a schema accepts without null (None means any), and its format.

    `listed` is true if they come from the members of a union.
    """

    names: frozenset[str] | None
    format: str | None
    listed: bool = False

    def are_apart(self, others: "Types") -> bool:
        """Whether no value is of one of these types and of one of the others."""
        if self.names is None or others.names is None:
            return False
        return _with_number(self.names).isdisjoint(_with_number(others.names))

    def __str__(self) -> str:
        names = "any" if self.names is None else " or ".join(sorted(self.names)) or "null"
        return f"{names} ({self.format})" if self.format else names


def _with_number(names: frozenset[str]) -> frozenset[str]:
    """The names of types; every integer is a number."""
    return names | {"number"} if "integer" in names else names


def types_of(schema: Schema) -> Types:
    """The types of a schema; the values under `const` or `enum` stand in for a missing `type`."""
    form, declared = schema.keywords.get("format"), schema.keywords.get("type")
    names = texts_in(declared) or _value_types(schema.keywords)
    if declared in _NULL:
        names = frozenset()
    return Types(names, form if isinstance(form, str) and form else None, schema.listed_types)


def texts_in(declared: object) -> frozenset[str]:
    """One text or a list of them, as `type` can be either."""
    listed = declared if isinstance(declared, list) else [declared]
    return frozenset(name for name in listed if isinstance(name, str))


def _value_types(keywords: JsonObject) -> frozenset[str] | None:
    kinds = map(type, listed_values(keywords) or ())
    return frozenset(TYPE_NAMES[kind] for kind in kinds if kind in TYPE_NAMES) or None


def takes_null(schema: Schema) -> bool:
    """Whether null is among the values of a schema, as far as its types say."""
    return schema.nullable or schema.keywords.get("type") in _NULL


def compared_types(old: Schema, new: Schema) -> tuple[Types, Types]:
    """The types of two schemas; that of a map is its own where the other schema names all fields that it describes."""
    before, after = types_of(old), types_of(new)
    if before.names == _OBJECT and _is_map(old, new):
        before = msgspec.structs.replace(before, names=_MAP)
    elif after.names == _OBJECT and _is_map(new, old):
        after = msgspec.structs.replace(after, names=_MAP)
    return before, after


def _is_map(schema: Schema, other: Schema) -> bool:
    """Whether a schema describes the fields that it does not name, and those alone, and the other none but them."""
    # `{}` describes nothing: an object without any demand is no map
    names_fields = other.properties and not schema.properties
    return bool(names_fields and _describes_fields(schema) and not _describes_fields(other))


def _describes_fields(schema: Schema) -> bool:
    described = schema.keywords.get("additionalProperties")
    return isinstance(described, dict) and bool(described)


class WireFormat(Enum):
    """How values are sent: typed as in JSON, as text (in a query, in a header), or in a format without types (XML).

    A form is an object, whatever its schema says, of fields that are text or, in several parts, typed.
    """

    TYPED = "typed"
    TEXT = "text"
    LOOSE = "loose"
    FORM = "form"
    PARTS = "parts"

    @property
    def below(self) -> "WireFormat":
        """How what is inside of a value is sent."""
        if self is WireFormat.FORM:
            return WireFormat.TEXT
        return WireFormat.TYPED if self is WireFormat.PARTS else self


def accepts_all(left: Types, right: Types, wire: WireFormat) -> bool:
    """Whether `left` accepts all values that `right` accepts; as text, every scalar is a string."""
    if left.names is not None and (right.names is None or _unaccepted(left.names, right.names, wire)):
        return False
    return left.format in (None, right.format) or (right.format, left.format) in _WIDER_FORMATS


def _unaccepted(names: frozenset[str], others: frozenset[str], wire: WireFormat) -> list[str]:
    """Those of some other types whose values some types do not accept."""
    return sorted(name for name in others if not _accepts(names, name, wire))


def _accepts(names: frozenset[str], name: str, wire: WireFormat) -> bool:
    if name in names or (name == "integer" and "number" in names):
        return True
    if wire is WireFormat.LOOSE:
        return "string" in names or name == "string"
    return wire is WireFormat.TEXT and "string" in names and name in SCALARS


def type_actions(old: Types, new: Types, wire: WireFormat) -> Iterator[tuple[str, Any, Any]]:
    """The actions from one set of types to another, with the values before and after."""
    # the fields of a form make it an object, whether its schema says so or not
    if wire.below is not wire:
        old, new = (msgspec.structs.replace(types, names=types.names or _OBJECT) for types in (old, new))
    if (old.names, old.format) == (new.names, new.format):
        return
    # from a union or a list of types, single types come and go; else, one became another
    if (old.listed or new.listed) and old.names is not None and new.names is not None and old.format == new.format:
        if removed := _unaccepted(new.names, old.names, WireFormat.TYPED):
            yield "list-of-types-narrowed", ", ".join(removed), None
        if added := _unaccepted(old.names, new.names, WireFormat.TYPED):
            yield "list-of-types-widened", None, ", ".join(added)
        return
    grows, shrinks = accepts_all(new, old, wire), accepts_all(old, new, wire)
    if grows and shrinks:
        action = "type-compatible"
    elif grows:
        is_plain = old.format == new.format and new.names is not None
        action = "type-generalized" if is_plain else "type-loosened"
    else:
        action = "type-specialized" if shrinks else "type-changed"
    yield action, str(old), str(new)
