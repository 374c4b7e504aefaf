"""The contract of a pin for the proofs of its claims: what all of them look up is computed once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from docgen.model.config import Config
from docgen.openapi import selectors
from docgen.openapi.carriers import carriers
from docgen.openapi.examples import examples, occurrences
from docgen.openapi.merging import parts_of
from docgen.openapi.nodes import Node
from docgen.openapi.references import schema_at
from docgen.openapi.resolver import Resolver
from docgen.openapi.spec import Operation, Spec
from docgen.openapi.structure import objects
from docgen.positions.source import Pointer


class Contract:
    """A spec with its resolver, and what several claims look up in it."""

    def __init__(self, spec: Spec, config: Config) -> None:
        self.spec = spec
        self.resolver = Resolver(spec)
        self.operations = spec.operations()
        self.events = spec.events()
        self._config = config

    def find(self, selector: str) -> Pointer | None:
        """The pointer of a selector; None where the spec does not have it."""
        return selectors.find(self.spec, selector, self._config.error_codes)

    def parts(self, selector: str) -> tuple[Node, ...]:
        """The parts that a selector names: several where alternatives have a field each; none where it is not found."""
        return tuple(map(self.spec.node, selectors.find_all(self.spec, selector, self._config.error_codes)))

    def carriers(self, selector: str) -> tuple[str, ...]:
        """The operations and events that have a schema, or the schema of a field."""
        # a field that a schema inherits is sent where that one is
        schemas = (name for name in self.spec.schemas() if f"{selector}.".startswith(f"{name}."))
        return carriers(self.spec, max(schemas, key=len, default=""))

    def extensions(self, schema: Node) -> Iterator[Node]:
        """The schemas that are sent in place of this one, with more: by `allOf`, or by keywords beside its reference.

        One of another name is only where this one is not sent by itself, or where a discriminator may select it.
        """
        target = self.resolver.resolve(schema).value
        subtypes = self.resolver.subtypes.get(schema_at(schema.pointer) or "", ())
        is_alone, holders = False, defaultdict[int, list[Node]](list)
        for part in objects(self.spec):
            if part.kind == "schema":
                if self.resolver.refers(part.value):
                    is_alone |= part.pointer[-2] != "allOf" and self.resolver.resolve(part).value is target
                for demanded in parts_of(self.resolver, part):
                    holders[id(self.resolver.resolve(demanded).value)].append(part)
        waiting = [target]
        # which grows while it is read
        for value in waiting:
            for node in holders.pop(id(value), ()):
                waiting.append(node.value)
                name, schema_of = schema_at(node.pointer), schema_at(node.pointer[:3])
                is_other = name and is_alone and name not in subtypes
                if not is_other and (schema_of is None or carriers(self.spec, schema_of)):
                    yield node

    def values_in_examples(self, parts: Iterable[Node], *, whole: bool = False) -> Iterator[tuple[object, Pointer]]:
        """Each value in an example that some schemas describe, with its pointer; with `whole`, that they alone do."""
        targets = {id(self.resolver.resolve(part).value) for part in parts}
        for example in examples(self.spec):
            yield from occurrences(self.resolver, example, targets, whole=whole)

    def responses(self, operation: Operation) -> Iterator[tuple[str, Mapping[str, Any], Pointer]]:
        """Each response of an operation: its status as text, the resolved response, its pointer."""
        for status, response in operation.responses.items():
            pointer = (*operation.pointer, "responses", status)
            yield str(status), self.spec.resolve(response), pointer


def is_error(status: str) -> bool:
    """Whether a status key of a spec is for errors: 4xx, 5xx, their ranges, and `default`."""
    return status[:1] in {"4", "5"} or status == "default"
