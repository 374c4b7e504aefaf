"""What some operations and events are made of: the selectors that speak of them."""

from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Any, Final

import msgspec

from docgen.openapi.pointers import pointer_of
from docgen.openapi.references import refs_in
from docgen.openapi.spec import Operation, Spec

_SCHEMAS: Final = ("components", "schemas")


class Reach:
    """What the operations and events of one contract are made of; each reference is read once for all of them."""

    def __init__(self, spec: Spec) -> None:
        self._spec = spec
        self._below: dict[str, frozenset[str]] = {}
        self._masks: dict[str, int] = {}
        self._places: list[str] = []
        self._named: dict[int, frozenset[str]] = {}
        self.operations: Final[Mapping[str, Operation]] = {one.name: one for one in spec.operations()}
        nodes = [part for one in self.operations.values() for part in (one.node, one.parameters)]
        self._follow(_refs([*nodes, spec.document.get("webhooks")]))

    def of(self, operations: Set[str], events: Set[str]) -> frozenset[str]:
        """The selectors of operations and events (by name), of their headers, security schemes and their schemas."""
        found = set(operations) | {f"event {event}" for event in events}
        roots: list[Any] = [(self._spec.document.get("webhooks") or {}).get(event) for event in events]
        for name in operations & self.operations.keys():
            operation = self.operations[name]
            found |= set(_carried(self._spec, operation))
            roots += [operation.node, operation.parameters]
        return frozenset(found | self._schemas(frozenset(_refs(roots))))

    def _schemas(self, refs: frozenset[str]) -> frozenset[str]:
        """The component schemas that some references lead to, through every further one."""
        mask = 0
        for ref in refs:
            mask |= self._masks[ref]
        if mask not in self._named:
            self._named[mask] = frozenset(name for bit, name in enumerate(self._places) if name and mask >> bit & 1)
        return self._named[mask]

    def _follow(self, refs: Iterable[str]) -> None:
        """Find what each reference leads to, as a set of bits in their order: schemas refer in circles."""
        waiting = list(refs)
        while waiting:
            ref = waiting.pop()
            if ref not in self._below:
                pointer = pointer_of(ref)
                self._masks[ref] = 1 << len(self._below)
                self._places.append(str(pointer[2]) if pointer[:2] == _SCHEMAS else "")
                self._below[ref] = frozenset(_refs([self._spec.at(pointer)]))
                waiting += self._below[ref]
        grown = True
        while grown:
            grown = False
            for ref in reversed(self._below):
                mask = self._masks[ref]
                for inner in self._below[ref]:
                    mask |= self._masks[inner]
                grown, self._masks[ref] = grown or mask != self._masks[ref], mask


def speaks_of(selector: str, reached: Set[str]) -> bool:
    """Whether a selector names a part that is reached, or a field of a schema that is.

    No contract says which operation answers with an error code, so a code concerns everybody, as does a server.
    """
    if speaks_to_all(selector):
        return True
    words = selector.split(".")
    return any(".".join(words[:end]) in reached for end in range(len(words), 0, -1))


def speaks_to_all(selector: str) -> bool:
    """Whether a selector concerns everybody, whatever they use."""
    return selector.startswith(("error ", "server "))


def _carried(spec: Spec, operation: Operation) -> Iterator[str]:
    """The headers and the security schemes of an operation."""
    yield from (f"header {name}" for name in spec.headers(operation))
    yield from (f"security {name}" for requirement in spec.security(operation) for name in requirement)


def _refs(roots: Iterable[Any]) -> Iterator[str]:
    """The local references at or below some nodes, none of them followed."""
    return (ref for ref in refs_in(msgspec.json.encode(list(roots))) if ref.startswith("#/"))
