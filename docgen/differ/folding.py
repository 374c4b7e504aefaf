"""Schemas that came or went, folded under the change that brought or took them: that of what refers to them."""

import re
from collections.abc import Iterator
from typing import Final

from docgen.differ.comparison import Comparison
from docgen.differ.effects import Occurrence
from docgen.openapi.nodes import Node, schema_name
from docgen.openapi.resolver import Resolver

Root = list[Occurrence]
"""The equal edits that are one root cause."""
_BRINGS: Final = re.compile("-(?:added|removed|introduced|dropped|disjoint)$|wrapped")
"""The actions by which a part of a contract comes or goes as a whole."""
_ACTIONS: Final = {"api-schema-added": "added", "api-schema-removed": "removed"}


class _Unfolded:
    """The schemas that one side alone has, of which no root cause has told yet.

    References that were `passed` lead to none of them any more.
    """

    def __init__(self, verb: str, resolver: Resolver, roots: list[Root]) -> None:
        self.resolver, self.passed = resolver, set[str]()
        self.names = {root[0].edit.name for root in roots if _verb(root) == verb}
        self.other_verb = {"added": "-removed", "removed": "-added"}[verb]

    def take(self, name: str | None) -> bool:
        """Take out a schema; whether it was there."""
        if name is None or name not in self.names:
            return False
        self.names.remove(name)
        return True

    def fold(self, root: Root) -> Iterator[str]:
        """Take out the schemas that what came or went by a root cause refers to, directly or through each other."""
        if not self.names:
            return
        waiting = list(self._nodes(root))
        for node in waiting:
            name = node.schema_name  # a subtype, to which nothing refers where it comes in
            if name is not None and self.take(name):
                yield name
        while waiting and self.names:
            for ref in sorted(self.resolver.references(waiting.pop()) - self.passed):
                self.passed.add(ref)
                name = schema_name(ref)
                if name is not None and not self.take(name):
                    continue
                waiting.append(self.resolver.resolve(Node({"$ref": ref}, ())))
                if name is not None:
                    yield name

    def _nodes(self, root: Root) -> Iterator[Node]:
        """The nodes that came, went or took the place of others by a root cause; none for other edits."""
        at = self.resolver.spec.node
        for occurrence in root:
            pointer, edit = occurrence.site.pointer, occurrence.edit
            if occurrence.swap:
                yield at(pointer[:-1] if pointer[-1:] == ("$ref",) else pointer)
            elif "whole" in edit.qualifiers:
                is_keyword = not at(pointer).mapping and pointer[-1] in ("type", "format")
                yield self.resolver.resolve(at(pointer[:-1] if is_keyword else pointer))
            # the node of a removal is in the base, and that of an addition in the revision
            elif _BRINGS.search(edit.action) and not edit.action.endswith(self.other_verb):
                yield at(pointer)


def folded(comparison: Comparison, roots: list[Root]) -> Iterator[tuple[Root, tuple[str, ...]]]:
    """The root causes, each with the schemas that came or went with it; schemas that nothing refers to stay."""
    sides = {
        "added": _Unfolded("added", comparison.new, roots),
        "removed": _Unfolded("removed", comparison.old, roots),
    }
    told: dict[int, list[str]] = {}
    # what refers to a schema comes before the schemas, which may refer to each other
    for root in sorted(roots, key=lambda root: _verb(root) is not None):
        verb = _verb(root)
        if verb is None or sides[verb].take(root[0].edit.name):
            told[id(root)] = [*sides["added"].fold(root), *sides["removed"].fold(root)]
    for root in roots:
        if id(root) in told:
            yield root, tuple(dict.fromkeys((*told[id(root)], *_compared(comparison, root))))


def _compared(comparison: Comparison, root: Root) -> Iterator[str]:
    """The new schemas that a root cause is in, each as what another schema became."""
    for occurrence in root:
        pointer = occurrence.site.pointer
        if pointer[:2] == ("components", "schemas") and not comparison.old.has(pointer[:3]) and _verb(root) is None:
            yield str(pointer[2])


def _verb(root: Root) -> str | None:
    """Whether a root cause is that a schema was added or removed."""
    return _ACTIONS.get(root[0].edit.action)
