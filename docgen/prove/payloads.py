"""What a contract sends with an event: the schemas of its payload, the values of its fields, and its examples."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from docgen.openapi.allowed_values import allowed_values
from docgen.openapi.field_values import DEPTH, Field, field_values, in_any
from docgen.openapi.merging import merged
from docgen.openapi.nodes import Node
from docgen.openapi.references import schema_reference
from docgen.openapi.schema import Schema
from docgen.openapi.survey import media_examples
from docgen.openapi.webhooks import content_of, operations_of
from docgen.positions.source import Pointer
from docgen.prove.contract import Contract


class Payload(NamedTuple):
    """What an event carries: its fields by their dotted paths, whether any are declared, and its own examples."""

    fields: Mapping[str, Field]
    examples: tuple[tuple[object, Pointer], ...]


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
        yield from ((node.value, node.pointer) for node in schema.items("examples"))


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
