"""The graph of pairs: each node of the base with its counterpart in the revision, compared once."""

from collections import deque
from collections.abc import Callable
from typing import Any, Final

from docgen.differ.edits import Edit, Site, State, Step, key_of
from docgen.openapi.merging import merged
from docgen.openapi.nodes import Node
from docgen.openapi.references import component_name, component_of, references
from docgen.openapi.resolver import Resolver
from docgen.positions.source import Pointer

_DEEPEST: Final = 8  # of trials in trials
_HERE: Final = Step()
_KINDS: Final = {"responses": "response", "requestBodies": "request body", "headers": "header"}
Compare = Callable[["Graph", "Pair"], None]


class Pair:
    """Two counterparts: what differs in them, and which pairs they lead to.

    `label` and `selector` name the pair for a reader, `was` is its selector in the base; `reached` holds, for each
    state in which the pair is met, the operations and events that meet it, as a bit set; `part` is the parameter or
    header whose schemas they are.
    """

    __slots__ = ("edges", "edits", "label", "new", "old", "part", "reached", "selector", "was")

    def __init__(self, old: Node, new: Node, label: str = "", selector: str = "") -> None:
        self.old, self.new, self.label, self.selector = old, new, label, selector
        named = component_name(old.pointer) if label == selector else None
        self.was = named or selector
        self.part = ""
        self.edits: list[Edit] = []
        self.edges: list[tuple[Pair, Step]] = []
        self.reached: dict[State, int] = {}

    def note(
        self,
        action: str,
        pointer: Pointer,
        key: tuple[Any, ...] = (),
        *,
        name: str = "",
        before: Any = None,  # noqa: ANN401 - a value of JSON
        after: Any = None,  # noqa: ANN401 - a value of JSON
        qualifiers: frozenset[str] = frozenset(),
        step: Step = _HERE,
        context: tuple[Any, ...] = (),
    ) -> None:
        """Note an edit of the pair itself; `context` is what else has to be equal for two of them to be one."""
        site = Site(pointer, self.selector, self.label)
        self.take(Edit(action, site, key_of(action, name, *key), context, name, before, after, step, qualifiers))

    def take(self, edit: Edit) -> None:
        """Take an edit in."""
        self.edits.append(edit)


class _DifferentError(Exception):
    """A trial has found an edit, which is all that it was for."""


class _TrialPair(Pair):
    """A pair of a trial: the first edit ends it."""

    __slots__ = ()

    def take(self, edit: Edit) -> None:
        """End the trial."""
        raise _DifferentError


class Graph:
    """All pairs that are reached from the operations, each compared once however often it is met.

    `compare_schema` compares two schemas, `compare_subtypes` those that inherit from them; either needs a graph itself.
    """

    def __init__(
        self,
        old: Resolver,
        new: Resolver,
        dirty: set[str],
        compare_schema: Compare,
        compare_subtypes: Compare,
        depth: int = 0,
    ) -> None:
        self.old, self.new, self.dirty, self.depth = old, new, dirty, depth
        self.compare_schema, self.compare_subtypes = compare_schema, compare_subtypes
        self._equivalent: dict[tuple[int, int], bool] = {}
        self._assumed: list[tuple[int, int]] = []
        self._kept: list[tuple[Node, Node]] = []  # their identity is a key as long as they live
        self.same_demand = old.root.get("security") == new.root.get("security")
        self.same_document = self.same_demand and old.root.get("servers") == new.root.get("servers")
        self.pairs: list[Pair] = []
        self._known: dict[tuple[int, int, str], Pair] = {}
        self._referred: dict[tuple[str, str], Pair] = {}
        self._waiting: deque[tuple[Compare, Pair]] = deque()

    def same(self, old: Any, new: Any) -> bool:  # noqa: ANN401 - a node of JSON can be anything
        """Whether two nodes are equal, with all that they lead to."""
        return bool(old == new) and (not self.dirty or references(new).isdisjoint(self.dirty))

    def leads_to_change(self, node: Node) -> bool:
        """Whether a place of the revision leads to what differs, or to what leads there."""
        return not self.new.references(node).isdisjoint(self.dirty)

    def is_dirty(self, ref: str) -> bool:
        """Whether what a reference leads to differs, or leads to what does."""
        return component_of(ref) in self.dirty

    def sent_by_one(self, ref: str) -> bool:
        """Whether what a reference leads to, and differs, is sent by one side alone: read-only or write-only."""
        if not self.is_dirty(ref):
            return False
        node = self.new.resolve(Node({"$ref": ref}, ()))
        return node.get("readOnly") is True or node.get("writeOnly") is True

    def name_of(self, old: Node, new: Node) -> str | None:
        """The name of the component that two nodes are, on both sides or under a new name; or None."""
        before, after = component_name(old.pointer), component_name(new.pointer)
        if before is None or after is None or any(map(self._is_made, (old, new))):
            return None
        renamed = not self.new.has(old.pointer) and not self.old.has(new.pointer)
        return after if before == after or renamed else None

    def _is_made(self, node: Node) -> bool:
        return self.old.is_synthetic(node.value) or self.new.is_synthetic(node.value)

    def pair(self, old: Node, new: Node, compare: Compare, label: str, selector: str) -> Pair:
        """The pair of two nodes that are no references; compared later if it is new."""
        key = (id(old.value), id(new.value), compare.__name__)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = (_TrialPair if self.depth else Pair)(old, new, label, selector)
            self.pairs.append(found)
            self._waiting.append((compare, found))
        return found

    def lead(self, pair: Pair, old: Node, new: Node, step: Step, compare: Compare, label: str, selector: str) -> None:
        """Lead from a pair to that of two of its parts, references followed."""
        before, after = self.old.resolve(old), self.new.resolve(new)
        name = self.name_of(before, after)
        if name:
            kind = str(after.pointer[1])
            schema = kind == "schemas"
            label, selector = (name, name) if schema else (f"the shared {_KINDS.get(kind, kind)} `{name}`", "")
        pair.edges.append((self.pair(before, after, compare, label, selector), step))
        self.lead_to_subtypes(pair, before, after, step, compare)

    def lead_to(self, pair: Pair, ref: str, step: Step, compare: Compare) -> None:
        """Lead from a pair to what a reference of both sides leads to, if that differs or leads to what does."""
        if not self.is_dirty(ref):
            return
        key = (ref, compare.__name__)
        if key not in self._referred:
            old, new = (resolver.resolve(Node({"$ref": ref}, ())) for resolver in (self.old, self.new))
            name = component_name(new.pointer)
            self._referred[key] = self.pair(old, new, compare, name or pair.label, name or pair.selector)
        known = self._referred[key]
        pair.edges.append((known, step))
        self.lead_to_subtypes(pair, known.old, known.new, step, compare)

    def lead_to_subtypes(self, pair: Pair, old: Node, new: Node, step: Step, compare: Compare) -> None:
        """Lead from a pair to what a schema with a discriminator may turn out to be, unless this is a trial."""
        if self.depth or compare is not self.compare_schema or not self.old.subtypes or not self.new.subtypes:
            return
        names = component_name(old.pointer), component_name(new.pointer)
        if (
            names[0] in self.old.subtypes
            and names[1] in self.new.subtypes
            and old.pointer[1] == new.pointer[1] == "schemas"
        ):
            name = str(names[1])
            pair.edges.append((self.pair(old, new, self.compare_subtypes, f"`{name}`", name), step))

    def run(self) -> None:
        """Compare all pairs that wait, and those that they lead to."""
        while self._waiting:
            compare, pair = self._waiting.popleft()
            compare(self, pair)

    def equivalent(self, old: Node, new: Node) -> bool:
        """Whether two schemas are the same with all references followed: compared apart, and nothing was noted."""
        if self.same(old.value, new.value):
            return True
        if self.depth >= _DEEPEST or not self._alike(old, new):
            return False
        key = (id(old.value), id(new.value))
        if key not in self._equivalent:
            self._kept.append((old, new))
            self._equivalent[key] = True  # what holds itself is the same as long as nothing else tells it apart
            since = len(self._assumed)
            self._assumed.append(key)
            if not self._tried(self.old.resolve(old), self.new.resolve(new)):
                for assumed in self._assumed[since:]:
                    del self._equivalent[assumed]
                self._equivalent[key] = False
            if since == 0 or not self._equivalent[key]:
                del self._assumed[since:]
        return self._equivalent[key]

    def _tried(self, old: Node, new: Node) -> bool:
        trial = Graph(self.old, self.new, self.dirty, self.compare_schema, self.compare_subtypes, self.depth + 1)
        trial._equivalent, trial._assumed, trial._kept = self._equivalent, self._assumed, self._kept
        trial.pair(old, new, self.compare_schema, "", "")
        try:
            trial.run()
        except _DifferentError:
            return False
        return True

    def _alike(self, old: Node, new: Node) -> bool:
        """Whether two schemas have the same properties and keywords, which is quick to see."""
        before, after = merged(self.old, self.old.resolve(old)), merged(self.new, self.new.resolve(new))
        return before.properties.keys() == after.properties.keys() and before.required == after.required

    def matched(self) -> tuple[set[int], set[int]]:
        """The nodes of either side that were met with a counterpart, or as a part of one, by identity."""
        met = {key[0] for key in self._known}, {key[1] for key in self._known}
        return met[0] | self.old.absorbed, met[1] | self.new.absorbed
