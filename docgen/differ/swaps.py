"""References that lead to another component than before: neither of the two has changed, the reference has."""

from collections.abc import Iterator
from typing import Final

from docgen.differ.edits import Site, Swap
from docgen.openapi.nodes import Node, schema_reference
from docgen.openapi.pointers import pointer_of
from docgen.openapi.resolver import Resolver
from docgen.openapi.schema import APPLIED_LISTS

_FIELDS: Final = frozenset(("properties", "additionalProperties", *APPLIED_LISTS))
Sides = tuple[Resolver, Resolver]
"""The base and the revision."""


def find_swap(sides: Sides, old: Node, new: Node, selector: str, label: str) -> Swap | None:
    """The swap of a reference that leads to a component, which is not the former one under another name.

    A schema that was inline is no counterpart of one that was there already; of a new component, it is. An inline
    object is none of a component that is still there, and one without fields of none at all.
    """
    names = _part_name(old.ref) or old.schema_name or "", _part_name(new.ref)
    is_left = any(names) and sides[1].has(("components", "schemas", names[0]))
    if old.ref and new.get("type") == "object" and (is_left or _FIELDS.isdisjoint(new.value)):
        names = names[0], "object"
    if not names[1]:
        return None
    # the name stayed and became an alias: what it leads to is what changed
    if names[0] == names[1]:
        return alias_swap(names[0], *(side.resolve(node) for side, node in zip(sides, (old, new), strict=True)))
    if not names[0]:
        # a schema that was moved from inline to a new component is still that schema
        was_there = all(side.has(("components", "schemas", names[1])) for side in sides)
        if not old.value or not was_there or schema_reference(names[1]) in _wrapped(old):
            return None
    pointer = new.pointer
    if new.ref:
        pointer = (*pointer, "$ref")
    return Swap(Site(pointer, selector, label), *names)


def _wrapped(schema: Node) -> Iterator[str]:
    """The references of the parts and the alternatives of a schema."""
    for keyword in APPLIED_LISTS:
        for member in schema.items(keyword):
            yield member.ref


def _part_name(ref: str) -> str:
    """The name of the component schema, or of the part of one, that a reference leads to; empty for anything else."""
    pointer = pointer_of(ref)
    if pointer[:2] != ("components", "schemas"):
        return ""
    return ".".join(str(key) for key in pointer[2:] if key != "properties")


def alias_swap(name: str, old: Node, new: Node) -> Swap | None:
    """The swap of a component that is but a reference to another, given what it led to and leads to."""
    targets = old.schema_name or "", new.schema_name or ""
    if targets[1] in ("", name) or targets[0] == targets[1]:
        return None
    site = Site(("components", "schemas", name, "$ref"), name, f"`{name}`")
    return Swap(site, targets[0] if targets[0] != name else "", targets[1])
