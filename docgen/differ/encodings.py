"""Bytes in text: `format` of OpenAPI 3.0, and `contentEncoding` and `contentMediaType` of 3.1, which say the same."""

from typing import Any, Final

import msgspec

from docgen.openapi.nodes import Node
from docgen.openapi.resolver import Resolver
from docgen.openapi.schema import Schema
from docgen.openapi.walk import Steps, walk

_CONTENT: Final = frozenset(("contentEncoding", "contentMediaType"))
_BASE64: Final = "base64"
_BYTES: Final = "application/octet-stream"


def align_encodings(old: Schema, new: Schema) -> tuple[Schema, Schema]:
    """Two schemas with their encodings in one spelling, if they have different ones (OpenAPI 3.1, section 4.8.14.2)."""
    both = (old, new)
    if not any(map(_in_words_of_3_0, both)) or not any(schema.keywords.keys() & _CONTENT for schema in both):
        return old, new
    return _as_content(old, new), _as_content(new, old)


def are_bytes(old: Any, new: Any) -> bool:  # noqa: ANN401 - any JSON
    """Whether both schemas of a media type say no more than that it is bytes, which 3.1 leaves to the media type."""
    return (_is_bytes(old) or _is_bytes(new)) and all(_is_bytes(each) or each in (None, {}) for each in (old, new))


def _is_bytes(schema: Any) -> bool:  # noqa: ANN401 - any JSON
    return isinstance(schema, dict) and schema.get("type") == "string" and schema.get("format") == "binary"


def encoding_of(resolver: Resolver, encoding: Node | None, schema: Node) -> dict[str, Any]:
    """What the encoding of a form field says beside the defaults (OpenAPI 3.1, section 4.8.15.1)."""
    said = dict(encoding.value) if encoding and isinstance(encoding.value, dict) else {}
    content_type = walk(resolver, schema, None, _content_type, "text/plain")
    defaults = {"contentType": content_type, "style": "form", "allowReserved": False}
    defaults["explode"] = said.get("style", "form") == "form"
    if isinstance(said.get("contentType"), str):
        said["contentType"] = ", ".join(sorted(one.strip() for one in said["contentType"].split(",")))
    return {key: value for key, value in said.items() if value != defaults.get(key)}


def _content_type(schema: Schema, _: None) -> Steps[None, str]:
    """The default media type of a form field: that of its items, if it is an array."""
    items, keywords = schema.child("items"), schema.keywords
    if keywords.get("type") == "array" and items:
        return str((yield items, None))
    if keywords.get("type") == "object" or schema.properties:
        return "application/json"
    encoded = keywords.get("format") in ("byte", "binary") or "contentEncoding" in keywords
    return _BYTES if encoded or "type" not in keywords else "text/plain"


def _in_words_of_3_0(schema: Schema) -> bool:
    return schema.keywords.get("format") in ("byte", "binary")


def _as_content(schema: Schema, other: Schema) -> Schema:
    """A schema with the keywords of 3.1; `binary` says no media type, so that of the other side is as good as any."""
    if not _in_words_of_3_0(schema):
        return schema
    keywords = {key: value for key, value in schema.keywords.items() if key != "format"}
    if schema.keywords["format"] == "byte":
        keywords["contentEncoding"] = _BASE64
        if "contentMediaType" in other.keywords:
            keywords["contentMediaType"] = other.keywords["contentMediaType"]
    else:
        keywords["contentMediaType"] = other.keywords.get("contentMediaType", _BYTES)
    if "type" not in other.keywords:  # bytes have no type in 3.1
        keywords.pop("type", None)
    return msgspec.structs.replace(schema, keywords=keywords)
