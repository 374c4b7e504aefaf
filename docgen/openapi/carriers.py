"""What the operations and events of a contract refer to, directly or through others, and which of them have a part."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import compress
from typing import Any

import msgspec

from docgen.openapi.caching import once
from docgen.openapi.cycles import strongly_connected
from docgen.openapi.nodes import refs_in, schema_at, schema_name, schema_reference
from docgen.openapi.pointers import pointer_of
from docgen.openapi.resolver import Resolver
from docgen.openapi.spec import Spec
from docgen.positions.source import Pointer


class Closure:
    """The components and other parts behind the references of one contract; each reference is followed once.

    A part is the first three tokens of a pointer. A schema with a discriminator has those that inherit from it.
    """

    def __init__(self, spec: Spec) -> None:
        self._spec = spec
        self._subtypes = spec.cached(Resolver).subtypes
        self._parts: dict[Pointer, int] = {}
        # a bit for each part: sets of them would be much larger, and there is one for each reference
        self._masks: dict[str, int] = {}
        self._targets: dict[str, list[str]] = {}
        self._parts_by_mask: dict[int, frozenset[Pointer]] = {}

    def parts(self, *nodes: Any) -> frozenset[Pointer]:  # noqa: ANN401 - a node of JSON can be anything
        """The parts that some nodes refer to."""
        refs, mask = _local_references(nodes), 0
        for cycle in strongly_connected(refs, self._unknown_targets):
            self._add(cycle)
        for ref in refs:
            mask |= self._masks[ref]
        if mask not in self._parts_by_mask:
            self._parts_by_mask[mask] = frozenset(compress(self._parts, map(int, reversed(f"{mask:b}"))))
        return self._parts_by_mask[mask]

    def _unknown_targets(self, ref: str) -> list[str]:
        if ref not in self._targets:
            self._targets[ref] = _local_references([self._spec.at(pointer_of(ref))])
            self._targets[ref] += map(schema_reference, self._subtypes.get(schema_name(ref) or "", ()))
        return [target for target in self._targets[ref] if target not in self._masks]

    def _add(self, cycle: list[str]) -> None:
        """Add references that lead to each other, after all that they lead to besides."""
        mask = 0
        for ref in cycle:
            # a reference into a schema has that one, too
            mask |= 1 << self._parts.setdefault(pointer_of(ref)[:3], len(self._parts))
            for target in self._targets[ref]:
                mask |= self._masks.get(target, 0)
        self._masks |= dict.fromkeys(cycle, mask)


def schema_names(parts: Iterable[Pointer]) -> frozenset[str]:
    """The names of the component schemas among some parts."""
    return frozenset(filter(None, map(schema_at, parts)))


@once
def parts_by_use(spec: Spec) -> Mapping[str, frozenset[Pointer]]:
    """What each operation, with its parameters and what it calls back, and each event, as `event x`, refers to."""
    closure, parts = spec.cached(Closure), dict[str, frozenset[Pointer]]()
    for operation in spec.operations():
        parts[operation.name] = closure.parts(operation.value, *(node.value for node in operation.parameters))
    for event in spec.events():
        parts[f"event {event}"] = closure.parts(spec.webhook(event).value)
    return parts


@once
def _uses_by_part(spec: Spec) -> Mapping[Pointer, list[str]]:
    """The operations and events by the parts that they are written in, and by those that a path item refers to."""
    uses = defaultdict[Pointer, list[str]](list)
    for operation in spec.operations():
        item = spec.target(spec.node(operation.pointer[:-1]))
        for pointer in (operation.pointer, item.pointer, *(node.pointer for node in operation.parameters)):
            uses[pointer[:3]].append(operation.name)
    for event in spec.events():
        webhook = spec.webhook(event)
        inside = ((*webhook.pointer, key) for key in webhook.mapping)
        for pointer in (webhook.pointer, spec.target(webhook).pointer, *inside):
            uses[pointer[:3]].append(f"event {event}")
    return uses


def carriers(spec: Spec, pointer: Pointer) -> tuple[str, ...]:
    """The operations and events, as `event x`, that have what is at a pointer."""
    part = pointer[:3]
    written_there = _uses_by_part(spec).get(part, ())
    return tuple(use for use, parts in parts_by_use(spec).items() if part in parts or use in written_there)


def _local_references(nodes: Iterable[Any]) -> list[str]:
    """The local references in some nodes; they are not followed."""
    return [ref for ref in refs_in(msgspec.json.encode(list(nodes))) if ref.startswith("#/")]
