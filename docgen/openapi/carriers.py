"""The component schemas that the parts of a contract refer to, directly or through others, and who refers to one."""

from collections.abc import Iterable, Mapping
from itertools import compress
from typing import Any

import msgspec

from docgen.openapi.caching import once
from docgen.openapi.cycles import strongly_connected
from docgen.openapi.pointers import pointer_of
from docgen.openapi.references import refs_in, schema_at, schema_name, schema_reference
from docgen.openapi.resolver import Resolver
from docgen.openapi.spec import Spec


class Closure:
    """The schemas behind the references of one contract; each reference is followed once.

    A schema with a discriminator has those that inherit from it.
    """

    def __init__(self, spec: Spec) -> None:
        self._spec = spec
        self._subtypes = spec.cached(Resolver).subtypes
        self._names: dict[str, int] = {}
        # a bit for each schema: sets of names would be much larger, and there is one for each reference
        self._masks: dict[str, int] = {}
        self._targets: dict[str, list[str]] = {}
        self._names_by_mask: dict[int, frozenset[str]] = {}

    def schemas(self, *nodes: Any) -> frozenset[str]:  # noqa: ANN401 - a node of JSON can be anything
        """The names of the component schemas that some nodes refer to."""
        refs, mask = _local_references(nodes), 0
        for cycle in strongly_connected(refs, self._unknown_targets):
            self._add(cycle)
        for ref in refs:
            mask |= self._masks[ref]
        if mask not in self._names_by_mask:
            self._names_by_mask[mask] = frozenset(compress(self._names, map(int, reversed(f"{mask:b}"))))
        return self._names_by_mask[mask]

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
            name = schema_at(pointer_of(ref)[:3])
            if name is not None:
                mask |= 1 << self._names.setdefault(name, len(self._names))
            for target in self._targets[ref]:
                mask |= self._masks.get(target, 0)
        self._masks |= dict.fromkeys(cycle, mask)


@once
def schemas_by_use(spec: Spec) -> Mapping[str, frozenset[str]]:
    """The schemas of each operation, with its parameters and what it calls back, and of each event as `event x`."""
    closure, schemas = spec.cached(Closure), dict[str, frozenset[str]]()
    for operation in spec.operations():
        schemas[operation.name] = closure.schemas(operation.node, *(node.value for node in operation.parameters))
    for event in spec.events():
        schemas[f"event {event}"] = closure.schemas(spec.webhook(event).value)
    return schemas


def carriers(spec: Spec, schema: str) -> tuple[str, ...]:
    """The operations and events, as `event x`, that have a component schema."""
    return tuple(use for use, schemas in schemas_by_use(spec).items() if schema in schemas)


def _local_references(nodes: Iterable[Any]) -> list[str]:
    """The local references in some nodes; they are not followed."""
    return [ref for ref in refs_in(msgspec.json.encode(list(nodes))) if ref.startswith("#/")]
