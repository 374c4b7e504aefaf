"""Two documents -> all pairs with their edits, and whom each reaches."""

import re
from typing import Final, NamedTuple

from docgen.differ.annotations import compare_annotations
from docgen.differ.edit import State
from docgen.differ.operations import Operation, compare_operations, operations_of
from docgen.differ.pairs import Graph, Pair
from docgen.differ.place import Place, Side, dirty_components
from docgen.differ.reach import spread
from docgen.differ.schema import compare_schema_pair
from docgen.differ.security import (
    compare_document_requirements,
    compare_requirements,
    compare_schemes,
    requirements_of,
)
from docgen.differ.walk import bare, digest
from docgen.model.spec import Spec

_TEMPLATE: Final = re.compile(r"\{[^{}]*\}")
_CALLER: Final = State("request", "operation")
_CALLED: Final = State("response", "operation")  # what a webhook sends flows from the server


class Reached(NamedTuple):
    """The names behind the bits: operations first, then events."""

    operations: tuple[str, ...]
    events: tuple[str, ...]


class Comparison:
    """The comparison of two documents: every pair, and the names of those that the bits stand for."""

    def __init__(self, base: Spec, revision: Spec) -> None:
        self.old, self.new = Side(base), Side(revision)
        self.graph = Graph(self.old, self.new, dirty_components(self.old, self.new), compare_schema_pair)
        self.roots: list[Pair] = []
        self._operations = _operations(self.old, "paths"), _operations(self.new, "paths")
        self._names: dict[str, int] = {}
        self._events: dict[str, int] = {}
        self._of_bit: list[tuple[bool, str]] = []

    def run(self, annotations: bool) -> None:
        """Compare everything, and carry whom it reaches along."""
        self._compare_paths()
        self._compare_webhooks()
        self._compare_document()
        self.graph.run()
        spread([*self.roots, *self.graph.pairs])
        self._compare_components()
        if annotations:
            self.roots.extend(compare_annotations(self.old.root, self.new.root))

    @property
    def pairs(self) -> list[Pair]:
        """Every pair, those of operations first."""
        return [*self.roots, *self.graph.pairs]

    def names(self, bits: int) -> Reached:
        """The operations and events of a bit set, in the order of the documents."""
        found: list[tuple[bool, str]] = []
        while bits:
            lowest = bits & -bits
            found.append(self._of_bit[lowest.bit_length() - 1])
            bits ^= lowest
        return Reached(
            tuple(name for is_event, name in found if not is_event), tuple(name for is_event, name in found if is_event)
        )

    def _bit(self, names: dict[str, int], name: str) -> int:
        if name not in names:
            names[name] = 1 << len(self._of_bit)
            self._of_bit.append((names is self._events, name))
        return names[name]

    def _add(self, pair: Pair, state: State, bits: int) -> Pair:
        pair.reached[state] = pair.reached.get(state, 0) | bits
        self.roots.append(pair)
        return pair

    def _compare_paths(self) -> None:
        old, new = self._operations
        kept = {key[0] for key in new}
        for key, before in old.items():
            if key in new:
                self._compare_operation(before, new[key])
            else:
                self._note_removed(before, key[0] in kept)
        for key, after in new.items():
            if key not in old:
                pair = self._add(
                    Pair(after.place, after.place, f"`{after.name}`", after.name),
                    _CALLER,
                    self._bit(self._names, after.name),
                )
                pair.note("endpoint-added", after.place.pointer, (after.name,), name=after.name)

    def _note_removed(self, before: Operation, path_is_kept: bool) -> None:
        place = before.place
        pair = Pair(place, place, f"`{before.name}`", before.name)
        self._add(pair, _CALLER, self._bit(self._names, before.name))
        qualifiers = {"path"} if not path_is_kept else set()
        if place.get("deprecated") is True:
            qualifiers.add("deprecated")
        sunset = place.get("x-sunset")
        said = None if sunset is None else str(sunset)
        pair.note(
            "api-removed",
            place.pointer,
            (before.name,),
            name=before.name,
            before=said,
            qualifiers=frozenset(qualifiers),
        )

    def _compare_operation(self, before: Operation, after: Operation) -> None:
        if self.graph.same_demand and self._same(before, after):
            return
        bits = self._bit(self._names, before.name)  # as those who call it know it; its parameters may have new names
        pair = compare_operations(self.graph, before, after, f"`{before.name}`", before.name)
        compare_requirements(self.graph, pair)
        self._add(pair, _CALLER, bits)
        self._compare_callbacks(pair, bits)

    def _same(self, before: Operation, after: Operation) -> bool:
        shared = [[place.node for place in operation.shared] for operation in (before, after)]
        return self.graph.same(before.place.node, after.place.node) and self.graph.same(*shared)

    def _compare_callbacks(self, holder: Pair, bits: int) -> None:
        old, new = holder.old.fields("callbacks"), holder.new.fields("callbacks")
        for name in {**old, **new}:
            event = self._bit(self._events, name) | bits
            if name in old and name in new:
                self._compare_items(
                    _callback(self.old, old[name]), _callback(self.new, new[name]), name, event, "callback"
                )
            else:
                verb, place = ("added", new[name]) if name in new else ("removed", old[name])
                pair = self._add(Pair(place, place, f"the callback `{name}`", holder.selector), _CALLED, event)
                pair.note(f"callback-{verb}", place.pointer, (name,), name=name)

    def _compare_items(
        self, old: dict[str, Operation], new: dict[str, Operation], event: str, bits: int, kind: str
    ) -> None:
        for key in {**old, **new}:
            name = f"event {event}"
            if key in old and key in new:
                self._add(
                    compare_operations(self.graph, old[key], new[key], f"the {kind} `{event}`", name), _CALLED, bits
                )
            else:
                verb, operation = ("added", new[key]) if key in new else ("removed", old[key])
                pair = self._add(Pair(operation.place, operation.place, f"the {kind} `{event}`", name), _CALLED, bits)
                pair.note(f"{kind}-operation-{verb}", operation.place.pointer, (event, key), name=operation.name)

    def _compare_webhooks(self) -> None:
        old, new = self.old.root.members("webhooks"), self.new.root.members("webhooks")
        for name in {**old, **new}:
            bits = self._bit(self._events, name)
            if name in old and name in new:
                before, after = (
                    {operation.method: operation for operation in operations_of(side, name, places[name])}
                    for side, places in ((self.old, old), (self.new, new))
                )
                self._compare_items(before, after, name, bits, "webhook")
            else:
                verb, place = ("added", new[name]) if name in new else ("removed", old[name])
                pair = self._add(Pair(place, place, f"the webhook `{name}`", f"event {name}"), _CALLED, bits)
                pair.note(f"webhook-{verb}", place.pointer, (name,), name=name)

    def _compare_document(self) -> None:
        whole = Pair(self.old.root, self.new.root, "the API", "")
        compare_document_requirements(whole)
        _compare_servers(whole)
        self.roots.append(whole)
        for name, scheme in compare_schemes(self.graph, whole):
            if scheme.edits:
                self._add(scheme, _CALLER, self._callers(name))

    def _callers(self, scheme: str) -> int:
        """The operations of both sides that ask for a security scheme."""
        bits = 0
        for operations in self._operations:
            for operation in operations.values():
                if any(scheme in wanted for wanted in requirements_of(operation.side, operation.place)):
                    bits |= self._bit(self._names, operation.name)
        return bits

    def _compare_components(self) -> None:
        """Component schemas that came, went, or differ where nothing leads to them."""
        old = self.old.root.child("components").members("schemas")
        new = self.new.root.child("components").members("schemas")
        met_old, met_new = self.graph.matched()
        for name, place in old.items():
            if name in new:
                if place.node != new[name].node and id(place.node) not in met_old and id(new[name].node) not in met_new:
                    self.graph.pair(place, new[name], compare_schema_pair, name, name)
            elif id(place.node) not in met_old:
                self._note_schema("api-schema-removed", name, place)
        for name, place in new.items():
            if name not in old and id(place.node) not in met_new:
                self._note_schema("api-schema-added", name, place)
        self.graph.run()

    def _note_schema(self, action: str, name: str, place: Place) -> None:
        pair = Pair(place, place, name, name)
        pair.note(action, place.pointer, (digest(bare(place.node)),), name=name)
        self.roots.append(pair)


def _operations(side: Side, section: str) -> dict[tuple[str, str], Operation]:
    """The operations by their path, its parameters without names, and their method."""
    found: dict[tuple[str, str], Operation] = {}
    for path, item in side.root.fields(section).items():
        for operation in operations_of(side, path, item):
            found[_TEMPLATE.sub("{}", path), operation.method] = operation
    return found


def _callback(side: Side, place: Place) -> dict[str, Operation]:
    target = side.resolve(place)
    items = target.node if isinstance(target.node, dict) else {}
    return {
        f"{expression} {operation.method}": operation
        for expression in items
        for operation in operations_of(side, expression, target.child(expression))
    }


def _compare_servers(whole: Pair) -> None:
    old, new = (_urls(place) for place in (whole.old, whole.new))
    for url in old:
        if url not in new:
            _note_server(whole, "removed", url)
    for url in new:
        if url not in old:
            _note_server(whole, "added", url)


def _note_server(whole: Pair, verb: str, url: str) -> None:
    pair = Pair(whole.old, whole.new, f"the server `{url}`", f"server {url}")
    pair.note(f"api-server-{verb}", ("servers",), (url,), name=url)
    whole.edits.extend(pair.edits)


def _urls(place: Place) -> list[str]:
    servers = place.get("servers")
    return (
        [str(server.get("url")) for server in servers if isinstance(server, dict)] if isinstance(servers, list) else []
    )
