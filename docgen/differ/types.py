"""The types and formats of schemas: which of two accepts more values."""

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any, Final

import msgspec

from docgen.differ.catalogue import CATALOGUE
from docgen.differ.constraints import constraint_actions
from docgen.openapi.merging import merged
from docgen.openapi.nodes import ANYTHING, Node
from docgen.openapi.resolver import Resolver
from docgen.openapi.schema import Schema

_WIDER_FORMATS: Final = {("int32", "int64"), ("float", "double")}
_TYPE_NAMES: Final[Mapping[type, str]] = {
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    dict: "object",
    list: "array",
}
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
        """Whether no value is of one of these types and of one of the others; every integer is a number."""
        if self.names is None or others.names is None:
            return False
        sides = [names | {"number"} if "integer" in names else names for names in (self.names, others.names)]
        return sides[0].isdisjoint(sides[1])

    def __str__(self) -> str:
        names = "any" if self.names is None else " or ".join(sorted(self.names)) or "null"
        return f"{names} ({self.format})" if self.format else names


def types_of(schema: Schema) -> Types:
    """The types of a schema."""
    form = schema.keywords.get("format")
    form = form if isinstance(form, str) and form else None
    if schema.keywords.get("type") in _NULL:
        return Types(frozenset(), form, schema.listed_types)
    return Types(_declared_types(schema.keywords.get("type")) or _value_types(schema), form, schema.listed_types)


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
    if schema.properties or not other.properties:
        return False
    described = [schema.keywords.get("additionalProperties") for schema in (schema, other)]
    return [isinstance(value, dict) and bool(value) for value in described] == [True, False]


def takes_null(schema: Schema) -> bool:
    """Whether null is among the values of a schema, as far as its types say."""
    return schema.nullable or schema.keywords.get("type") in _NULL


def _value_types(schema: Schema) -> frozenset[str] | None:
    """The types of the values under `const` or `enum`, which stand in for a missing `type`."""
    listed = schema.keywords.get("enum")
    values = [schema.keywords["const"]] if "const" in schema.keywords else listed if isinstance(listed, list) else []
    return frozenset(_TYPE_NAMES[type(value)] for value in values if type(value) in _TYPE_NAMES) or None


def _declared_types(declared: object) -> frozenset[str]:
    listed = [declared] if isinstance(declared, str) else declared if isinstance(declared, list) else []
    return frozenset(name for name in listed if isinstance(name, str))


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
    if left.names is not None:
        if right.names is None:
            return False
        if not all(_accepts(left.names, name, wire) for name in right.names):
            return False
    return left.format is None or left.format == right.format or (right.format, left.format) in _WIDER_FORMATS


def _accepts(names: frozenset[str], name: str, wire: WireFormat) -> bool:
    if name in names or (name == "integer" and "number" in names):
        return True
    if wire is WireFormat.LOOSE:
        return "string" in names or name == "string"
    return wire is WireFormat.TEXT and "string" in names and name in SCALARS


def type_actions(old: Types, new: Types, wire: WireFormat) -> Iterator[tuple[str, Any, Any]]:
    """The actions from one set of types to another, with the values before and after."""
    if wire.below is not wire:
        old, new = (msgspec.structs.replace(types, names=types.names or _OBJECT) for types in (old, new))
    if (old.names, old.format) == (new.names, new.format):
        return
    if (old.listed or new.listed) and old.names is not None and new.names is not None and old.format == new.format:
        removed = sorted(name for name in old.names - new.names if not _accepts(new.names, name, WireFormat.TYPED))
        added = sorted(name for name in new.names - old.names if not _accepts(old.names, name, WireFormat.TYPED))
        if removed:
            yield "list-of-types-narrowed", ", ".join(removed), None
        if added:
            yield "list-of-types-widened", None, ", ".join(added)
        return
    grows, shrinks = accepts_all(new, old, wire), accepts_all(old, new, wire)
    if grows and shrinks:
        yield "type-compatible", str(old), str(new)
    elif grows:
        plain = old.format == new.format and new.names is not None
        yield "type-generalized" if plain else "type-loosened", str(old), str(new)
    else:
        yield "type-specialized" if shrinks else "type-changed", str(old), str(new)


def _accepts_one_item(array: Schema) -> bool:
    least = array.keywords.get("minItems")
    return not isinstance(least, int | float) or least <= 1


def scalar_to_array(one: Resolver, scalar: Node, other: Resolver, array: Node) -> tuple[str, str] | None:
    """The types of two schemas if the second is an array of the first; otherwise None.

    In a query, a value is written like an array of one item (RFC 6570, section 3.2.8).
    """
    before, after = merged(one, scalar), merged(other, array)
    left, right = types_of(before), types_of(after)
    if (before.nullable and not after.nullable) or not _accepts_one_item(after):
        return None
    if right.names != frozenset({"array"}) or left.names is None or "array" in left.names or "object" in left.names:
        return None
    items = after.child("items") or Node(ANYTHING, array.pointer)
    each = merged(other, items)
    narrower = (
        CATALOGUE[action].variance in ("narrower", "both")
        for action, *_ in constraint_actions(before.keywords, each.keywords)
    )
    values = each.keywords.get("enum")
    if any(narrower) or (values is not None and values != before.keywords.get("enum")):
        return None
    inner = types_of(each)
    return (str(left), f"list of {inner}") if accepts_all(inner, left, WireFormat.TEXT) else None
