"""The contract of a pin for the provers, with everything derived from it cached."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from docgen.model.config import Config
from docgen.openapi import selectors
from docgen.openapi.examples import examples, occurrences
from docgen.openapi.merging import merged
from docgen.openapi.resolver import Resolver
from docgen.openapi.schema import UNIONS, Schema
from docgen.openapi.spec import Operation, Spec
from docgen.openapi.survey import Example
from docgen.positions.source import Pointer, Source
from docgen.wording import json_text


class Contract:
    """A spec with its resolver, and lists that are computed once for all claims."""

    def __init__(self, spec: Spec, config: Config) -> None:
        self.spec = spec
        self.resolver = Resolver(spec)
        self.config = config
        self.events_by_schema: dict[int, set[str]] = {}  # by identity, filled by docgen.prove.payloads

    @property
    def source(self) -> Source:
        """The file of the spec."""
        return self.spec.source

    @cached_property
    def operations(self) -> tuple[Operation, ...]:
        """All operations, in the spec's order."""
        return self.spec.operations()

    @cached_property
    def events(self) -> tuple[str, ...]:
        """The names of the webhooks."""
        return self.spec.events()

    @cached_property
    def listed_events(self) -> Mapping[str, Pointer]:
        """The values of every list of values that has a webhook among them, each with the pointer of the first."""
        places: dict[str, Pointer] = {}
        for values in _lists(self.spec, self.spec.document, ()):
            if any(value in self.events for value, _ in values):
                for value, pointer in values:
                    places.setdefault(value, pointer)
        return places

    @cached_property
    def callbacks(self) -> Mapping[str, Pointer]:
        """The names of what operations call back, each with the pointer of the first."""
        places: dict[str, Pointer] = {}
        for operation in self.operations:
            for name in operation.callbacks:
                places.setdefault(name, (*operation.pointer, "callbacks", name))
        return places

    @cached_property
    def examples(self) -> tuple[Example, ...]:
        """Every example of the spec with its schema."""
        return tuple(examples(self.spec))

    def find(self, selector: str) -> Pointer | None:
        """The pointer of a selector; None where the spec does not have it."""
        # as selectors.find, which would list all selectors again for each claim
        return self._pointers.get(selector) or selectors.find_field(self.spec, selector)

    @cached_property
    def _pointers(self) -> Mapping[str, Pointer]:
        return selectors.pointers(self.spec, self.config.error_codes)

    def schema(self, pointer: Pointer) -> Schema:
        """The schema at a pointer, its references resolved and its `allOf` merged."""
        return merged(self.resolver, self.spec.node(pointer))

    def values_in_examples(self, schema: Schema, *, whole: bool = False) -> Iterator[tuple[object, Pointer]]:
        """Each value in an example that a schema describes, with its pointer; with `whole`, that it describes alone."""
        for example in self.examples:
            yield from occurrences(self.resolver, example, schema.node.value, whole=whole)

    def responses(self, operation: Operation) -> Iterator[tuple[str, Mapping[str, Any], Pointer]]:
        """Each response of an operation: its status as text, the resolved response, its pointer."""
        for status, response in operation.responses.items():
            pointer = (*operation.pointer, "responses", status)
            yield str(status), self.spec.resolve(response), pointer


def _lists(spec: Spec, node: object, pointer: Pointer) -> Iterator[list[tuple[str, Pointer]]]:
    """Each list of values in a document: of an enum, or of the alternatives of a union together."""
    if isinstance(node, Mapping):
        for key, child in node.items():
            if key == "enum" and isinstance(child, list):
                yield [(json_text(value), (*pointer, key, index)) for index, value in enumerate(child)]
                continue
            if key in UNIONS and isinstance(child, list):
                members = [(spec.resolve(member), (*pointer, key, index)) for index, member in enumerate(child)]
                yield [(json_text(value), place) for member, place in members for value in _values(member)]
            yield from _lists(spec, child, (*pointer, key))
    elif isinstance(node, list):
        for index, child in enumerate(node):
            yield from _lists(spec, child, (*pointer, index))


def _values(schema: Mapping[str, Any]) -> list[Any]:
    enum = schema.get("enum")
    return [*(enum if isinstance(enum, list) else ()), *([schema["const"]] if "const" in schema else ())]


def is_error(status: str) -> bool:
    """Whether a status key of a spec is for errors: 4xx, 5xx, their ranges, and `default`."""
    return status[:1] in {"4", "5"} or status == "default"
