"""Unions that equal a keyword: one of bare types equals a list of types, one of consts an enum."""

from typing import Any

import msgspec

from docgen.differ.without_annotations import strip_annotations
from docgen.openapi.nodes import ANNOTATIONS, Node, validated
from docgen.openapi.schema import UNIONS, Schema, normalized


def rewrite_simple_unions(old: Schema, new: Schema) -> tuple[Schema, Schema]:
    """Two schemas with such unions written as the keyword, unless one of them has another kind of union."""
    old, new = _without_implied(old, new), _without_implied(new, old)
    for rewrite in (_as_types, _as_values):
        rewritten = [rewrite(schema) if _has_union(schema) else schema for schema in (old, new)]
        if rewritten[0] is not None and rewritten[1] is not None:
            old, new = rewritten[0], rewritten[1]
            break
    return _const_as_enum(old, new)


def _without_implied(schema: Schema, other: Schema) -> Schema:
    """A schema without an `anyOf` that its own keywords fulfil: one of the members demands nothing else.

    So it is without one that only requires fields, if all that the other schema takes has those of a member.
    """
    if not _has_union(schema):
        return schema
    implied = [
        keyword
        for keyword in ("anyOf", "oneOf")
        if (members := schema.listed(keyword))
        and (keyword == "anyOf" or len(members) == 1)
        and (any(_is_implied(schema, member.value) for member in members) or _have_required(members, other))
    ]
    return schema.rewritten(implied, {}) if implied else schema


def _have_required(members: list[Node], other: Schema) -> bool:
    if _has_union(other) or not all(validated(member.mapping) == {"required"} for member in members):
        return False
    return any(normalized(member).required <= other.required for member in members)


def _is_implied(schema: Schema, member: Any) -> bool:  # noqa: ANN401 - any JSON
    demands = strip_annotations(member) if isinstance(member, dict) else {"not": {}}
    return bool(demands) and all(
        key in schema.keywords and _listed(schema.keywords[key]) == _listed(value) for key, value in demands.items()
    )


def _listed(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """A value, or the list that a single type means as well."""
    return [value] if isinstance(value, str) else value


def _const_as_enum(old: Schema, new: Schema) -> tuple[Schema, Schema]:
    """A `const` as an enum of one value if the other side has an `enum` (JSON Schema 2020-12, section 6.1.3)."""
    if "enum" in new.keywords and "const" in old.keywords and "const" not in new.keywords:
        return _const_as_list(old), new
    if "enum" in old.keywords and "const" in new.keywords and "const" not in old.keywords:
        return old, _const_as_list(new)
    return old, new


def _const_as_list(schema: Schema) -> Schema:
    return schema.rewritten(("const",), {"enum": [schema.keywords["const"]]})


def _has_union(schema: Schema) -> bool:
    return "oneOf" in schema.keywords or "anyOf" in schema.keywords


def _members(schema: Schema) -> list[Any]:
    return [node.value for key in ("oneOf", "anyOf") for node in schema.listed(key)]


def _as_types(schema: Schema) -> Schema | None:
    names: dict[str, None] = {}
    nullable = schema.nullable
    for member in _members(schema):
        if not isinstance(member, dict) or set(member) - ANNOTATIONS != {"type"}:
            return None
        listed = member["type"] if isinstance(member["type"], list) else [member["type"]]
        names |= dict.fromkeys(name for name in listed if isinstance(name, str) and name != "null")
        nullable = nullable or "null" in listed
    if not names or "type" in schema.keywords:
        return None
    return msgspec.structs.replace(_replaced(schema, "type", list(names)), nullable=nullable)


def _as_values(schema: Schema) -> Schema | None:
    members = _members(schema)
    listed = [_only_values(member) for member in members]
    if not members or None in listed or "enum" in schema.keywords:
        return None
    return _replaced(schema, "enum", [value for values in listed for value in values or ()])


def _only_values(member: Any) -> list[Any] | None:  # noqa: ANN401 - any JSON
    """The values of a member that is nothing but a list of values, or one."""
    if not isinstance(member, dict) or not validated(member) <= {"const", "enum", "type"}:
        return None
    values = [member["const"]] if "const" in member else member.get("enum")
    return values if isinstance(values, list) else None


def _replaced(schema: Schema, keyword: str, value: list[Any]) -> Schema:
    rewritten = schema.rewritten(UNIONS, {keyword: value})
    return msgspec.structs.replace(rewritten, listed_types=keyword == "type")
