"""What carries a value beside the body, a parameter or a header: how it is written, and what it takes."""

from typing import Final

from docgen.openapi.nodes import ANYTHING, Node

_STYLES: Final = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}


def serialization_of(node: Node) -> str:
    """How a parameter or a header is written: in a style, or as its `content` is (OpenAPI 3.1, section 4.8.12)."""
    content = node.get("content")
    if isinstance(content, dict) and content:
        return ", ".join(content)
    style = node.get("style") or _STYLES.get(str(node.get("in")), "simple")
    return f"{style}, explode {str(is_exploded(node)).lower()}"


def is_exploded(node: Node) -> bool:
    """Whether each item of a list, or field of an object, is written by itself."""
    explode = node.get("explode")
    style = node.get("style") or _STYLES.get(str(node.get("in")))
    return explode if isinstance(explode, bool) else style == "form"


def schema_of(node: Node) -> Node:
    """What a parameter or a header takes: anything where it has no schema."""
    schema = node.child("schema")
    return Node(ANYTHING, node.pointer) if schema.value is None else schema
