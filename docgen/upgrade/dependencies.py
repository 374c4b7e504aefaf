"""The headers, security schemes and schemas that operations and events depend on, as selectors."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Set
from itertools import accumulate, chain, compress
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
        self._by_shape: defaultdict[str, list[Operation]] = defaultdict(list)
        nodes: list[Any] = [spec.document.get(webhooks_key(spec.document))]
        for operation in spec.operations():
            self._by_shape[operation_shape(operation.name)].append(operation)
            nodes += (operation.node, *(parameter.value for parameter in operation.parameters))
        self._collect(_local_references(nodes))

    def of_uses(self, uses: Collection[str]) -> frozenset[str]:
        """The selectors of operations and of events named `event x`, and of their headers, schemes and schemas.

        The path parameters of an operation may have other names than in the contract.
        """
        selectors, roots = set(uses), list[Any]()
        for use in uses:
            if use.startswith("event "):
                roots.append(self._spec.webhook(use.removeprefix("event ")).value)
            alike = self._by_shape.get(operation_shape(use), [])
            # of two paths that differ in the name of a parameter alone, the one that is meant
            for operation in [known for known in alike if known.name == use] or alike:
                selectors.add(operation.name)
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
            bits = map(int, reversed(f"{mask:b}"))
            self._names_by_mask[mask] = frozenset(filter(None, compress(self._schema_names, bits)))
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


def reach(covers: Iterable[str], selectors: Set[str]) -> bool:
    """Whether one of some selectors is among `selectors`, or a field of a schema that is; or affects everybody."""
    for cover in covers:
        parts = accumulate(cover.split("."), "{}.{}".format)
        if selects_everybody(cover) or not selectors.isdisjoint(parts):
            return True
    return False


def selects_everybody(selector: str) -> bool:
    """Whether a selector affects all consumers: a server, or an error code, whose operations no contract lists."""
    return selector.startswith(("error ", "server "))


def _local_references(roots: Iterable[Any]) -> Iterator[str]:
    """The local references in some nodes; they are not followed."""
    for ref in refs_in(msgspec.json.encode(list(roots))):
        if ref.startswith("#/"):
            yield ref
