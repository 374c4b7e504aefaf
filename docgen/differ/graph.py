"""The graph of pairs: each node of the base with its counterpart in the revision, compared once."""

from collections import deque
from collections.abc import Callable
from typing import Any, Final

from docgen.differ.edits import Edit, Step, Swap
from docgen.differ.likeness import ALIKE, share
from docgen.differ.pairs import DifferentError, Pair, TrialPair
from docgen.differ.swaps import alias_swap, find_swap
from docgen.openapi.merging import merged
from docgen.openapi.nodes import Node
from docgen.openapi.pointers import pointer_of
from docgen.openapi.references import component_name, component_of, references, schema_name, schema_reference
from docgen.openapi.resolver import Resolver
from docgen.positions.source import Pointer

_MAX_TRIAL_DEPTH: Final = 8  # the comparison of a trial may start further trials
_SECTION_NOUNS: Final = {
    "responses": "response",
    "requestBodies": "request body",
    "headers": "header",
    "mediaTypes": "media type",
}
Compare = Callable[["Graph", Pair], None]


class Graph:
    """All pairs that the operations reach, each compared once however often it is reached.

    `compare_schema` compares two schemas, `compare_subtypes` those that inherit from them; they are arguments because
    their modules import this one.
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
        self._pair_type: type[Pair] = TrialPair if depth else Pair
        self._equivalent: dict[tuple[int, int], bool] = {}
        self._assumed: list[tuple[int, int]] = []
        self._retained: list[tuple[Node, Node]] = []  # keeps nodes alive, whose `id` is a key of `_equivalent`
        self.same_security = old.root.get("security") == new.root.get("security")
        self.same_defaults = self.same_security and old.root.get("servers") == new.root.get("servers")
        self.pairs: list[Pair] = []
        self.absorbed: tuple[set[int], set[int]] = set(), set()  # what was compared as a part of another
        self._pairs_by_nodes: dict[tuple[int, int, Compare, Swap | None, Pointer, Pointer], Pair] = {}
        self._pairs_by_reference: dict[tuple[str, Compare], Pair] = {}
        self._queue: deque[tuple[Compare, Pair]] = deque()

    def is_same(self, old: Any, new: Any) -> bool:  # noqa: ANN401 - a node of JSON can be anything
        """Whether two nodes are equal, and everything that they refer to as well."""
        return bool(old == new) and (not self.dirty or references(new).isdisjoint(self.dirty))

    def refers_to_change(self, node: Node) -> bool:
        """Whether a node of the revision refers to a component that differs, directly or through others."""
        return not self.new.references(node).isdisjoint(self.dirty)

    def is_dirty(self, ref: str) -> bool:
        """Whether the target of a reference differs, or refers to something that does."""
        return component_of(ref) in self.dirty

    def is_changed_one_way(self, ref: str) -> bool:
        """Whether the target of a reference is dirty, and read-only or write-only on either side."""
        if not self.is_dirty(ref):
            return False
        nodes = self._targets(ref)
        return any(node.get(keyword) is True for node in nodes for keyword in ("readOnly", "writeOnly"))

    def _targets(self, ref: str) -> list[Node]:
        """What a reference leads to in both contracts."""
        node = Node({"$ref": ref}, ())
        return [self.old.resolve(node), self.new.resolve(node)]

    def common_name(self, old: Node, new: Node) -> str | None:
        """The name of the component that both nodes are, in the revision if it was renamed; otherwise None."""
        before, after = component_name(old.pointer), component_name(new.pointer)
        if before is None or after is None or any(map(self._is_synthetic, (old, new))):
            return None
        renamed = not self.new.has(old.pointer) and not self.old.has(new.pointer)
        return after if before == after or (renamed and self._are_alike(old, new)) else None

    def is_renamed(self, old: Node, new: Node) -> bool:
        """Whether two references lead to one component under two names."""
        before, after = self.old.resolve(old), self.new.resolve(new)
        return self.common_name(before, after) is not None and before.pointer != after.pointer

    def _are_alike(self, old: Node, new: Node) -> bool:
        """Whether two schemas are one under two names: half of all their properties are in both."""
        if old.pointer[1] != "schemas":
            return True
        before, after = merged(self.old, old), merged(self.new, new)
        described = before.properties or after.properties
        return not described or share(before.properties, after.properties) >= ALIKE

    def swap(self, old: Node, new: Node, selector: str, label: str) -> Swap | None:
        """The swap of a reference in two nodes; None in a trial, which only asks whether they are equivalent."""
        return None if self.depth else find_swap((self.old, self.new), old, new, selector, label)

    def _is_synthetic(self, node: Node) -> bool:
        return self.old.is_synthetic(node.value) or self.new.is_synthetic(node.value)

    def introduced_or_dropped(self, node: Node) -> str:
        """The reference that a node is, if only one side has its target; otherwise empty."""
        ref = node.get("$ref")
        if not isinstance(ref, str) or component_of(ref) != ref:
            return ""
        pointer = pointer_of(ref)
        return ref if self.old.has(pointer) != self.new.has(pointer) else ""

    def pair(self, old: Node, new: Node, compare: Compare, label: str, selector: str, swap: Swap | None = None) -> Pair:
        """The pair of two resolved nodes; it is queued for comparison if it is new."""
        # by identity and place, as equal schemas at two places, and aliases of YAML, are pairs with labels of their own
        key = (id(old.value), id(new.value), compare, swap, old.pointer, new.pointer)
        found = self._pairs_by_nodes.get(key)
        if found is None:
            found = self._pairs_by_nodes[key] = self._pair_type(old, new, label, selector, swap)
            self.pairs.append(found)
            self._queue.append((compare, found))
        return found

    def add_edge(self, pair: Pair, old: Node, new: Node, step: Step, compare: Compare, label: str) -> None:
        """Add an edge from a pair to the pair of two nodes that it contains, references resolved."""
        before, after = self.old.resolve(old), self.new.resolve(new)
        name, selector = self.common_name(before, after), pair.selector
        if name:
            section = str(after.pointer[1])
            shared = f"the shared {_SECTION_NOUNS.get(section, section)} `{name}`"
            label, selector = (name, name) if section == "schemas" else (shared, "")
        swap = None if name else pair.swap or self.swap(old, new, selector, label)
        pair.edges.append((self.pair(before, after, compare, label, selector, swap), step))
        self.add_subtype_edge(pair, before, after, step, compare)

    def add_reference_edge(self, pair: Pair, ref: str, step: Step, compare: Compare) -> None:
        """Add an edge from a pair to the target of a reference that both sides have, if the target is dirty."""
        if not self.is_dirty(ref):
            return
        key = (ref, compare)
        if key not in self._pairs_by_reference:
            old, new = self._targets(ref)
            if schema_name(ref) and old.pointer != new.pointer and self.common_name(old, new) is None:
                self._pairs_by_reference[key] = self._alias_pair(str(schema_name(ref)), old, new, compare)
            else:
                name = component_name(new.pointer)
                self._pairs_by_reference[key] = self.pair(old, new, compare, name or pair.label, name or pair.selector)
        known = self._pairs_by_reference[key]
        pair.edges.append((known, step))
        self.add_subtype_edge(pair, known.old, known.new, step, compare)

    def compare_alias(self, name: str, compare: Compare) -> None:
        """Compare what a component schema leads to that is but a reference on one side, if it is not the same."""
        old, new = self._targets(schema_reference(name))
        if old.pointer != new.pointer and self.common_name(old, new) is None:
            self._alias_pair(name, old, new, compare)

    def _alias_pair(self, name: str, old: Node, new: Node, compare: Compare) -> Pair:
        swap = None if self.depth else alias_swap(name, old, new)
        return self.pair(old, new, compare, f"`{name}`" if swap else name, name, swap)

    def add_subtype_edge(self, pair: Pair, old: Node, new: Node, step: Step, compare: Compare) -> None:
        """Add an edge from a pair to the subtypes of a schema with a discriminator, unless this is a trial."""
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
        key = (id(old.value), id(new.value))
        if key not in self._equivalent:
            self._retained.append((old, new))
            self._equivalent[key] = True  # assumed, so that a schema which contains itself does not recurse
            since = len(self._assumed)
            self._assumed.append(key)
            if not self._compare_equal(self.old.resolve(old), self.new.resolve(new)):
                for assumed in self._assumed[since:]:
                    del self._equivalent[assumed]  # they may be equivalent under the wrong assumption alone
                self._equivalent[key] = False
            if since == 0 or not self._equivalent[key]:
                del self._assumed[since:]
        return self._equivalent[key]

    def _compare_equal(self, old: Node, new: Node) -> bool:
        trial = self._trial()
        trial._equivalent, trial._assumed, trial._retained = self._equivalent, self._assumed, self._retained
        trial.pair(old, new, self.compare_schema, "", "")
        try:
            trial.run()
        except DifferentError:
            return False
        return True

    def _trial(self) -> "Graph":
        return Graph(self.old, self.new, self.dirty, self.compare_schema, self.compare_subtypes, self.depth + 1)

    def edits_between(self, old: Node, new: Node) -> list[Edit]:
        """All edits from one schema to another, and of what they refer to, without noting them."""
        trial = self._trial()
        trial._pair_type = Pair
        trial.pair(self.old.resolve(old), self.new.resolve(new), self.compare_schema, "", "")
        trial.run()
        return [edit for pair in trial.pairs for edit in pair.edits]

    def _have_same_properties(self, old: Node, new: Node) -> bool:
        """Whether two schemas have the same properties and requirements: a quick test before a trial."""
        before, after = merged(self.old, old), merged(self.new, new)
        return before.properties.keys() == after.properties.keys() and before.required == after.required

    def compared_ids(self) -> tuple[set[int], set[int]]:
        """The identities of the nodes of each side that were compared, or merged into one that was."""
        keys = [key for key in self._pairs_by_nodes if key[3] is None]
        old, new = self.absorbed
        return {key[0] for key in keys} | old, {key[1] for key in keys} | new
