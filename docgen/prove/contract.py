"""The contract of a pin for the provers, with everything derived from it cached; and what it sends with an event."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from docgen.model.config import Config
from docgen.openapi import selectors
from docgen.openapi.allowed_values import allowed_values
from docgen.openapi.examples import Example, examples, media_examples, occurrences
from docgen.openapi.field_values import DEPTH, Field, field_values, in_any
from docgen.openapi.merging import merged
from docgen.openapi.nodes import Node
from docgen.openapi.references import schema_reference
from docgen.openapi.resolver import Resolver
from docgen.openapi.schema import UNIONS, Schema
from docgen.openapi.spec import Operation, Spec
from docgen.openapi.webhooks import content_of, operations_of
from docgen.positions.source import Pointer, Source
from docgen.wording import json_text


class Payload(NamedTuple):
    """What an event carries: its fields by their dotted paths, whether any are declared, and its own examples."""

    fields: Mapping[str, Field]
    examples: tuple[tuple[object, Pointer], ...]


class Contract:
    """A spec with its resolver, and lists that are computed once for all claims."""

    def __init__(self, spec: Spec, config: Config) -> None:
        self.spec = spec
        self.resolver = Resolver(spec)
        self.config = config
        self.events_by_schema: dict[int, set[str]] = {}  # by identity, filled where one is asked for

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


def payload(contract: Contract, event: str, at: str | None = None, depth: int = DEPTH) -> Payload:
    """The payload of an event to a depth, in each of its media types; what names another event is not its own.

    The field `at` is known also where the payload has too many fields to list.
    """
    media = list(_media(contract, event))
    alternatives = OwnAlternatives(contract, event)
    schemas = [medium.child("schema") for medium in media]
    fields = in_any([field_values(contract.resolver, schema, alternatives, depth=depth) for schema in schemas])
    if at and not fields:
        fields = in_any([field_values(contract.resolver, schema, alternatives, only=at) for schema in schemas])
    shown = tuple(found for medium in media for found in _examples(contract, event, medium))
    return Payload(fields, tuple(found for found in shown if not _is_of_another(contract, event, fields, found[0])))


def _media(contract: Contract, event: str) -> Iterator[Node]:
    spec = contract.spec
    for operation in operations_of(spec, spec.webhook(event)):
        yield from content_of(spec, operation).values()


def _examples(contract: Contract, event: str, medium: Node) -> Iterator[tuple[object, Pointer]]:
    """Those of a media type, and those of its schema where no other event has that schema."""
    for place, value in media_examples(contract.spec, medium.value):
        yield value, (*medium.pointer, *place)
    schema = contract.resolver.resolve(medium.child("schema"))
    if len(_events_by_schema(contract)[id(schema.value)]) == 1:
        if schema.get("example") is not None:
            yield schema.get("example"), (*schema.pointer, "example")
        for node in schema.items("examples"):
            yield node.value, node.pointer


def _events_by_schema(contract: Contract) -> Mapping[int, set[str]]:
    """The events that carry each schema, by its identity."""
    if not contract.events_by_schema:
        for event in contract.events:
            for medium in _media(contract, event):
                schema = contract.resolver.resolve(medium.child("schema")).value
                contract.events_by_schema.setdefault(id(schema), set()).add(event)
    return contract.events_by_schema


def _is_of_another(contract: Contract, event: str, fields: Mapping[str, Field], example: object) -> bool:
    """Whether an example names other events and not this one, where the contract has the names of events."""
    typed = [path for path, field in fields.items() if set(field.values or ()) & set(contract.events)]
    paths = typed or (list(example) if isinstance(example, Mapping) else [])
    named = {value for path in paths for value in shown(example, path) if value in contract.events}
    return bool(named) and event not in named


def shown(example: object, path: str) -> Iterator[Any]:
    """The value of a field of an example under its dotted path, if it is there."""
    for key in path.split("."):
        if not isinstance(example, Mapping) or key not in example:
            return
        example = example[key]
    yield example


class OwnAlternatives:
    """The members of a union in the payload of an event, without those of other events."""

    def __init__(self, contract: Contract, event: str) -> None:
        self._resolver = contract.resolver
        self._event = event
        self._others = set(contract.events) - {event}

    def __call__(self, schema: Schema, keyword: str) -> list[Node]:
        """The members of a union that are not of other events."""
        members = schema.listed(keyword)
        target = Node(schema.keywords, ()).child("discriminator", "mapping", self._event).value
        if isinstance(target, str):
            return [one for one in members if one.get("$ref") in (target, schema_reference(target))] or members
        return [member for member in members if not self._is_of_other_events(member)]

    def _is_of_other_events(self, node: Node) -> bool:
        schema = merged(self._resolver, node)
        listed = [allowed_values(self._resolver, field) or () for field in schema.property_nodes().values()]
        return any(values and set(values) <= self._others for values in listed)
