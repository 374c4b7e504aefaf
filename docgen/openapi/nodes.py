"""A value in a contract with its pointer, and the references from one to another."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, Final

import msgspec

from docgen.openapi.pointers import json_pointer, pointer_of, value_at
from docgen.positions.source import Pointer

ANNOTATIONS: Final = frozenset(
    ("title", "description", "example", "examples", "externalDocs", "xml", "summary", "$comment", "$id", "$anchor")
)
"""Keywords that no validator reads."""

JsonObject = Mapping[str, Any]
"""An object of JSON: its members by their names."""

ANYTHING: Final[dict[str, Any]] = {}
"""The schema that takes anything, for a keyword that is absent: one node, as pairs are known by their nodes."""

# References are looked for in JSON text, which is many times quicker than to walk what it says, and as exact: a quote
# within a text is written \", so `"$ref":"` after a brace or a comma can be nothing but a key with its value.
_REF: Final = re.compile(rb'\$(?<=[{,]"\$)ref":("[^"\\]*+(?:\\.[^"\\]*+)*+")')  # begins with its rarest byte

_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
NO_POINTER: Final = "has a fragment that is not a JSON pointer, such as an `$anchor`, which docgen does not follow"
PROSE: Final = frozenset(("summary", "description"))
"""Fields where vendors' tools take a reference to a file of Markdown, which no OpenAPI has."""
_HOLDERS: Final = (dict, list)
_COMPONENT_DEPTH: Final = 3  # `#/components/schemas/Image`


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
        return self.text("$ref")

    @property
    def name(self) -> str:
        """What a parameter, a header or a security scheme is called."""
        return str(self.get("name"))

    @property
    def description(self) -> str:
        """The description; empty without one."""
        return str(self.get("description") or "")

    @property
    def is_required(self) -> bool:
        """Whether it says `required: true`, as a parameter, a header or a body can."""
        return self.get("required") is True

    @property
    def is_deprecated(self) -> bool:
        """Whether it says `deprecated: true`."""
        return self.get("deprecated") is True

    @property
    def schema_name(self) -> str | None:
        """The name of the component schema that it is; None for any other place."""
        return schema_at(self.pointer)

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

    def members(self, key: str) -> "NamedNodes":
        """The children of a mapping under a key."""
        pointer = (*self.pointer, key)
        return {name: Node(node, (*pointer, name)) for name, node in as_mapping(self.get(key)).items()}

    def fields(self, key: str) -> "NamedNodes":
        """The children of a mapping that may be extended (`x-`) under a key, without the extensions."""
        return {name: node for name, node in self.members(key).items() if name[:2] != "x-"}

    def items(self, key: str) -> "list[Node]":
        """The children of a list under a key."""
        return [Node(node, (*self.pointer, key, index)) for index, node in enumerate(as_list(self.get(key)))]

    def text(self, key: str) -> str:
        """The text of a key; empty where there is none."""
        value = self.get(key)
        return value if isinstance(value, str) else ""

    def get(self, key: str) -> Any:  # noqa: ANN401 - a node of JSON can be anything
        """The value of a key, or None where the node is no mapping or has none."""
        return self.value.get(key) if isinstance(self.value, dict) else None


NamedNodes = dict[str, Node]
"""Nodes by what they are called, such as their keys."""


def refs_in(text: bytes) -> frozenset[str]:
    """Every `$ref` that is text in a JSON text without spaces (RFC 8259; OpenAPI 3.1, section 4.8.23)."""
    return frozenset(map(_decoded, _REF.findall(text)))


@cache
def _decoded(literal: bytes) -> str:
    ref: str = msgspec.json.decode(literal)
    return ref


def references(node: object) -> set[str]:
    """The components that the local references in a node point to or into, at any depth."""
    return components_of(refs_in(msgspec.json.encode(node)))


def whole_references(text: bytes) -> set[str] | None:
    """The local references in a JSON text without spaces; None where one points into a component."""
    local = {ref for ref in refs_in(text) if ref[:1] == "#"}
    return local if components_of(local) == local else None


def components_of(refs: Iterable[str]) -> set[str]:
    """The components that the local ones of some references point to or into."""
    return {component_of(ref) for ref in refs if ref[:1] == "#"}


@cache
def component_of(ref: str) -> str:
    """A reference cut to the component that it points into, its percents decoded; `#` where it points elsewhere."""
    pointer = pointer_of(ref)
    if pointer[0] != "components" or len(pointer) == 1:
        return "#"
    return reference_to(*pointer[:_COMPONENT_DEPTH])


def reference_to(*keys: str | int) -> str:
    """The reference to a place of the document itself."""
    return f"#{json_pointer(keys)}"


def schema_reference(name: str) -> str:
    """The reference to a component schema."""
    return reference_to("components", "schemas", name)


def component_name(pointer: Pointer) -> str | None:
    """The name of the component under a pointer, or None where it points elsewhere."""
    if len(pointer) != _COMPONENT_DEPTH or pointer[0] != "components":
        return None
    return str(pointer[2])


def schema_at(pointer: Pointer) -> str | None:
    """The name of the component schema at a pointer, or None where it points elsewhere."""
    return component_name(pointer) if pointer[1:2] == ("schemas",) else None


def schema_name(ref: object) -> str | None:
    """The name of the component schema that a reference points to, or None where it points elsewhere."""
    return schema_at(pointer_of(ref)) if isinstance(ref, str) and ref[:2] == "#/" else None


def unresolved_refs(document: JsonObject, refs: Iterable[str]) -> set[str]:
    """The references within a document that are not found in it."""
    # by plain names, which most are: quicker than to follow each
    known = {"#"}
    for section, members in as_mapping(document.get("components")).items():
        known.update(f"#/components/{section}/{name}" for name in as_mapping(members))
    inner = {ref for ref in refs if ref[:1] == "#"} - known
    return {ref for ref in inner if value_at(document, pointer_of(ref)) is None}


def why_missing(ref: str, path: str) -> str:
    """Why a reference leads to no part of a file: the end of a sentence about it."""
    return f"is not found in {path}" if ref.partition("#")[2][:1] in ("", "/") else NO_POINTER


def is_reference(node: object) -> bool:
    """Whether a node is a `$ref`."""
    return isinstance(node, dict) and isinstance(node.get("$ref"), str)


def is_address(ref: str) -> bool:
    """Whether a reference names a place by its scheme or host."""
    return _ADDRESS.match(ref) is not None


def may_hold_references(node: object) -> bool:
    """Whether a node can hold a reference: quick to see, and true for all that holds a node of its own."""
    return isinstance(node, dict) and ("$ref" in node or any(isinstance(value, _HOLDERS) for value in node.values()))


def has_no_siblings(node: Any) -> bool:  # noqa: ANN401 - a node of JSON can be anything
    """Whether a reference has nothing beside it that a validator reads: neither dialect has `nullable` there."""
    return len(node) == 1 or all(key in ("$ref", "nullable") or key in ANNOTATIONS or key[:2] == "x-" for key in node)


def follow(
    node: Node, at: Callable[[Pointer], Node], ends: NamedNodes, refers: Callable[[Any], bool] = is_reference
) -> Node:
    """The end of a chain of local references; a value of None where one is not found, or in a circle.

    `ends` are those of the chains that were followed before, by their references: each is followed once.
    """
    passed: list[str] = []
    while refers(node.value):
        ref = node.value["$ref"]
        if ref not in ends:
            # until the end is known, a reference that comes again is in a circle
            ends[ref] = Node(None, node.pointer)
            passed.append(ref)
            node = ends[ref]
            if ref.startswith("#/"):
                node = at(pointer_of(ref))
        else:
            node = ends[ref]
    ends.update(dict.fromkeys(passed, node))
    return node
