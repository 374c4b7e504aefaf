"""Whose part an edit is of, for its key: equal edits of parts of two operations are two edits."""

from docgen.differ.edits import digest
from docgen.differ.without_annotations import strip_annotations
from docgen.openapi.nodes import Node


def owner(node: Node, selector: str) -> str:
    """The component that a place stands in, which all that refer to it share; else what selects the place."""
    return "/".join(map(str, node.pointer)) if node.pointer[:1] == ("components",) else selector


def signature(*places: Node) -> str:
    """What tells copies of a parameter, a header or a media type: where it stands, and what it takes."""
    parts = [{key: node.get(key) for key in ("in", "schema", "content")} for node in places]
    return digest(*(strip_annotations(part) for part in parts))
