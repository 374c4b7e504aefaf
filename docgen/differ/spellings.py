"""Two schemas in one spelling: what either says in other keywords than the other, though it means the same.

A union of bare types equals a list of types, one of consts an enum; `format` of OpenAPI 3.0 says of bytes in text what
`contentEncoding` and `contentMediaType` of 3.1 do.
"""

from collections.abc import Iterator
from typing import Any, Final

import msgspec

from docgen.differ.keys import strip_annotations
from docgen.openapi.merging import Steps, walk
from docgen.openapi.nodes import ANNOTATIONS, JsonObject, Node, validated
from docgen.openapi.resolver import Resolver
from docgen.openapi.schema import UNIONS, Schema, listed_values, normalized

_CONTENT: Final = frozenset(("contentEncoding", "contentMediaType"))
_FORMATS_OF_3_0: Final = ("byte", "binary")
_BYTES: Final = "application/octet-stream"


def rewrite_simple_unions(old: Schema, new: Schema) -> tuple[Schema, Schema]:
    """Two schemas with such unions written as the keyword, unless one of them has another kind of union."""
    old, new = _without_implied(old, new), _without_implied(new, old)
    for rewrite in (_as_types, _as_values):
        before = rewrite(old) if _has_union(old) else old
        after = rewrite(new) if _has_union(new) else new
        # only where both can be written so: one alone would look like a change
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
        # of several members of a `oneOf`, another one may match as well and so exclude the value
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
    said = {key: _as_list(schema.keywords[key]) for key in demands if key in schema.keywords}
    return bool(demands) and said == {key: _as_list(value) for key, value in demands.items()}


def _as_list(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """A value, or the list that a single type means as well."""
    return [value] if isinstance(value, str) else value


def _as_types(schema: Schema) -> Schema | None:
    names: dict[str, None] = {}
    nullable = schema.nullable
    for member in schema.alternatives():
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
    members = schema.alternatives()
    for member in members:
        listed = listed_values(member.mapping)
        if listed is None or not validated(member.mapping) <= {"const", "enum", "type"}:
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
    # parts that could not be merged may evaluate further properties
    if schema.keywords.get("unevaluatedProperties") is not False or schema.members:
        return schema
    if not schema.keywords.keys().isdisjoint(beside):
        return schema  # there, it closes more than the properties of the schema itself
    return schema.rewritten(("unevaluatedProperties",), {"additionalProperties": False})


def align_encodings(old: Schema, new: Schema) -> tuple[Schema, Schema]:
    """Two schemas with their encodings in one spelling, if they have different ones (OpenAPI 3.1, section 4.8.14.2)."""
    if not _is_of_3_0(old) and not _is_of_3_0(new):
        return old, new
    if _CONTENT.isdisjoint(old.keywords) and _CONTENT.isdisjoint(new.keywords):
        return old, new
    return _as_content(old, new), _as_content(new, old)


def _is_of_3_0(schema: Schema) -> bool:
    return schema.keywords.get("format") in _FORMATS_OF_3_0


def _as_content(schema: Schema, other: Schema) -> Schema:
    """A schema with the keywords of 3.1; `binary` says no media type, so that of the other side is as good as any."""
    if not _is_of_3_0(schema):
        return schema
    media_type = other.keywords.get("contentMediaType")
    if schema.keywords["format"] == "binary":
        content = {"contentMediaType": _BYTES if media_type is None else media_type}
    else:
        content = {"contentEncoding": "base64"}
        if media_type is not None:
            content["contentMediaType"] = media_type
    # bytes have no type in 3.1
    return schema.rewritten(("format",) if "type" in other.keywords else ("format", "type"), content)


def are_bytes(old: Any, new: Any) -> bool:  # noqa: ANN401 - any JSON
    """Whether both schemas of a media type say no more than that it is bytes, which 3.1 leaves to the media type."""
    if _is_bytes(old):
        return _is_bytes(new) or new in (None, {})
    return _is_bytes(new) and old in (None, {})


def _is_bytes(schema: Any) -> bool:  # noqa: ANN401 - any JSON
    return isinstance(schema, dict) and schema.get("type") == "string" and schema.get("format") == "binary"


def encoding_of(resolver: Resolver, encoding: Node, schema: Node) -> JsonObject:
    """What the encoding of a form field says beside the defaults (OpenAPI 3.1, section 4.8.15.1)."""
    stated = dict(encoding.mapping)
    defaults = {"style": "form", "allowReserved": False, "explode": stated.get("style", "form") == "form"}
    if isinstance(stated.get("contentType"), str):
        defaults["contentType"] = walk(resolver, schema, None, _content_type, "text/plain")
        stated["contentType"] = ", ".join(sorted(name.strip() for name in stated["contentType"].split(",")))
    return {key: value for key, value in stated.items() if value != defaults.get(key)}


def _content_type(schema: Schema, _: None) -> Steps[None, str]:
    """The default media type of a form field: that of its items, if it is an array."""
    items, keywords = schema.child("items"), schema.keywords
    if keywords.get("type") == "array" and items:
        return str((yield items, None))
    if keywords.get("type") == "object" or schema.properties:
        return "application/json"
    is_text = "type" in keywords and "contentEncoding" not in keywords and not _is_of_3_0(schema)
    return "text/plain" if is_text else _BYTES
