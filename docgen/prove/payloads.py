"""What a contract sends with an event: the schemas of its payload, the values of its fields, and its examples."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from docgen.openapi.allowed_values import Values, allowed_values, allows_null, in_both, in_either
from docgen.openapi.examples import media_examples
from docgen.openapi.merging import merged
from docgen.openapi.nodes import Node
from docgen.openapi.pointers import pointer_of
from docgen.openapi.references import follow, schema_reference
from docgen.openapi.schema import UNIONS, Schema
from docgen.openapi.spec import METHODS
from docgen.positions.source import Pointer
from docgen.prove.contract import Contract

_DEPTH: Final = 8  # levels of fields; a payload that refers to itself has no end of them


class Field(NamedTuple):
    """A field of a payload: the values that the contract lists for it (None: any), and whether it may be null."""

    values: Values
    nullable: bool


class Payload(NamedTuple):
    """What an event carries: its fields by their dotted paths, whether any are declared, and its own examples."""

    fields: Mapping[str, Field]
    examples: tuple[tuple[object, Pointer], ...]


def payload(contract: Contract, event: str) -> Payload:
    """The payload of an event, in each of its media types; what names another event is not its own."""
    media = list(_media(contract, event))
    fields: dict[str, Field] = {}
    for medium in media:
        for name, field in _Fields(contract, event).of(medium.child("schema")).items():
            fields[name] = _either(fields.get(name, field), field)
    shown = tuple(found for medium in media for found in _examples(contract, event, medium))
    return Payload(fields, tuple(found for found in shown if not _is_of_another(contract, event, fields, found[0])))


def _media(contract: Contract, event: str) -> Iterator[Node]:
    item = _resolved(contract, Node(contract.spec.document, ()).child("webhooks", event))
    for method in METHODS:
        body = _resolved(contract, _resolved(contract, item.child(method)).child("requestBody"))
        yield from body.members("content").values()


def _resolved(contract: Contract, node: Node) -> Node:
    return follow(node, lambda ref: contract.spec.node(pointer_of(ref)))


def _examples(contract: Contract, event: str, medium: Node) -> Iterator[tuple[object, Pointer]]:
    """Those of a media type, and those of its schema where no other event has that schema."""
    for place, value in media_examples(contract.spec, medium.value):
        yield value, (*medium.pointer, *place)
    schema = contract.resolver.resolve(medium.child("schema"))
    if not any(
        contract.resolver.resolve(other.child("schema")).value is schema.value
        for name in contract.events
        if name != event
        for other in _media(contract, name)
    ):
        if schema.get("example") is not None:
            yield schema.get("example"), (*schema.pointer, "example")
        yield from ((node.value, node.pointer) for node in schema.items("examples"))


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


class _Fields:
    """The fields of an event's schemas, without the alternatives that are of other events."""

    def __init__(self, contract: Contract, event: str) -> None:
        self._contract = contract
        self._resolver = contract.resolver
        self._event = event

    def of(self, node: Node, depth: int = 0) -> dict[str, Field]:
        """Each field below a schema by its dotted path."""
        if depth > _DEPTH:
            return {}
        schema = merged(self._resolver, self._resolver.resolve(node))
        fields = self._own(schema, depth)
        groups = [[self.of(member, depth + 1)] for member in schema.members]
        for keyword in UNIONS:
            groups.append([self.of(member, depth + 1) for member in self._alternatives(schema, keyword)])
        for alternatives in groups:
            for name, field in _in_any(alternatives).items():
                fields[name] = _both(fields[name], field) if name in fields else field
        return fields

    def _own(self, schema: Schema, depth: int) -> dict[str, Field]:
        fields: dict[str, Field] = {}
        for name in schema.properties:
            node = schema.property(name) or schema.node
            fields[name] = Field(allowed_values(self._resolver, node), allows_null(self._resolver, node))
            for inner, field in self.of(node, depth + 1).items():
                fields[f"{name}.{inner}"] = field
        return fields

    def _alternatives(self, schema: Schema, keyword: str) -> list[Node]:
        members = schema.listed(keyword)
        mapping = (schema.keywords.get("discriminator") or {}).get("mapping") or {}
        if target := mapping.get(self._event):
            mapped = [member for member in members if member.get("$ref") in (target, schema_reference(target))]
            return mapped or members
        return [member for member in members if not self._is_of_other_events(member)]

    def _is_of_other_events(self, node: Node) -> bool:
        schema = merged(self._resolver, self._resolver.resolve(node))
        listed = [allowed_values(self._resolver, schema.property(name) or node) or () for name in schema.properties]
        events = set(self._contract.events)
        return any(values and set(values) <= events - {self._event} for values in listed)


def _in_any(alternatives: list[dict[str, Field]]) -> dict[str, Field]:
    fields: dict[str, Field] = {}
    for listed in alternatives:
        for name, field in listed.items():
            fields[name] = _either(fields[name], field) if name in fields else field
    return fields


def _either(left: Field, right: Field) -> Field:
    return Field(in_either(left.values, right.values), left.nullable or right.nullable)


def _both(left: Field, right: Field) -> Field:
    return Field(in_both(left.values, right.values), left.nullable and right.nullable)
