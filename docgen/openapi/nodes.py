"""A value in a contract with its pointer."""

from collections.abc import Iterable
from typing import Any, Final

import msgspec

from docgen.positions.source import Pointer

ANNOTATIONS: Final = frozenset(
    ("title", "description", "example", "examples", "externalDocs", "xml", "summary", "$comment", "$id", "$anchor")
)
"""Keywords that no validator reads."""

ANYTHING: Final[dict[str, Any]] = {}
"""The schema that takes anything, for a keyword that is absent: one node, as pairs are known by their nodes."""


def as_mapping(value: object) -> dict[str, Any]:
    """A value of JSON, if it is a mapping; otherwise an empty one."""
    return value if isinstance(value, dict) else {}


def as_list(value: object) -> list[Any]:
    """A value of JSON, if it is a list; otherwise an empty one."""
    return value if isinstance(value, list) else []


def is_number(value: object) -> bool:
    """Whether a value of JSON is a number: in Python, True is an int."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def children(value: object) -> Iterable[tuple[Any, Any]]:
    """The members or the items of a value of JSON, with their names or indexes."""
    if isinstance(value, dict):
        return value.items()
    return enumerate(as_list(value))


def validated(keywords: Iterable[str]) -> set[str]:
    """The keywords that are no annotations and no extensions."""
    return {key for key in keywords if key not in ANNOTATIONS and key[:2] != "x-"}


class Node(msgspec.Struct, frozen=True):
    """A value in a contract and its pointer; the value is None where a reference is not found."""

    value: Any
    pointer: Pointer

    @property
    def mapping(self) -> dict[str, Any]:
        """The value, if it is a mapping; otherwise an empty one."""
        return as_mapping(self.value)

    @property
    def ref(self) -> str:
        """The `$ref`, if the value is a reference; otherwise empty."""
        ref = self.get("$ref")
        return ref if isinstance(ref, str) else ""

    def child(self, *keys: str | int) -> "Node":
        """The node under some keys, or None there."""
        # not `value_at`: this is called for each keyword, and a text is no index here
        node = self.value
        for key in keys:
            if isinstance(node, dict):
                node = node.get(key)
            elif isinstance(node, list) and isinstance(key, int) and key < len(node):
                node = node[key]
            else:
                node = None
        return Node(node, (*self.pointer, *keys))

    def members(self, key: str) -> "dict[str, Node]":
        """The children of a mapping under a key."""
        pointer = (*self.pointer, key)
        return {name: Node(node, (*pointer, name)) for name, node in as_mapping(self.get(key)).items()}

    def fields(self, key: str) -> "dict[str, Node]":
        """The children of a mapping that may be extended (`x-`) under a key, without the extensions."""
        return {name: node for name, node in self.members(key).items() if name[:2] != "x-"}

    def items(self, key: str) -> "list[Node]":
        """The children of a list under a key."""
        return [Node(node, (*self.pointer, key, index)) for index, node in enumerate(as_list(self.get(key)))]

    def get(self, key: str) -> Any:  # noqa: ANN401 - a node of JSON can be anything
        """The value of a key, or None where the node is no mapping or has none."""
        return self.value.get(key) if isinstance(self.value, dict) else None
