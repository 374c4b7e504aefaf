"""The owner of an edit, for its key: equal edits of two operations are two edits, of one component one."""

from docgen.differ.edits import digest
from docgen.differ.without_annotations import strip_annotations
from docgen.openapi.nodes import Node


def owner(node: Node, selector: str) -> str:
    """The component that contains a node, shared by all its users; otherwise the selector."""
    return "/".join(map(str, node.pointer)) if node.pointer[:1] == ("components",) else selector


def signature(*nodes: Node) -> str:
    """A digest of parameters, headers or media types: copies with equal `in`, schema and content have the same."""
    parts = [{key: node.get(key) for key in ("in", "schema", "content")} for node in nodes]
    return digest(*(strip_annotations(part) for part in parts))
