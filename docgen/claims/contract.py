"""The contract of a pin for the proofs of its claims: what all of them look up is computed once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain

from docgen.model.config import Config
from docgen.openapi import selectors
from docgen.openapi.carriers import carriers, parts_by_use
from docgen.openapi.examples import examples, occurrences
from docgen.openapi.merging import parts_of
from docgen.openapi.nodes import Node
from docgen.openapi.resolver import Resolver
from docgen.openapi.spec import Operation, Spec
from docgen.openapi.structure import objects_of
from docgen.positions.source import Pointer


class Contract:
    """A spec with its resolver, and what several claims look up in it."""

    def __init__(self, spec: Spec, config: Config) -> None:
        self.spec = spec
        self.resolver = spec.cached(Resolver)
        self.operations = spec.operations()
        self.events = spec.events()
        self._config = config

    def find(self, selector: str) -> Pointer | None:
        """The pointer of a selector; None where the spec does not have it."""
        return selectors.find(self.spec, selector, self._config.error_codes)

    @cached_property
    def error_codes(self) -> tuple[str, ...]:
        """The error codes."""
        return tuple(selectors.error_codes(self.spec, self._config.error_codes))

    def selectors(self) -> tuple[str, ...]:
        """Every selector of the spec."""
        return tuple(selectors.pointers(self.spec, self._config.error_codes))

    def parts(self, selector: str) -> tuple[Node, ...]:
        """The parts that a selector names: several where alternatives have a field each; none where it is not found."""
        return tuple(map(self.spec.node, selectors.find_all(self.spec, selector, self._config.error_codes)))

    def carriers(self, selector: str) -> tuple[str, ...]:
        """The operations and events that have a schema, or the schema of a field."""
        # a field that a schema inherits is sent where that one is
        schemas = (name for name in self.spec.schemas() if f"{selector}.".startswith(f"{name}."))
        return carriers(self.spec, ("components", "schemas", max(schemas, key=len, default="")))

    def uses(self, selectors: Iterable[str]) -> Iterator[str]:
        """The operations and events that some selectors name, or that have a part which they name."""
        parts = chain.from_iterable(map(self.parts, selectors))
        return chain.from_iterable(carriers(self.spec, part.pointer) for part in parts)

    def extensions(self, schema: Node, uses: Collection[str]) -> Iterator[Node]:
        """The schemas that are sent in place of this one, with more: by `allOf`, or by keywords beside its reference.

        With `uses`, what these operations and events send. A schema of another name counts only in what does not send
        this one by itself (without `uses`: where nothing does), or where a discriminator may select it.
        """
        target, (places, extensions) = self.resolver.resolve(schema).value, self._references
        subtypes = self.resolver.subtypes.get(schema.schema_name or "", ())
        itself = {*chain.from_iterable(carriers(self.spec, place) for place in places[id(target)])}
        if itself and not uses:
            itself.update(parts_by_use(self.spec))
        waiting, known = [target], set[int]()
        # which grows while it is read
        for value in waiting:
            for node in extensions[id(value)] if id(value) not in known else ():
                waiting.append(node.value)
                name, senders = node.schema_name, {*carriers(self.spec, node.pointer)}
                if uses:
                    senders.intersection_update(uses)
                if name and name not in subtypes:
                    senders -= itself
                if senders:
                    yield node
            known.add(id(value))

    @cached_property
    def _references(self) -> tuple[Mapping[int, list[Pointer]], Mapping[int, list[Node]]]:
        """The places that refer to a schema as it is, and the schemas that demand it and have more, by its id."""
        places, extensions = defaultdict[int, list[Pointer]](list), defaultdict[int, list[Node]](list)
        for part in objects_of(self.spec, "schema"):
            if self.resolver.refers(part.value) and part.pointer[-2] != "allOf":
                places[id(self.resolver.resolve(part).value)].append(part.pointer)
            for demanded in parts_of(self.resolver, part):
                extensions[id(self.resolver.resolve(demanded).value)].append(part)
        return places, extensions

    def values_in_examples(self, parts: Iterable[Node], *, whole: bool = False) -> Iterator[tuple[object, Pointer]]:
        """Each value in an example that some schemas describe, with its pointer; with `whole`, that they alone do."""
        targets = {id(self.resolver.resolve(part).value) for part in parts}
        for example in examples(self.spec):
            yield from occurrences(self.resolver, example, targets, whole=whole)


def error_responses(spec: Spec) -> Iterator[tuple[Operation, Node]]:
    """Each response for errors with its operation, resolved."""
    for operation in spec.operations():
        for status, response in spec.responses(operation):
            if is_error(status):
                yield operation, response


def json_media(response: Node) -> list[Node]:
    """The JSON media types of a response."""
    return [medium for name, medium in response.members("content").items() if "json" in name]


def is_error(status: str) -> bool:
    """Whether a status key of a spec is for errors: 4xx, 5xx, their ranges, and `default`."""
    return status[:1] in {"4", "5"} or status == "default"
