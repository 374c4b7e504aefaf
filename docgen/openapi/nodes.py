"""A node of a contract with the pointer that leads to it, and the references between nodes."""

from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from typing import Any, Final
from urllib.parse import unquote

import msgspec

from docgen.openapi.inheritance import heirs_of, reference_to
from docgen.openapi.pointers import json_pointer, pointer_of, value_at
from docgen.openapi.references import refs_in
from docgen.openapi.spec import Spec
from docgen.positions.source import Pointer

_COMPONENT_DEPTH: Final = 3  # `#/components/schemas/Image`


ANNOTATIONS: Final = frozenset(
    ("title", "description", "example", "examples", "externalDocs", "xml", "summary", "$comment", "$id", "$anchor")
)
"""Keywords that no validator reads."""

ANYTHING: Final[dict[str, Any]] = {}
"""The schema that takes anything, for a keyword that is absent: one node, as pairs are known by their nodes."""


class Place(msgspec.Struct, frozen=True):
    """A node and its pointer; the node is None where a reference leads nowhere."""

    node: Any
    pointer: Pointer

    def child(self, *keys: str | int) -> "Place":
        """The node under some keys, or None there."""
        node = self.node
        for key in keys:
            if isinstance(node, dict):
                node = node.get(key)
            else:
                node = node[key] if isinstance(node, list) and isinstance(key, int) and key < len(node) else None
        return Place(node, (*self.pointer, *keys))

    def members(self, key: str) -> "dict[str, Place]":
        """The children of a mapping under a key."""
        found = self.node.get(key) if isinstance(self.node, dict) else None
        if not isinstance(found, dict):
            return {}
        pointer = (*self.pointer, key)
        return {name: Place(node, (*pointer, name)) for name, node in found.items()}

    def fields(self, key: str) -> "dict[str, Place]":
        """The children of a mapping that may be extended (`x-`) under a key, without the extensions."""
        return {name: place for name, place in self.members(key).items() if name[:2] != "x-"}

    def items(self, key: str) -> "list[Place]":
        """The children of a list under a key."""
        found = self.node.get(key) if isinstance(self.node, dict) else None
        return (
            [Place(node, (*self.pointer, key, index)) for index, node in enumerate(found or ())]
            if isinstance(found, list)
            else []
        )

    def get(self, key: str) -> Any:  # noqa: ANN401 - a node of JSON can be anything
        """The value of a key, or None where the node is no mapping or has none."""
        return self.node.get(key) if isinstance(self.node, dict) else None


def is_reference(node: object) -> bool:
    """Whether a node is a `$ref`."""
    return isinstance(node, dict) and isinstance(node.get("$ref"), str)


def stands_alone(node: Any) -> bool:  # noqa: ANN401 - a node of JSON can be anything
    """Whether a reference has nothing beside it that a validator reads: neither dialect has `nullable` there."""
    return len(node) == 1 or all(key in ("$ref", "nullable") or key in ANNOTATIONS or key[:2] == "x-" for key in node)


class Side:
    """One of the two contracts, with its references followed.

    A reference with keywords beside it is a schema of its own, one of whose demands is what it refers to
    (JSON Schema 2020-12, section 8.2.3.1); OpenAPI 3.0 ignores what stands beside (section 4.7.23).
    """

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.ignores_siblings = str(spec.document.get("openapi")).startswith("3.0")
        self.root = Place(spec.document, ())
        self.taken_in: set[int] = set()  # nodes that others have merged, by their identity
        self.views: dict[int, Any] = {}  # schemas as they validate, by the identity of their nodes
        self.digests: dict[tuple[str, int], tuple[Any, str]] = {}  # of forms of nodes, which are kept
        self._resolved: dict[str, Place] = {}
        self._made: dict[frozenset[int], dict[str, Any]] = {}
        self._ids = {id(ANYTHING)}
        self._parts: dict[int, list[Place]] = {}

    @cached_property
    def heirs(self) -> dict[str, tuple[str, ...]]:
        """The schemas with a discriminator, with those that inherit from them."""
        return heirs_of(self.spec.document)

    def references(self, place: Place) -> set[str]:
        """The components that the references in a place of the document lead to or into, at any depth."""
        known = self.spec.refs.get(place.pointer)
        return references(place.node) if known is None else _led_to(known)

    def refers(self, node: Any) -> bool:  # noqa: ANN401 - a node of JSON can be anything
        """Whether a node is a reference and nothing else."""
        return is_reference(node) and (self.ignores_siblings or stands_alone(node))

    def resolve(self, place: Place) -> Place:
        """Where a chain of references ends; a node of None where it leads nowhere or in a circle."""
        if not self.refers(place.node):
            return place
        seen: set[str] = set()
        while self.refers(place.node):
            ref = place.node["$ref"]
            if ref in seen or not ref.startswith("#/"):
                return Place(None, place.pointer)
            seen.add(ref)
            place = self._at(ref)
        return place

    def together(self, left: Place, right: Place) -> Place:
        """One node that demands what two demand: the same one each time, as pairs are known by their nodes.

        It demands each part once, however often it is made of nodes that demand it: schemas that hold each other in
        an `allOf` have no end of such nodes otherwise.
        """
        parts: dict[int, Place] = {}
        for place in (left, right):
            for part in self._parts.get(id(place.node), [place]):
                parts.setdefault(id(self.resolve(part).node or part.node), part)
        if len(parts) == 1:
            return left
        key = frozenset(parts)
        if key not in self._made:
            self._made[key] = {"allOf": [part.node for part in parts.values()]}
            self._ids.add(id(self._made[key]))
            self._parts[id(self._made[key])] = list(parts.values())
        return Place(self._made[key], left.pointer)

    def has(self, pointer: Pointer) -> bool:
        """Whether the document has a node at the pointer of a component."""
        return self.spec.at(pointer) is not None

    def parts_of_made(self, node: object) -> list[Place]:
        """The places whose demands a node that stands in no document has; none for any other node."""
        return list(self._parts.get(id(node), ()))

    def is_made(self, node: object) -> bool:
        """Whether a node stands in no document."""
        return id(node) in self._ids

    def _at(self, ref: str) -> Place:
        if ref not in self._resolved:
            pointer = pointer_of(ref)
            self._resolved[ref] = Place(value_at(self.spec.document, pointer), pointer)
        return self._resolved[ref]


def may_refer(node: object) -> bool:
    """Whether a node can hold a reference: quick to see, and true for all that holds a node of its own."""
    return isinstance(node, dict) and any(
        isinstance(value, dict | list) or key == "$ref" for key, value in node.items()
    )


def references(node: object) -> set[str]:
    """The components that the local references in a node lead to or into, at any depth."""
    return _led_to(refs_in(msgspec.json.encode(node)))


def whole_references(text: bytes) -> set[str] | None:
    """The local references in a JSON text without spaces; None where one leads into a part of a component."""
    found = {ref for ref in refs_in(text) if ref[:1] == "#"}
    return found if all(component_of(ref) == ref for ref in found) else None


def _led_to(refs: Iterable[str]) -> set[str]:
    return {component_of(ref) for ref in refs if ref[:1] == "#"}


@cache
def component_of(ref: str) -> str:
    """A reference cut to the component that it leads into, its percents decoded; `#` where it leads elsewhere."""
    if not ref.startswith("#/components/"):
        return "#"
    if "%" in ref:
        ref = unquote(ref)
    return "/".join(ref.split("/")[: _COMPONENT_DEPTH + 1])


def component_name(pointer: Pointer) -> str | None:
    """The name of the component that a pointer leads to, or None where it leads elsewhere."""
    return str(pointer[2]) if len(pointer) == _COMPONENT_DEPTH and pointer[0] == "components" else None


_NOWHERE: Final = Place(None, ())


def dirty_components(old: Side, new: Side) -> set[str]:
    """The references to every component that differs, or that leads to one that does; what is no component may."""
    before, after = dict(_components(old)), dict(_components(new))
    both = before.keys() | after.keys()
    dirty = {ref for ref in both if before.get(ref, _NOWHERE).node != after.get(ref, _NOWHERE).node}
    users: dict[str, list[str]] = {}
    for ref, place in after.items():
        if ref not in dirty:
            for used in new.references(place):
                users.setdefault(used, []).append(ref)
    for base in old.heirs.keys() | new.heirs.keys():
        heirs = new.heirs.get(base, ())
        if old.heirs.get(base) != heirs:
            dirty.add(reference_to(base))
        for heir in heirs:
            users.setdefault(reference_to(heir), []).append(reference_to(base))
    waiting = [*dirty, "#", *(used for used in users if used not in after)]
    dirty.update(waiting)
    while waiting:
        for user in users.get(waiting.pop(), ()):
            if user not in dirty:
                dirty.add(user)
                waiting.append(user)
    return dirty


def _components(side: Side) -> Iterator[tuple[str, Place]]:
    components = side.root.child("components")
    for section in components.node if isinstance(components.node, dict) else ():
        if section not in ("examples", "securitySchemes"):
            for place in components.members(section).values():
                yield f"#{json_pointer(place.pointer)}", place
