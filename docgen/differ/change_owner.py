"""What an edit was made to, for its key: equal edits of unrelated parts are two root causes, of copies one."""

from docgen.differ.edits import Origin, digest
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


def origin_of(resolver: Resolver, schema: Node, name: str) -> Origin:
    """The origin of an edit in a schema, which a property of this name holds; a named or outermost schema has none."""
    known = resolver.digests.get(("shape", id(schema.value)))
    if known is None:
        known = resolver.digests["shape", id(schema.value)] = schema.value, schema_key(schema.value)
    properties = schema.get("properties") if name else None
    return Origin(known[1], name, frozenset(properties) if isinstance(properties, dict) else frozenset())
