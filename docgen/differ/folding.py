"""Schemas that came or went, folded under the change that brought or took them: that of what refers to them."""

import re
from collections.abc import Iterator
from typing import Final

from docgen.differ.comparison import Comparison
from docgen.differ.effects import Occurrence
from docgen.openapi.nodes import Node
from docgen.openapi.references import schema_at, schema_name, schema_reference
from docgen.openapi.resolver import Resolver
from docgen.positions.source import Pointer

Root = list[Occurrence]
_BRINGS: Final = re.compile("-(?:added|removed|introduced|dropped|disjoint)$|wrapped")
"""The actions by which a part of a contract comes or goes as a whole."""
_ACTIONS: Final = {"api-schema-added": "added", "api-schema-removed": "removed"}


def folded(comparison: Comparison, roots: list[Root]) -> Iterator[tuple[Root, tuple[str, ...]]]:
    """The root causes, each with the schemas that came or went with it; schemas that nothing refers to stay."""
    sides = {"added": comparison.new, "removed": comparison.old}
    bare = {verb: {root[0].edit.name: root for root in roots if _verb(root) == verb} for verb in sides}
    found: dict[int, dict[str, None]] = {}
    # what refers to a schema comes before the schemas, which may refer to each other
    for root in sorted(roots, key=lambda root: _verb(root) is not None):
        verb = _verb(root)
        if verb and bare[verb].pop(root[0].edit.name, None) is None:
            continue
        found[id(root)] = {
            name: None
            for side, resolver in sides.items()
            if bare[side]
            for name in _reached(resolver, _nodes(root, side, resolver), bare[side])
        }
    for root in roots:
        found.get(id(root), {}).update(dict.fromkeys(_compared(comparison, root)))
    yield from ((root, tuple(found[id(root)])) for root in roots if id(root) in found)


def _compared(comparison: Comparison, root: Root) -> Iterator[str]:
    """The new schemas that a root cause is in, each as what another schema became."""
    for item in root:
        pointer = item.site.pointer
        if pointer[:2] == ("components", "schemas") and not comparison.old.has(pointer[:3]) and _verb(root) is None:
            yield str(pointer[2])


def _verb(root: Root) -> str | None:
    """Whether a root cause is that a schema was added or removed."""
    return _ACTIONS.get(root[0].edit.action)


def _nodes(root: Root, side: str, resolver: Resolver) -> Iterator[Node]:
    """The nodes of one side that came, went or took the place of others by a root cause; none for other edits."""
    other = "removed" if side == "added" else "added"
    for item in root:
        pointer: Pointer = item.site.pointer
        if item.swap:
            yield resolver.spec.node(pointer[:-1] if pointer[-1:] == ("$ref",) else pointer)
        elif _BRINGS.search(item.edit.action) and not item.edit.action.endswith(f"-{other}"):
            yield resolver.spec.node(pointer)


def _reached(resolver: Resolver, nodes: Iterator[Node], bare: dict[str, Root]) -> Iterator[str]:
    """The names that the nodes refer to, directly or through each other; each is taken out of `bare`."""
    waiting = list(nodes)
    for node in waiting:
        name = schema_at(node.pointer)  # a subtype, to which nothing refers where it comes in
        if name is not None and bare.pop(name, None) is not None:
            yield name
    while waiting and bare:
        for ref in sorted(resolver.references(waiting.pop())):
            name = schema_name(ref)
            if name is not None and bare.pop(name, None) is not None:
                yield name
                waiting.append(resolver.resolve(Node({"$ref": schema_reference(name)}, ())))
