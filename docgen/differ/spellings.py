"""Two schemas in one spelling: what either says in other keywords than the other, though it means the same.

A union of bare types equals a list of types, one of consts an enum.
"""

from collections.abc import Iterator
from typing import Any

import msgspec

from docgen.differ.without_annotations import strip_annotations
from docgen.openapi.nodes import ANNOTATIONS, Node, validated
from docgen.openapi.schema import UNIONS, Schema, normalized


def rewrite_simple_unions(old: Schema, new: Schema) -> tuple[Schema, Schema]:
    """Two schemas with such unions written as the keyword, unless one of them has another kind of union."""
    old, new = _without_implied(old, new), _without_implied(new, old)
    for rewrite in (_as_types, _as_values):
        before = rewrite(old) if _has_union(old) else old
        after = rewrite(new) if _has_union(new) else new
        if before is not None and after is not None:
            old, new = before, after
            break
    # a `const` is an enum of one value (JSON Schema 2020-12, section 6.1.3)
    return _const_as_enum(old, new), _const_as_enum(new, old)


def _const_as_enum(schema: Schema, other: Schema) -> Schema:
    if "const" not in schema.keywords or "const" in other.keywords or "enum" not in other.keywords:
        return schema
    return schema.rewritten(("const",), {"enum": [schema.keywords["const"]]})


def _has_union(schema: Schema) -> bool:
    return "oneOf" in schema.keywords or "anyOf" in schema.keywords


def _without_implied(schema: Schema, other: Schema) -> Schema:
    """A schema without an `anyOf` that its own keywords fulfil: one of the members demands nothing else.

    So it is without one that only requires fields, if all that the other schema takes has those of a member.
    """
    if not _has_union(schema):
        return schema
    implied = list(_implied_unions(schema, other))
    return schema.rewritten(implied, {}) if implied else schema


def _implied_unions(schema: Schema, other: Schema) -> Iterator[str]:
    for keyword in UNIONS:
        members = schema.listed(keyword)
        if not members or (keyword == "oneOf" and len(members) > 1):
            continue
        if any(_is_implied(schema, member.value) for member in members) or _have_required(members, other):
            yield keyword


def _have_required(members: list[Node], other: Schema) -> bool:
    if _has_union(other) or not all(validated(member.mapping) == {"required"} for member in members):
        return False
    return any(normalized(member).required <= other.required for member in members)


def _is_implied(schema: Schema, member: Any) -> bool:  # noqa: ANN401 - any JSON
    demands = strip_annotations(member) if isinstance(member, dict) else {"not": {}}
    return bool(demands) and all(_says(schema, key, value) for key, value in demands.items())


def _says(schema: Schema, keyword: str, value: Any) -> bool:  # noqa: ANN401 - any JSON
    return keyword in schema.keywords and _as_list(schema.keywords[keyword]) == _as_list(value)


def _as_list(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """A value, or the list that a single type means as well."""
    return [value] if isinstance(value, str) else value


def _members(schema: Schema) -> list[Node]:
    return [*schema.listed("oneOf"), *schema.listed("anyOf")]


def _as_types(schema: Schema) -> Schema | None:
    names: dict[str, None] = {}
    nullable = schema.nullable
    for member in _members(schema):
        if set(member.mapping) - ANNOTATIONS != {"type"}:
            return None
        declared = member.value["type"]
        listed = declared if isinstance(declared, list) else [declared]
        names |= dict.fromkeys(name for name in listed if isinstance(name, str) and name != "null")
        nullable = nullable or "null" in listed
    if not names or "type" in schema.keywords:
        return None
    return msgspec.structs.replace(_replaced(schema, "type", list(names)), nullable=nullable)


def _as_values(schema: Schema) -> Schema | None:
    values: list[Any] = []
    members = _members(schema)
    for member in members:
        listed = [member.value["const"]] if "const" in member.mapping else member.get("enum")
        if not isinstance(listed, list) or not validated(member.mapping) <= {"const", "enum", "type"}:
            return None
        values += listed
    return _replaced(schema, "enum", values) if members and "enum" not in schema.keywords else None


def _replaced(schema: Schema, keyword: str, value: list[Any]) -> Schema:
    rewritten = schema.rewritten(UNIONS, {keyword: value})
    return msgspec.structs.replace(rewritten, listed_types=keyword == "type")


def close_alike(old: Schema, new: Schema) -> tuple[Schema, Schema]:
    """Two closed schemas with `additionalProperties: false`, if one says `unevaluatedProperties: false` for it."""
    if old.keywords.get("additionalProperties") is False:
        return old, _closed_plainly(new)
    return (_closed_plainly(old), new) if new.keywords.get("additionalProperties") is False else (old, new)


def _closed_plainly(schema: Schema) -> Schema:
    beside = ("additionalProperties", "anyOf", "oneOf", "if", "dependentSchemas")
    if schema.keywords.get("unevaluatedProperties") is not False or schema.members:
        return schema
    if not schema.keywords.keys().isdisjoint(beside):
        return schema  # there, it closes more than the properties of the schema itself
    return schema.rewritten(("unevaluatedProperties",), {"additionalProperties": False})
