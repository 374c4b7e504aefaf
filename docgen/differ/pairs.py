"""The graph of pairs: each node of the base with its counterpart in the revision, compared once."""

from collections import deque
from collections.abc import Callable
from typing import Any, Final

from docgen.differ.edits import Edit, Role, Site, Step, Swap, edit_key
from docgen.differ.likeness import ALIKE, share
from docgen.openapi.merging import merged
from docgen.openapi.nodes import Node
from docgen.openapi.pointers import pointer_of
from docgen.openapi.references import (
    component_name,
    component_of,
    is_reference,
    references,
    schema_name,
    schema_reference,
)
from docgen.openapi.resolver import Resolver
from docgen.positions.source import Pointer

_MAX_TRIAL_DEPTH: Final = 8  # the comparison of a trial may start further trials
_NO_STEP: Final = Step()
_SECTION_NOUNS: Final = {"responses": "response", "requestBodies": "request body", "headers": "header"}
Compare = Callable[["Graph", "Pair"], None]


def _schema_at(node: Node) -> str:
    """The name of the component schema that a node is; empty for any other."""
    return str(node.pointer[2]) if len(node.pointer) == 3 and node.pointer[:2] == ("components", "schemas") else ""


class Pair:
    """Two counterparts with the edits between them, and edges to the pairs of what they contain or refer to.

    `label` and `selector` name the pair for a reader, `base_selector` names it in the base; `reached_by` has, for each
    role of the pair, the operations and events that reach it, as a bit set; `part` is the parameter or header that
    contains the schemas; `swap` is the reference that was swapped, if that alone makes them counterparts.
    """

    __slots__ = ("base_selector", "edges", "edits", "label", "new", "old", "part", "reached_by", "selector", "swap")

    def __init__(self, old: Node, new: Node, label: str = "", selector: str = "", swap: Swap | None = None) -> None:
        self.old, self.new, self.label, self.selector, self.swap = old, new, label, selector, swap
        component = component_name(old.pointer) if label == selector else None
        self.base_selector = component or selector
        self.part = ""
        self.edits: list[Edit] = []
        self.edges: list[tuple[Pair, Step]] = []
        self.reached_by: dict[Role, int] = {}

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
        step: Step = _NO_STEP,
        context: tuple[Any, ...] = (),
        decision: str = "",
        site: Site | None = None,
    ) -> None:
        """Note an edit of the pair itself; two edits are one root cause if `key` and `context` are equal.

        Edits with a `decision` are one root cause with all others that have it, whatever they do.
        """
        site = site or Site(pointer, self.selector, self.label)
        full_key = (decision,) if decision else edit_key(action, name, *key)
        self.add(Edit(action, site, full_key, context, name, before, after, step, qualifiers))

    def add(self, edit: Edit) -> None:
        """Add an edit."""
        self.edits.append(edit)


class _DifferentError(Exception):
    """A trial found an edit, so the schemas are not equivalent."""


class _TrialPair(Pair):
    """A pair of a trial: the first edit ends it."""

    __slots__ = ()

    def add(self, edit: Edit) -> None:
        """Raise _DifferentError."""
        raise _DifferentError


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
        self._pair_type: type[Pair] = _TrialPair if depth else Pair
        self._equivalent: dict[tuple[int, int], bool] = {}
        self._assumed: list[tuple[int, int]] = []
        self._retained: list[tuple[Node, Node]] = []  # keeps nodes alive, whose `id` is a key of `_equivalent`
        self.same_security = old.root.get("security") == new.root.get("security")
        self.same_defaults = self.same_security and old.root.get("servers") == new.root.get("servers")
        self.pairs: list[Pair] = []
        self._pairs_by_nodes: dict[tuple[int, int, str, Swap | None, Pointer, Pointer], Pair] = {}
        self._pairs_by_reference: dict[tuple[str, str], Pair] = {}
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
        nodes = [resolver.resolve(Node({"$ref": ref}, ())) for resolver in (self.old, self.new)]
        return any(node.get(keyword) is True for node in nodes for keyword in ("readOnly", "writeOnly"))

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

    def swap(self, old: Node, new: Node, site: Site) -> Swap | None:
        """The swap of a reference, unless the component has but another name or was inline until now."""
        names = schema_name(old.get("$ref")) or _schema_at(old), schema_name(new.get("$ref")) or ""
        if self.depth or not names[1]:
            return None
        if names[0] == names[1]:
            return self._alias_swap(names[0], self.old.resolve(old), self.new.resolve(new))
        if not names[0] and schema_reference(names[1]) in references(old.value):
            return None  # it was wrapped
        both_had_one = all(side.has(("components", "schemas", names[1])) for side in (self.old, self.new))
        return Swap(site, *names) if names[0] or (old.value and both_had_one) else None

    def _alias_swap(self, name: str, old: Node, new: Node) -> Swap | None:
        """The swap of a component that is but a reference to another, which leads elsewhere than before."""
        targets = _schema_at(old), _schema_at(new)
        if self.depth or targets[1] in ("", name) or targets[0] == targets[1]:
            return None
        site = Site(("components", "schemas", name, "$ref"), name, f"`{name}`")
        return Swap(site, "" if targets[0] == name else targets[0], targets[1])

    def place(self, new: Node) -> Pointer:
        """The place of a reference, or of the schema where it is none."""
        return (*new.pointer, "$ref") if is_reference(new.value) else new.pointer

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
        key = (id(old.value), id(new.value), compare.__name__, swap, old.pointer, new.pointer)
        found = self._pairs_by_nodes.get(key)
        if found is None:
            found = self._pairs_by_nodes[key] = self._pair_type(old, new, label, selector, swap)
            self.pairs.append(found)
            self._queue.append((compare, found))
        return found

    def add_edge(
        self, pair: Pair, old: Node, new: Node, step: Step, compare: Compare, label: str, selector: str
    ) -> None:
        """Add an edge from a pair to the pair of two nodes that it contains, references resolved."""
        before, after = self.old.resolve(old), self.new.resolve(new)
        name = self.common_name(before, after)
        if name:
            section = str(after.pointer[1])
            shared = f"the shared {_SECTION_NOUNS.get(section, section)} `{name}`"
            label, selector = (name, name) if section == "schemas" else (shared, "")
        swap = None if name else pair.swap or self.swap(old, new, Site(self.place(new), selector, label))
        pair.edges.append((self.pair(before, after, compare, label, selector, swap), step))
        self.add_subtype_edge(pair, before, after, step, compare)

    def add_reference_edge(self, pair: Pair, ref: str, step: Step, compare: Compare) -> None:
        """Add an edge from a pair to the target of a reference that both sides have, if the target is dirty."""
        if not self.is_dirty(ref):
            return
        key = (ref, compare.__name__)
        if key not in self._pairs_by_reference:
            old, new = (resolver.resolve(Node({"$ref": ref}, ())) for resolver in (self.old, self.new))
            named = self.common_name(old, new) is not None or old.pointer[:2] != ("components", "schemas")
            alias = "" if named else schema_name(ref) or ""
            name = component_name(new.pointer)
            swap = self._alias_swap(alias, old, new) if alias else None
            label = f"`{alias}`" if swap else name or pair.label
            self._pairs_by_reference[key] = self.pair(old, new, compare, label, alias or name or pair.selector, swap)
        known = self._pairs_by_reference[key]
        pair.edges.append((known, step))
        self.add_subtype_edge(pair, known.old, known.new, step, compare)

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
        trial = Graph(self.old, self.new, self.dirty, self.compare_schema, self.compare_subtypes, self.depth + 1)
        trial._equivalent, trial._assumed, trial._retained = self._equivalent, self._assumed, self._retained
        trial.pair(old, new, self.compare_schema, "", "")
        try:
            trial.run()
        except _DifferentError:
            return False
        return True

    def edits_between(self, old: Node, new: Node) -> list[Edit]:
        """All edits from one schema to another, and of what they refer to, without noting them."""
        trial = Graph(self.old, self.new, self.dirty, self.compare_schema, self.compare_subtypes, self.depth + 1)
        trial._pair_type = Pair
        trial.pair(self.old.resolve(old), self.new.resolve(new), self.compare_schema, "", "")
        trial.run()
        return [edit for pair in trial.pairs for edit in pair.edits]

    def _have_same_properties(self, old: Node, new: Node) -> bool:
        """Whether two schemas have the same properties and requirements: a quick test before a trial."""
        before, after = merged(self.old, self.old.resolve(old)), merged(self.new, self.new.resolve(new))
        return before.properties.keys() == after.properties.keys() and before.required == after.required

    def compared_ids(self) -> tuple[set[int], set[int]]:
        """The identities of the nodes of each side that were compared, or merged into one that was."""
        keys = [key for key in self._pairs_by_nodes if key[3] is None]
        compared = {key[0] for key in keys}, {key[1] for key in keys}
        return compared[0] | self.old.absorbed, compared[1] | self.new.absorbed
