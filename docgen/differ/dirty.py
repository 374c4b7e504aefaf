"""The components of two contracts that can differ for one who uses them: the others need no comparison."""

from collections.abc import Iterator
from typing import Final

from docgen.openapi.nodes import Place
from docgen.openapi.references import reference_to, schema_reference
from docgen.openapi.resolver import Side

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
            dirty.add(schema_reference(base))
        for heir in heirs:
            users.setdefault(schema_reference(heir), []).append(schema_reference(base))
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
                yield reference_to(*place.pointer), place
