"""What a contract sends with an event: the fields and the examples of its payload, without those of other events."""

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any, NamedTuple

from docgen.claims.contract import Contract
from docgen.openapi.allowed_values import DEPTH, Field, Fields, allowed_values, field_values, in_any
from docgen.openapi.examples import media_examples
from docgen.openapi.merging import merged
from docgen.openapi.nodes import Node
from docgen.openapi.references import schema_reference
from docgen.openapi.resolver import Resolver
from docgen.openapi.schema import Schema
from docgen.openapi.spec import Spec
from docgen.openapi.webhooks import content_of, operations_of
from docgen.positions.source import Pointer


class Payload(NamedTuple):
    """What an event carries: its fields by their dotted paths, and its own examples."""

    fields: Mapping[str, Field]
    examples: tuple[tuple[object, Pointer], ...]


def payload(contract: Contract, event: str, at: str | None = None, depth: int = DEPTH) -> Payload:
    """The payload of an event to a depth, in each of its media types; what names another event is not its own.

    The field `at` is known also where the payload has too many fields to list.
    """
    media = list(_media(contract.spec, event))
    alternatives = OwnAlternatives(contract, event)

    def fields_of(**limits: Any) -> Fields:  # noqa: ANN401 - those of field_values
        schemas = (medium.child("schema") for medium in media)
        return in_any([field_values(contract.resolver, schema, alternatives, **limits) for schema in schemas])

    fields = fields_of(depth=depth)
    if at and not fields:
        fields = fields_of(only=at)
    examples = chain.from_iterable(_examples(contract, medium) for medium in media)
    names = set(contract.events)
    return Payload(fields, tuple(shown for shown in examples if not _is_of_another(names, event, fields, shown[0])))


def _media(spec: Spec, event: str) -> Iterator[Node]:
    for operation in operations_of(spec, spec.webhook(event)):
        yield from content_of(spec, operation).values()


def _examples(contract: Contract, medium: Node) -> Iterator[tuple[object, Pointer]]:
    """Those of a media type, and those of its schema where no other event has that schema."""
    for place, value in media_examples(contract.spec, medium.value):
        yield value, (*medium.pointer, *place)
    schema = contract.resolver.resolve(medium.child("schema"))
    # the example of a schema that several events carry shows any of them
    if len(contract.spec.cached(_events_by_schema)[id(schema.value)]) == 1:
        if schema.get("example") is not None:
            yield schema.get("example"), (*schema.pointer, "example")
        for node in schema.items("examples"):
            yield node.value, node.pointer


def _events_by_schema(spec: Spec) -> Mapping[int, set[str]]:
    """The events that carry each schema, by its identity."""
    events: dict[int, set[str]] = {}
    resolver = Resolver(spec)
    for event in spec.events():
        for medium in _media(spec, event):
            schema = resolver.resolve(medium.child("schema")).value
            events.setdefault(id(schema), set()).add(event)
    return events


def _is_of_another(names: set[str], event: str, fields: Fields, example: object) -> bool:
    """Whether an example names other events and not this one, where the contract has the names of events."""
    # fields that list names of events say which event a payload is of; without any, each field at the top may
    paths = [path for path, field in fields.items() if names.intersection(field.values or ())]
    if not paths and isinstance(example, Mapping):
        paths = list(example)
    values = chain.from_iterable(shown(example, path) for path in paths)
    named = {value for value in values if isinstance(value, str) and value in names}
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
        # a mapping may have a name of a schema in place of its URI (OpenAPI 3.1, section 4.8.25)
        if isinstance(target, str):
            return [member for member in members if member.get("$ref") in (target, schema_reference(target))] or members
        return [member for member in members if not self._is_of_other_events(member)]

    def _is_of_other_events(self, node: Node) -> bool:
        fields = merged(self._resolver, node).property_nodes().values()
        return any(self._others.issuperset(allowed_values(self._resolver, field) or [None]) for field in fields)
