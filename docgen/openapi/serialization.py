"""The serialization of parameters and headers, and their schemas."""

from typing import Final

from docgen.openapi.nodes import ANYTHING, Node

_STYLES: Final = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}


def serialization_of(node: Node) -> str:
    """The style of a parameter or a header, or the media types of its `content` (OpenAPI 3.1, section 4.8.12)."""
    content = node.get("content")
    if isinstance(content, dict) and content:
        return ", ".join(content)
    style = node.get("style") or _STYLES.get(str(node.get("in")), "simple")
    return f"{style}, explode {str(is_exploded(node)).lower()}"


def is_exploded(node: Node) -> bool:
    """Whether each item of an array, or property of an object, is a parameter of its own (`explode`)."""
    explode = node.get("explode")
    style = node.get("style") or _STYLES.get(str(node.get("in")))
    return explode if isinstance(explode, bool) else style == "form"


def schema_of(node: Node) -> Node:
    """The schema of a parameter or a header; without one, it accepts any value."""
    schema = node.child("schema")
    return Node(ANYTHING, node.pointer) if schema.value is None else schema
