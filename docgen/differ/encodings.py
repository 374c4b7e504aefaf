"""Bytes in text: `format` of OpenAPI 3.0, and `contentEncoding` and `contentMediaType` of 3.1, which say the same."""

from typing import Any, Final

from docgen.openapi.nodes import Node
from docgen.openapi.resolver import Resolver
from docgen.openapi.schema import Schema
from docgen.openapi.walk import Steps, walk

_CONTENT: Final = frozenset(("contentEncoding", "contentMediaType"))
_FORMATS_OF_3_0: Final = ("byte", "binary")
_BYTES: Final = "application/octet-stream"


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


def encoding_of(resolver: Resolver, encoding: Node | None, schema: Node) -> dict[str, Any]:
    """What the encoding of a form field says beside the defaults (OpenAPI 3.1, section 4.8.15.1)."""
    said = dict(encoding.mapping) if encoding else {}
    defaults = {
        "contentType": walk(resolver, schema, None, _content_type, "text/plain"),
        "style": "form",
        "allowReserved": False,
        "explode": said.get("style", "form") == "form",
    }
    if isinstance(said.get("contentType"), str):
        said["contentType"] = ", ".join(sorted(name.strip() for name in said["contentType"].split(",")))
    return {key: value for key, value in said.items() if value != defaults.get(key)}


def _content_type(schema: Schema, _: None) -> Steps[None, str]:
    """The default media type of a form field: that of its items, if it is an array."""
    items, keywords = schema.child("items"), schema.keywords
    if keywords.get("type") == "array" and items:
        return str((yield items, None))
    if keywords.get("type") == "object" or schema.properties:
        return "application/json"
    is_text = "type" in keywords and "contentEncoding" not in keywords and not _is_of_3_0(schema)
    return "text/plain" if is_text else _BYTES
