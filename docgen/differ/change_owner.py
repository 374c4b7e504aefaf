"""What an edit was made to, for its key: equal edits of unrelated parts are two root causes, of copies one."""

from docgen.differ.edits import digest
from docgen.differ.without_annotations import schema_key, strip_annotations
from docgen.openapi.nodes import Node
from docgen.openapi.resolver import Resolver


def owner(node: Node, selector: str) -> str:
    """The component that contains a node, shared by all its users; otherwise the selector."""
    return "/".join(map(str, node.pointer)) if node.pointer[:1] == ("components",) else selector


def signature(*nodes: Node) -> str:
    """A digest of parameters, headers or media types: copies with equal `in`, schema and content have the same."""
    parts = [{key: node.get(key) for key in ("in", "schema", "content")} for node in nodes]
    return digest(*(strip_annotations(part) for part in parts))


def shape_of(resolver: Resolver, schema: Node) -> str:
    """A key of a schema that its copies have, too: those that differ from it in annotations and order alone."""
    known = resolver.digests.get(("shape", id(schema.value)))
    if known is None:
        known = resolver.digests["shape", id(schema.value)] = schema.value, schema_key(schema.value)
    return known[1]
