"""One contract with its references followed, and the schemas that are made from several of its own."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

from docgen.openapi.discriminators import subtypes_of
from docgen.openapi.nodes import (
    ANYTHING,
    NamedNodes,
    Node,
    components_of,
    follow,
    has_no_siblings,
    is_reference,
    references,
)
from docgen.openapi.schema import Schema
from docgen.positions.source import Pointer

if TYPE_CHECKING:
    from docgen.openapi.spec import Spec


class Resolver:
    """One contract, with its references followed.

    A reference with keywords beside it is a schema of its own, one of whose demands is what it refers to
    (JSON Schema 2020-12, section 8.2.3.1); OpenAPI 3.0 ignores them (section 4.7.23). `Spec.resolve`
    ignores it in either version: it is for what is no schema, which has no siblings (3.1, section 4.8.23).
    """

    def __init__(self, spec: "Spec") -> None:
        self.spec = spec
        self.ignores_siblings = str(spec.document.get("openapi")).startswith("3.0")
        self.root = Node(spec.document, ())
        # Known by identity: two equal nodes may have two places, and to hash a node takes a walk through
        # it. An id means one node as long as that lives: the document does, and so do the nodes made here.
        # schemas as they validate; each keeps its node alive
        self.merged: dict[int, Schema] = {}
        # with the node, or another one could get its identity
        self.ends_of_parts: dict[int, tuple[Any, list[Node]]] = {}
        # by form and node; with the node, as above
        self.digests: dict[tuple[str, int], tuple[Any, str]] = {}
        # the values that schemas allow, by node
        self.allowed: dict[int, tuple[object, tuple[str, ...] | None]] = {}
        self._ends: NamedNodes = {}
        self._synthetic: dict[frozenset[int], dict[str, Any]] = {}
        self._parts: dict[int, list[Node]] = {}

    @cached_property
    def subtypes(self) -> dict[str, tuple[str, ...]]:
        """The schemas with a discriminator, with those that inherit from them."""
        return subtypes_of(self.spec.document)

    def schemas(self) -> NamedNodes:
        """The component schemas by name, unmerged."""
        return self.root.child("components").members("schemas")

    def schema(self, name: str) -> Node:
        """A component schema by its name, its references followed; a value of None where there is none."""
        return self.resolve(self.spec.node(("components", "schemas", name)))

    def references(self, node: Node) -> set[str]:
        """The components that the references in a place of the document point to or into, at any depth."""
        known = self.spec.piece_refs.get(id(node.value))
        return references(node.value) if known is None else components_of(known)

    def refers(self, node: Any) -> bool:  # noqa: ANN401 - a node of JSON can be anything
        """Whether a node is a reference and nothing else."""
        return is_reference(node) and (self.ignores_siblings or has_no_siblings(node))

    def resolve(self, node: Node) -> Node:
        """The end of a chain of references; a value of None where one is not found, or in a circle."""
        # most nodes are no references, and most references were followed before
        value = node.value
        if not isinstance(value, dict) or "$ref" not in value or not self.refers(value):
            return node
        return self._ends.get(value["$ref"]) or follow(node, self.spec.node, self._ends, self.refers)

    def all_of(self, left: Node, right: Node) -> Node:
        """One node that demands what two demand: the same one each time, as pairs are known by their nodes.

        It demands each part once, however often it is made of nodes that demand it: schemas that hold each other in
        an `allOf` have no end of such nodes otherwise. It is in no document: its pointer is that of the first.
        """
        parts: dict[int, Node] = {}
        for part in (*self._parts.get(id(left.value), [left]), *self._parts.get(id(right.value), [right])):
            parts.setdefault(id(self.resolve(part).value or part.value), part)
        if len(parts) == 1:
            return left
        key = frozenset(parts)
        if key not in self._synthetic:
            self._synthetic[key] = {"allOf": [part.value for part in parts.values()]}
            # with their pointers, which `allOf` has lost
            self._parts[id(self._synthetic[key])] = list(parts.values())
        return Node(self._synthetic[key], left.pointer)

    def has(self, pointer: Pointer) -> bool:
        """Whether the document has a node at the pointer of a component."""
        return self.spec.at(pointer) is not None

    def synthetic_parts(self, node: object) -> list[Node]:
        """The nodes that a synthetic node is all of; none for any other node."""
        return list(self._parts.get(id(node), ()))

    def is_synthetic(self, node: object) -> bool:
        """Whether a node is of no document, but made of several."""
        return node is ANYTHING or id(node) in self._parts
