"""What carries a value beside the body, a parameter or a header: how it is written, and what it takes."""

from typing import Final

from docgen.openapi.nodes import ANYTHING, Place

_STYLES: Final = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}


def form_of(place: Place) -> str:
    """How a parameter or a header is written: in a style, or as its `content` is (OpenAPI 3.1, section 4.8.12)."""
    content = place.get("content")
    if isinstance(content, dict) and content:
        return ", ".join(content)
    style = place.get("style") or _STYLES.get(str(place.get("in")), "simple")
    return f"{style}, explode {str(explodes(place)).lower()}"


def explodes(place: Place) -> bool:
    """Whether each item of a list, or field of an object, is written by itself."""
    explode = place.get("explode")
    style = place.get("style") or _STYLES.get(str(place.get("in")))
    return explode if isinstance(explode, bool) else style == "form"


def schema_of(place: Place) -> Place:
    """What a parameter or a header takes: anything where it has no schema."""
    schema = place.child("schema")
    return Place(ANYTHING, place.pointer) if schema.node is None else schema
