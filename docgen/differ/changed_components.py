"""The components that differ between two contracts, directly or by reference; the others need no comparison."""

from collections.abc import Iterator
from typing import Final

from docgen.openapi.nodes import Node
from docgen.openapi.references import reference_to, schema_reference
from docgen.openapi.resolver import Resolver

_MISSING: Final = Node(None, ())


def dirty_components(old: Resolver, new: Resolver) -> set[str]:
    """The references to all components that differ or refer to one that does; `#` stands for the document itself."""
    before, after = dict(_components(old)), dict(_components(new))
    both = before.keys() | after.keys()
    dirty = {ref for ref in both if before.get(ref, _MISSING).value != after.get(ref, _MISSING).value}
    users: dict[str, list[str]] = {}
    for ref, node in after.items():
        if ref not in dirty:
            for used in new.references(node):
                users.setdefault(used, []).append(ref)
    for base in old.subtypes.keys() | new.subtypes.keys():
        subtypes = new.subtypes.get(base, ())
        if old.subtypes.get(base) != subtypes:
            dirty.add(schema_reference(base))
        for subtype in subtypes:
            users.setdefault(schema_reference(subtype), []).append(schema_reference(base))
    # a reference to anything but a component counts as changed: its target is not compared here
    waiting = [*dirty, "#", *(used for used in users if used not in after)]
    dirty.update(waiting)
    while waiting:
        for user in users.get(waiting.pop(), ()):
            if user not in dirty:
                dirty.add(user)
                waiting.append(user)
    return dirty


def _components(resolver: Resolver) -> Iterator[tuple[str, Node]]:
    components = resolver.root.child("components")
    for section in components.value if isinstance(components.value, dict) else ():
        if section not in ("examples", "securitySchemes"):
            for node in components.members(section).values():
                yield reference_to(*node.pointer), node
