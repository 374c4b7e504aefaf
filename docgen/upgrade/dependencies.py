"""The headers, security schemes and schemas that operations and events depend on, as selectors."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from itertools import chain
from typing import Any, Final

import msgspec

from docgen.differ.path_items import operation_shape
from docgen.openapi.pointers import pointer_of
from docgen.openapi.references import refs_in
from docgen.openapi.spec import Operation, Spec, webhooks_key

_SCHEMAS: Final = ("components", "schemas")


class Dependencies:
    """The dependencies of the operations and events of one contract; each reference is resolved once."""

    def __init__(self, spec: Spec) -> None:
        self._spec = spec
        self._children: dict[str, frozenset[str]] = {}
        self._masks: dict[str, int] = {}
        self._schema_names: list[str] = []
        self._names_by_mask: dict[int, frozenset[str]] = {}
        self.operations: Final[Mapping[str, Operation]] = {each.name: each for each in spec.operations()}
        self._by_shape: defaultdict[str, set[str]] = defaultdict(set)
        nodes: list[Any] = [spec.document.get(webhooks_key(spec.document))]
        for name, operation in self.operations.items():
            self._by_shape[operation_shape(name)].add(name)
            nodes += (operation.node, *(parameter.value for parameter in operation.parameters))
        self._collect(_local_references(nodes))

    def of_uses(self, uses: Iterable[str]) -> frozenset[str]:
        """The selectors of operations, whatever their path parameters are called, and of events named `event x`."""
        operations, events = set[str](), set[str]()
        for use in uses:
            event = use.removeprefix("event ")
            if event != use:
                events.add(event)
                continue
            operations |= self._by_shape.get(operation_shape(use), set()) | {use}
        return self.selectors(operations, events)

    def selectors(self, operations: Set[str], events: Set[str]) -> frozenset[str]:
        """The selectors of operations and events (by name), and of their headers, security schemes and schemas."""
        selectors = {*operations, *map("event {}".format, events)}
        roots: list[Any] = [self._spec.webhook(event).value for event in events]
        for name in operations & self.operations.keys():
            operation = self.operations[name]
            roots += (operation.node, *(parameter.value for parameter in operation.parameters))
            selectors.update(map("header {}".format, self._spec.headers(operation)))
            schemes = chain.from_iterable(self._spec.security(operation))
            selectors.update(map("security {}".format, schemes))
        # a bit for each reference: sets of names would be much larger, and there is one for each reference
        mask = 0
        for ref in _local_references(roots):
            mask |= self._masks[ref]
        return frozenset(selectors | self._schemas(mask))

    def _schemas(self, mask: int) -> frozenset[str]:
        """The names of the component schemas among the references whose bits are set."""
        if mask not in self._names_by_mask:
            names = (name for bit, name in enumerate(self._schema_names) if name and mask >> bit & 1)
            self._names_by_mask[mask] = frozenset(names)
        return self._names_by_mask[mask]

    def _collect(self, refs: Iterable[str]) -> None:
        """Compute the transitive targets of each reference, as a bit mask; references may form cycles."""
        waiting = list(refs)
        while waiting:
            ref = waiting.pop()
            if ref not in self._children:
                pointer = pointer_of(ref)
                self._masks[ref] = 1 << len(self._children)
                self._schema_names.append(str(pointer[2]) if pointer[:2] == _SCHEMAS else "")
                self._children[ref] = frozenset(_local_references([self._spec.at(pointer)]))
                waiting += self._children[ref]
        # to a fixed point, since a cycle has no order; the deepest references come last, so few rounds are needed
        grown = True
        while grown:
            grown = False
            for ref in reversed(self._children):
                mask = self._masks[ref]
                for inner in self._children[ref]:
                    mask |= self._masks[inner]
                grown, self._masks[ref] = grown or mask != self._masks[ref], mask


def selects_any(selector: str, selectors: Set[str]) -> bool:
    """Whether a selector is one of `selectors`, or a field of a schema that is; or affects everybody."""
    if selects_everybody(selector):
        return True
    words = selector.split(".")
    return any(".".join(words[:end]) in selectors for end in range(len(words), 0, -1))


def selects_everybody(selector: str) -> bool:
    """Whether a selector affects all consumers: a server, or an error code, whose operations no contract lists."""
    return selector.startswith(("error ", "server "))


def _local_references(roots: Iterable[Any]) -> Iterator[str]:
    """The local references in some nodes; they are not followed."""
    return (ref for ref in refs_in(msgspec.json.encode(list(roots))) if ref.startswith("#/"))
