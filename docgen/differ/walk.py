"""A walk down one pair of schemas: its position, and the edits and edges that it adds to the pair."""

from collections.abc import Callable
from typing import Any, Final, Unpack

import msgspec

from docgen.differ.edits import Access, Details, Edit, Origin, Pair, Site, Step, nested_access
from docgen.differ.graph import Compare, Graph
from docgen.differ.keys import digest, edit_key, schema_key
from docgen.differ.types import WireFormat
from docgen.openapi.nodes import Node
from docgen.openapi.schema import Schema
from docgen.positions.source import Pointer

_TELLING: Final = frozenset(("properties", "enum", "allOf", "anyOf", "oneOf", "$ref"))
"""Keywords that make a schema more than a bare type, which is alike by chance."""
Descend = Callable[["Walk", Node, Node], None]


class Walk(msgspec.Struct):
    """A position below the root of a pair: its path and names for a reader, its depth and its access.

    `schema` is the schema at this position as it was, `holder` the one that has it as a property; `visited` are the
    identities of the subschemas compared in this pair, `compared` the schemas at this position with all they demand.
    """

    graph: Graph
    pair: Pair
    descend: Descend
    wire: WireFormat
    schema: Node
    holder: Node
    names: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    nested: bool = False
    is_all_of_part: bool = False
    access: Access = ""
    null_noted: bool = False
    compared: tuple[Schema, ...] = ()
    visited: set[tuple[int, int]] = set()

    def child_walk(self, path: str, name: str = "", access: Access = "", nested: bool = True) -> "Walk":
        """The walk one level deeper; `path` is the step as a reader sees it, `name` its part of the selector."""
        # `visited` stays the same set: a schema below must know what the whole pair has compared
        child = msgspec.structs.replace(self, is_all_of_part=path in ("", "allOf"), null_noted=False)
        child.access = nested_access(self.access, access)
        if path:
            child.path = (*self.path, path)
        if name:
            child.names, child.holder = (*self.names, name), self.schema
        if nested:
            child.wire, child.nested = self.wire.below, True
        return child

    def compare(self, path: str, old: Node, new: Node) -> None:
        """Compare two subschemas one level deeper."""
        self.descend(self.child_walk(path), old, new)

    @property
    def name(self) -> str:
        """The property at this position; empty at the root."""
        return "".join(self.names[-1:])

    @property
    def shape(self) -> tuple[str, ...]:
        """What the schemas at this position say of themselves: equal edits are one root cause only with equal ones."""
        return tuple(map(_shape, self.compared))

    def note(
        self,
        action: str,
        pointer: Pointer,
        key: tuple[Any, ...],
        *,
        kind: str = "",
        below: bool = False,
        removed: bool = False,
        access: Access = "",
        decision: str = "",
        **details: Unpack[Details],
    ) -> None:
        """Note an edit at this position.

        Two edits are one root cause if `kind` (the action by default), `key` and `context` are equal, and the objects
        around them were: then one is a copy of the other. Edits with a `decision` are one wherever they are made.
        `below` is true for an edit of something below this node, `removed` for one of something that only the base has.
        """
        name, pair = details.get("name", ""), self.pair
        step = Step(nested=self.nested or below, access=nested_access(self.access, access))
        label, root = pair.label, pair.selector
        if removed:
            label = root = pair.base_selector
        selector = self._selector(root, name) if below else self._selector(root)
        # a decision is made once, wherever it shows: the place is no part of its key
        place, origin = [decision], Origin()
        if not decision:
            place, origin = [self.name or pair.part, name], self._origin(below)
        full_key = edit_key(kind or action, *place, *key)
        site = Site(pointer, selector, self._where(label))
        pair.add(Edit(action, site, full_key, step=step, origin=origin, **details))

    def note_keyword(self, action: str, new: Schema, keyword: str, key: tuple[Any, ...], name: str = "") -> None:
        """Note an edit of a keyword, or of what is under it by a name."""
        self.note(action, new.child_pointer(keyword), key, name=name or keyword)

    def _origin(self, below: bool) -> Origin:
        """The origin of an edit: of a property it is the object that has it."""
        names, schema = (self.names, self.schema) if below else (self.names[:-1], self.holder)
        says_little = not isinstance(schema.value, dict) or _TELLING.isdisjoint(schema.value)
        if below and says_little and self.name:
            return self._origin(below=False)  # what holds it says more
        # two bare strings of two objects are alike by chance, so each is an origin of its own
        only = ""
        if says_little and not self.pair.part:
            only = self._where(self.pair.label)
        return Origin(schema, "".join(names[-1:]), only)

    def add_edge(self, old: Node, new: Node, compare: Compare) -> None:
        """Add an edge to the pair of two references, or of a reference and the schema that replaced it."""
        self.graph.add_edge(
            self.pair,
            old,
            new,
            Step(nested=self.nested, access=self.access),
            compare,
            self._where(self.pair.label),
            self._selector(self.pair.selector),
            # a schema that includes the base in its `allOf` is one of its subtypes itself
            subtypes=not self.is_all_of_part,
        )

    def _selector(self, root: str, name: str = "") -> str:
        if not self.pair.is_named:
            return root  # an operation or an event: inline schemas have no names of their own
        return ".".join(filter(None, (root, *self.names, name)))

    def _where(self, root: str) -> str:
        if self.pair.is_named:
            return f"`{'.'.join((root, *self.path))}`"
        if not self.path:
            return self.pair.label
        return f"`{'.'.join(self.path)}` in {self.pair.label}"


def _shape(schema: Schema) -> str:
    """A digest that keeps equal edits of different schemas apart: of a scalar's keywords, or of the type of others."""
    # an object is told apart by its origin; its own keywords differ between copies
    if schema.properties or not schema.keywords.keys().isdisjoint(("items", "oneOf", "anyOf")):
        return digest(schema.keywords.get("type"))
    return schema_key(schema.keywords)
