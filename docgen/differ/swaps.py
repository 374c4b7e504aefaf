"""References that lead to another component than before: neither of the two has changed, the reference has."""

from docgen.differ.edits import Site, Swap
from docgen.openapi.nodes import Node
from docgen.openapi.references import is_reference, references, schema_at, schema_name, schema_reference
from docgen.openapi.resolver import Resolver

Sides = tuple[Resolver, Resolver]
"""The base and the revision."""


def find_swap(sides: Sides, old: Node, new: Node, selector: str, label: str) -> Swap | None:
    """The swap of a reference that leads to a component, which is not the former one under another name.

    A schema that was inline is no counterpart of one that was there already; of a new component, it is.
    """
    names = schema_name(old.get("$ref")) or schema_at(old.pointer) or "", schema_name(new.get("$ref")) or ""
    if not names[1]:
        return None
    if names[0] == names[1]:
        return alias_swap(names[0], *(side.resolve(node) for side, node in zip(sides, (old, new), strict=True)))
    if not names[0] and schema_reference(names[1]) in references(old.value):
        return None  # it was wrapped
    was_there = all(side.has(("components", "schemas", names[1])) for side in sides)
    pointer = (*new.pointer, "$ref") if is_reference(new.value) else new.pointer
    return Swap(Site(pointer, selector, label), *names) if names[0] or (old.value and was_there) else None


def alias_swap(name: str, old: Node, new: Node) -> Swap | None:
    """The swap of a component that is but a reference to another, given what it led to and leads to."""
    targets = schema_at(old.pointer) or "", schema_at(new.pointer) or ""
    if targets[1] in ("", name) or targets[0] == targets[1]:
        return None
    site = Site(("components", "schemas", name, "$ref"), name, f"`{name}`")
    return Swap(site, "" if targets[0] == name else targets[0], targets[1])
