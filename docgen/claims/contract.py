"""The contract of a pin for the proofs of its claims: what all of them look up is computed once."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from docgen.model.config import Config
from docgen.openapi import selectors
from docgen.openapi.examples import examples, occurrences
from docgen.openapi.merging import merged
from docgen.openapi.resolver import Resolver
from docgen.openapi.schema import Schema
from docgen.openapi.spec import Operation, Spec
from docgen.positions.source import Pointer


class Contract:
    """A spec with its resolver, and its selectors in one list for all claims."""

    def __init__(self, spec: Spec, config: Config) -> None:
        self.spec = spec
        self.resolver = Resolver(spec)
        self.operations = spec.operations()
        self.events = spec.events()
        self._config = config

    def find(self, selector: str) -> Pointer | None:
        """The pointer of a selector; None where the spec does not have it."""
        # as selectors.find, which would list all selectors again for each claim
        return self._pointers.get(selector) or selectors.find_field(self.spec, selector)

    @cached_property
    def _pointers(self) -> Mapping[str, Pointer]:
        return selectors.pointers(self.spec, self._config.error_codes)

    def schema(self, pointer: Pointer) -> Schema:
        """The schema at a pointer, its references resolved and its `allOf` merged."""
        return merged(self.resolver, self.spec.node(pointer))

    def values_in_examples(self, schema: Schema, *, whole: bool = False) -> Iterator[tuple[object, Pointer]]:
        """Each value in an example that a schema describes, with its pointer; with `whole`, that it describes alone."""
        for example in examples(self.spec):
            yield from occurrences(self.resolver, example, schema.node.value, whole=whole)

    def responses(self, operation: Operation) -> Iterator[tuple[str, Mapping[str, Any], Pointer]]:
        """Each response of an operation: its status as text, the resolved response, its pointer."""
        for status, response in operation.responses.items():
            pointer = (*operation.pointer, "responses", status)
            yield str(status), self.spec.resolve(response), pointer


def is_error(status: str) -> bool:
    """Whether a status key of a spec is for errors: 4xx, 5xx, their ranges, and `default`."""
    return status[:1] in {"4", "5"} or status == "default"
