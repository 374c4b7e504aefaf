"""The graph of pairs: each node of the base with its counterpart in the revision, compared once."""

from collections import deque
from collections.abc import Callable
from typing import Any, Final

from docgen.differ.edits import NO_STEP, Edit, Pair, Step, Swap
from docgen.differ.likeness import ALIKE, share
from docgen.differ.swaps import alias_swap, find_swap
from docgen.differ.trials import TrialPair, Trials
from docgen.openapi.merging import merged
from docgen.openapi.nodes import Node, component_name, component_of, references, schema_name, schema_reference
from docgen.openapi.pointers import pointer_of
from docgen.openapi.resolver import Resolver
from docgen.openapi.schema import Schema
from docgen.positions.source import Pointer

_MAX_TRIAL_DEPTH: Final = 8  # the comparison of a trial may start further trials
_SHARED_NOUNS: Final = {
    "responses": "response",
    "requestBodies": "request body",
    "headers": "header",
    "mediaTypes": "media type",
}
Compare = Callable[["Graph", Pair], None]


class Graph:
    """All pairs that the operations reach, each compared once however often it is reached.

    `compare_schema` compares two schemas; it is an argument because its module imports this one.
    """

    def __init__(
        self,
        old: Resolver,
        new: Resolver,
        dirty: set[str],
        compare_schema: Compare,
        depth: int = 0,
        trials: Trials | None = None,
        pair_type: type[Pair] = Pair,
    ) -> None:
        self.old, self.new, self.dirty, self.compare_schema = old, new, dirty, compare_schema
        self.depth, self._trials, self._pair_type = depth, trials or Trials(), pair_type
        self.same_security = old.root.get("security") == new.root.get("security")
        self.same_defaults = self.same_security and old.root.get("servers") == new.root.get("servers")
        self.pairs: list[Pair] = []
        self.absorbed: tuple[set[int], set[int]] = set(), set()  # what was compared as a part of another
        self._pairs_by_nodes: dict[tuple[int, int, Compare, Swap | None, Pointer, Pointer], Pair] = {}
        self._pairs_by_reference: dict[tuple[str, Compare], Pair] = {}
        self._queue: deque[tuple[Compare, Pair]] = deque()

    def is_same(self, old: Any, new: Any) -> bool:  # noqa: ANN401 - a node of JSON can be anything
        """Whether two nodes are equal, and everything that they refer to as well."""
        # equal references may lead to what differs; the search for them costs more than to compare
        return bool(old == new) and (not self.dirty or references(new).isdisjoint(self.dirty))

    def refers_to_change(self, node: Node) -> bool:
        """Whether a node of the revision refers to a component that differs, directly or through others."""
        return not self.new.references(node).isdisjoint(self.dirty)

    def is_changed_one_way(self, ref: str) -> bool:
        """Whether the target of a reference is dirty, and read-only or write-only on either side."""
        if component_of(ref) not in self.dirty:
            return False
        return any(True in (node.get("readOnly"), node.get("writeOnly")) for node in self.targets(ref))

    def resolved(self, old: Node, new: Node) -> tuple[Node, Node]:
        """Two nodes with their references followed."""
        return self.old.resolve(old), self.new.resolve(new)

    def merged(self, old: Node, new: Node) -> tuple[Schema, Schema]:
        """What two schemas demand in all."""
        return merged(self.old, old), merged(self.new, new)

    def targets(self, old_ref: str, new_ref: str = "") -> tuple[Node, Node]:
        """What a reference leads to in both contracts; or two, one in each."""
        return self.resolved(Node({"$ref": old_ref}, ()), Node({"$ref": new_ref or old_ref}, ()))

    def common_name(self, old: Node, new: Node) -> str | None:
        """The name of the component that both nodes are, in the revision if it was renamed; otherwise None."""
        before, after = component_name(old.pointer), component_name(new.pointer)
        if before is None or after is None or self._is_synthetic(old) or self._is_synthetic(new):
            return None
        # a component that both sides have under both names was not renamed
        if before == after:
            return after
        was_renamed = not self.new.has(old.pointer) and not self.old.has(new.pointer)
        return after if was_renamed and self._are_alike(old, new) else None

    def is_renamed(self, old: Node, new: Node) -> bool:
        """Whether two references lead to one component under two names."""
        before, after = self.resolved(old, new)
        return self.common_name(before, after) is not None and before.pointer != after.pointer

    def _are_alike(self, old: Node, new: Node) -> bool:
        """Whether two schemas are one under two names: half of all their properties are in both."""
        if old.pointer[1] != "schemas":
            return True
        before, after = self.merged(old, new)
        is_described = before.properties or after.properties
        return not is_described or share(before.properties, after.properties) >= ALIKE

    def _is_synthetic(self, node: Node) -> bool:
        return self.old.is_synthetic(node.value) or self.new.is_synthetic(node.value)

    def introduced_or_dropped(self, ref: object) -> str:
        """A reference, if only one side has its target; otherwise empty."""
        if isinstance(ref, str) and component_of(ref) == ref:
            pointer = pointer_of(ref)
            if self.old.has(pointer) != self.new.has(pointer):
                return ref
        return ""

    def pair(self, old: Node, new: Node, compare: Compare, label: str, selector: str, swap: Swap | None = None) -> Pair:
        """The pair of two resolved nodes; it is queued for comparison if it is new."""
        # by identity and place, as equal schemas at two places, and aliases of YAML, are pairs with labels of their own
        key = (id(old.value), id(new.value), compare, swap, old.pointer, new.pointer)
        known = self._pairs_by_nodes.get(key)
        if known is None:
            known = self._pairs_by_nodes[key] = self._pair_type(old, new, label, selector, swap)
            self.pairs.append(known)
            self._queue.append((compare, known))
        return known

    def add_edge(
        self,
        pair: Pair,
        old: Node,
        new: Node,
        step: Step,
        compare: Compare,
        label: str,
        selector: str = "",
        *,
        subtypes: bool = True,
    ) -> Pair:
        """Add an edge from a pair to the pair of two nodes that it contains, references resolved.

        `label` and `selector`, by default that of the pair, are for nodes that are no component.
        """
        selector = selector or pair.selector
        before, after = self.resolved(old, new)
        name, swap = self.common_name(before, after), None
        if name is None:
            swap = pair.swap
            if not swap and not self.depth:  # a trial only asks whether two nodes are equivalent
                swap = find_swap((self.old, self.new), old, new, selector, label)
        # shared parts have no selector that a writer could put under `covers`
        elif noun := _SHARED_NOUNS.get(str(after.pointer[1])):
            label, selector = f"the shared {noun} `{name}`", ""
        else:
            label = selector = name
        inner = self.pair(before, after, compare, label, selector, swap)
        pair.edges.append((inner, step))
        if subtypes:
            self._add_subtype_edge(pair, before, after, step, compare)
        return inner

    def add_reference_edge(self, pair: Pair, ref: str, step: Step, compare: Compare) -> None:
        """Add an edge from a pair to the target of a reference that both sides have, if the target is dirty."""
        if component_of(ref) not in self.dirty:
            return
        known = self._pairs_by_reference.get((ref, compare))
        if known is None:
            known = self._pairs_by_reference[ref, compare] = self._pair_of_reference(pair, ref, compare)
        pair.edges.append((known, step))
        self._add_subtype_edge(pair, known.old, known.new, step, compare)

    def _pair_of_reference(self, pair: Pair, ref: str, compare: Compare) -> Pair:
        old, new = self.targets(ref)
        schema = schema_name(ref)
        if schema and self._is_other_component(old, new):
            return self._alias_pair(schema, old, new, compare)
        name = component_name(new.pointer)
        return self.pair(old, new, compare, name or pair.label, name or pair.selector)

    def _is_other_component(self, old: Node, new: Node) -> bool:
        return old.pointer != new.pointer and self.common_name(old, new) is None

    def compare_alias(self, name: str) -> None:
        """Compare what a component schema leads to that is but a reference on one side, if it is not the same."""
        old, new = self.targets(schema_reference(name))
        if self._is_other_component(old, new):
            self._alias_pair(name, old, new, self.compare_schema)

    def _alias_pair(self, name: str, old: Node, new: Node, compare: Compare) -> Pair:
        swap, label = None, name
        if not self.depth and (swap := alias_swap(name, old, new)):
            label = f"`{name}`"
        return self.pair(old, new, compare, label, name, swap)

    def _add_subtype_edge(self, pair: Pair, old: Node, new: Node, step: Step, compare: Compare) -> None:
        """Add an edge from a pair to the subtypes of a schema with a discriminator, unless this is a trial."""
        # only where values are typed: a discriminator means nothing in a form or a query
        if self.depth or compare is not self.compare_schema or not self.old.subtypes or not self.new.subtypes:
            return
        before, after = component_name(old.pointer), component_name(new.pointer)
        if before not in self.old.subtypes or after not in self.new.subtypes:
            return
        if old.pointer[1] == new.pointer[1] == "schemas":
            pair.edges.append((self.pair(old, new, compare_subtypes, f"`{after}`", str(after)), step))

    def run(self) -> None:
        """Compare all queued pairs, and those that they add."""
        while self._queue:
            compare, pair = self._queue.popleft()
            compare(self, pair)

    def are_equivalent(self, old: Node, new: Node) -> bool:
        """Whether two schemas are equal with all references resolved: a trial comparison notes no edit."""
        if self.is_same(old.value, new.value):
            return True
        if self.depth >= _MAX_TRIAL_DEPTH or not self._have_same_properties(old, new):
            return False
        return self._trials.outcome(old, new, lambda: self._try(TrialPair, old, new))

    def _have_same_properties(self, old: Node, new: Node) -> bool:
        """Whether two schemas have the same properties and requirements: a quick test before a trial."""
        before, after = self.merged(old, new)
        return before.properties.keys() == after.properties.keys() and before.required == after.required

    def edits_between(self, old: Node, new: Node) -> list[Edit]:
        """All edits from one schema to another, and of what they refer to, without noting them."""
        edits: list[Edit] = []
        for pair in self._try(Pair, old, new):
            edits += pair.edits
        return edits

    def _try(self, pair_type: type[Pair], old: Node, new: Node) -> list[Pair]:
        schemas = self.compare_schema
        trial = Graph(self.old, self.new, self.dirty, schemas, self.depth + 1, self._trials, pair_type)
        # the trial has pairs of its own: those of this graph are reported
        trial.pair(*self.resolved(old, new), schemas, "", "")
        trial.run()
        return trial.pairs

    def compared_ids(self) -> tuple[set[int], set[int]]:
        """The identities of the nodes of each side that were compared, or merged into one that was."""
        old, new = set(self.absorbed[0]), set(self.absorbed[1])
        for before, after, _, swap, *_ in self._pairs_by_nodes:
            # what a swap compares is no counterpart: both components may still have come or gone
            if swap is None:
                old.add(before)
                new.add(after)
        return old, new


def compare_subtypes(graph: Graph, pair: Pair) -> None:
    """Note the subtypes that were added and removed, and add edges to those that both sides have."""
    old, new = graph.old.subtypes[str(pair.old.pointer[2])], graph.new.subtypes[str(pair.new.pointer[2])]
    for name in old:
        if name in new:
            graph.add_reference_edge(pair, schema_reference(name), NO_STEP, graph.compare_schema)
    removed, added = [name for name in old if name not in new], [name for name in new if name not in old]
    for name in list(removed):
        before = graph.old.schema(name)
        # a subtype under another name is the same alternative
        renamed = next((other for other in added if graph.are_equivalent(before, graph.new.schema(other))), None)
        if renamed is not None:
            removed.remove(name)
            added.remove(renamed)
    for verb, names in (("removed", removed), ("added", added)):
        for name in names:
            pair.note(f"one-of-{verb}", ("components", "schemas", name), (pair.selector,), name=name)
