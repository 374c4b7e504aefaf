"""A walk down one pair of schemas: its position, and the edits and edges that it adds to the pair."""

from collections.abc import Callable
from typing import Any, Final

from docgen.differ.edits import Access, Edit, Origin, Site, Step, edit_key, nested_access
from docgen.differ.graph import Compare, Graph
from docgen.differ.pairs import Pair
from docgen.differ.types import WireFormat
from docgen.openapi.nodes import Node
from docgen.positions.source import Pointer

_TELLING: Final = frozenset(("properties", "enum", "allOf", "anyOf", "oneOf", "$ref"))
"""Keywords that make a schema more than a bare type, which is alike by chance."""
Descend = Callable[["Walk", Node, Node], None]


class Walk:
    """A position below the root of a pair: its path and names for a reader, its depth and its access."""

    __slots__ = (
        "access",
        "descend",
        "graph",
        "holder",
        "is_all_of_part",
        "names",
        "nested",
        "null_noted",
        "pair",
        "path",
        "schema",
        "visited",
        "wire",
    )

    def __init__(self, graph: Graph, pair: Pair, descend: "Descend", wire: WireFormat) -> None:
        self.graph, self.pair, self.descend, self.wire = graph, pair, descend, wire
        self.null_noted = False
        self.schema = self.holder = pair.old
        self.names: tuple[str, ...] = ()
        self.path: tuple[str, ...] = ()
        self.nested = False
        self.is_all_of_part = False
        self.access: Access = ""
        self.visited: set[tuple[int, int]] = set()  # the identities of the subschemas compared in this pair

    def child_walk(self, path: str, name: str = "", access: Access = "", nested: bool = True) -> "Walk":
        """The walk one level deeper; `path` is the step as a reader sees it, `name` its part of the selector."""
        child = Walk(self.graph, self.pair, self.descend, self.wire.below if nested else self.wire)
        child.path = (*self.path, path) if path else self.path
        child.names = (*self.names, name) if name else self.names
        child.nested = self.nested or nested
        child.is_all_of_part = path in ("", "allOf")
        child.access = nested_access(self.access, access)
        child.schema, child.holder = self.schema, self.schema if name else self.holder
        child.visited = self.visited
        return child

    @property
    def name(self) -> str:
        """The property at this position; empty at the root."""
        return self.names[-1] if self.names else ""

    def note(
        self,
        action: str,
        pointer: Pointer,
        key: tuple[Any, ...],
        *,
        name: str = "",
        before: Any = None,  # noqa: ANN401 - a value of JSON
        after: Any = None,  # noqa: ANN401 - a value of JSON
        qualifiers: frozenset[str] = frozenset(),
        context: tuple[Any, ...] = (),
        kind: str = "",
        below: bool = False,
        removed: bool = False,
        access: Access = "",
        decision: str = "",
        others: tuple[str, ...] = (),
    ) -> None:
        """Note an edit at this position.

        Two edits are one root cause if `kind` (the action by default), `key` and `context` are equal, and the objects
        around them were: then one is a copy of the other. Edits with a `decision` are one wherever they are made.
        `below` is true for an edit of something below this node, `removed` for one of something that only the base has.
        """
        step = Step(nested=self.nested or below, access=nested_access(self.access, access))
        selector = self._selector(name if below else "", self.pair.base_selector if removed else self.pair.selector)
        site = Site(pointer, selector, self._where(self.pair.base_selector if removed else self.pair.label))
        place = (decision,) if decision else (self.name or self.pair.part, name)
        origin = Origin() if decision else self._origin(below)
        full_key = edit_key(kind or action, *place, *key)
        self.pair.add(Edit(action, site, full_key, context, name, before, after, step, qualifiers, origin, others))

    def _origin(self, below: bool) -> Origin:
        """The origin of an edit: of a property it is the object that has it."""
        names = self.names if below else self.names[:-1]
        schema = self.schema if below else self.holder
        says_little = not isinstance(schema.value, dict) or _TELLING.isdisjoint(schema.value)
        if below and says_little and self.name:
            return self._origin(below=False)  # what holds it says more
        only = "" if not says_little or self.pair.part else self._where(self.pair.label)
        return Origin(schema, names[-1] if names else "", only)

    def add_edge(self, old: Node, new: Node, compare: Compare) -> None:
        """Add an edge to the pair of two references, or of a reference and the schema that replaced it."""
        before, after = self.graph.old.resolve(old), self.graph.new.resolve(new)
        name = self.graph.common_name(before, after)
        label = name or self._where(self.pair.label)
        selector = name or self._selector("", self.pair.selector)
        swap = None if name else self.pair.swap or self.graph.swap(old, new, selector, label)
        child = self.graph.pair(before, after, compare, label, selector, swap)
        step = Step(nested=self.nested, access=self.access)
        self.pair.edges.append((child, step))
        if not self.is_all_of_part:  # a schema that includes the base in its `allOf` is one of its subtypes itself
            self.graph.add_subtype_edge(self.pair, before, after, step, compare)

    @property
    def is_named(self) -> bool:
        """Whether the pair is of a component, so that its parts have selectors of their own."""
        return self.pair.selector == self.pair.label

    def _selector(self, name: str, root: str) -> str:
        if not self.is_named:
            return root  # an operation or an event: inline schemas have no names of their own
        return ".".join((root, *self.names, *((name,) if name else ())))

    def _where(self, root: str) -> str:
        if self.is_named:
            return f"`{'.'.join((root, *self.path))}`"
        return f"`{'.'.join(self.path)}` in {self.pair.label}" if self.path else self.pair.label
