"""What a contract sends with an event, without what it sends with others; and the status that a claim says it has."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import Any, Final, NamedTuple

from docgen.claims.case import Case, Proofs
from docgen.claims.contract import Contract
from docgen.model.claim import EventsClaim
from docgen.model.proof import Proof
from docgen.openapi.allowed_values import DEPTH, Field, Fields, allowed_values, field_values, in_any
from docgen.openapi.merging import merged
from docgen.openapi.nodes import Node, schema_reference
from docgen.openapi.resolver import Resolver
from docgen.openapi.schema import Schema
from docgen.openapi.spec import Spec, webhooks_key
from docgen.openapi.webhooks import content_of, operations_of
from docgen.positions.source import Pointer
from docgen.wording import did_you_mean, json_text, ticked


class Payload(NamedTuple):
    """What an event carries: its fields by their dotted paths, and its own examples."""

    fields: Mapping[str, Field]
    examples: tuple[tuple[object, Pointer], ...]


def payload(contract: Contract, event: str, at: str | None = None, depth: int = DEPTH) -> Payload:
    """The payload of an event to a depth, in each of its media types; what names another event is not its own.

    The field `at` is known also where the payload has too many fields to list.
    """
    media = list(_media(contract.spec, event))
    alternatives = partial(own_alternatives, contract, event)
    schemas, fields = [medium.child("schema") for medium in media], Fields()
    # a payload with too many fields lists none, but for the one that is asked for
    for only in (None, at):
        listed = (field_values(contract.resolver, schema, alternatives, only, depth) for schema in schemas)
        fields = fields or in_any([*listed])
    examples = chain.from_iterable(_examples(contract, medium) for medium in media)
    names = set(contract.events)
    return Payload(fields, tuple(shown for shown in examples if not _is_of_another(names, event, fields, shown[0])))


def _media(spec: Spec, event: str) -> Iterator[Node]:
    for operation in operations_of(spec, spec.webhook(event)):
        yield from content_of(spec, operation).values()


def _examples(contract: Contract, medium: Node) -> Iterator[tuple[object, Pointer]]:
    """Those of a media type, and those of its schema where no other event has that schema."""
    for place, value in contract.spec.examples(medium.value):
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


def own_alternatives(contract: Contract, event: str, schema: Schema, keyword: str) -> list[Node]:
    """The members of a union in the payload of an event, without those of other events."""
    members = schema.listed(keyword)
    target = Node(schema.keywords, ()).child("discriminator", "mapping", event).value
    # a mapping may have a name of a schema in place of its URI (OpenAPI 3.1, section 4.8.25)
    if isinstance(target, str):
        return [member for member in members if member.ref in (target, schema_reference(target))] or members
    others = set(contract.events) - {event}
    return [member for member in members if not _is_of_events(others, member, contract.resolver)]


def _is_of_events(events: set[str], node: Node, resolver: Resolver) -> bool:
    fields = merged(resolver, node).property_nodes().values()
    return any(events.issuperset(allowed_values(resolver, field) or [None]) for field in fields)


_ANY: Final = Field(None, nullable=True)


class Claimed(NamedTuple):
    """An event with the status that the claim gives it, and its payload."""

    event: str
    status: str
    payload: Payload

    def field(self, path: str) -> Field:
        """A field of the payload; one of any value where it is not known."""
        return self.payload.fields.get(path, _ANY)


def prove_statuses(case: Case, claim: EventsClaim) -> Proofs:
    """Each event of `after_status` is in the spec, and its payload has the status in the field for it."""
    spec = case.contract.spec
    for event, status in (claim.after_status or {}).items():
        if event not in spec.events():
            yield case.refuted(
                "event-not-in-spec",
                f"the changelog gives `{event}` the status `{status}`; the webhooks of the spec do not have the event",
                "after_status",
                event,
                hint=did_you_mean(event, spec.events(), "name an event of the spec"),
                spec=(webhooks_key(spec.document),),
            )
    for claimed, paths in claimed_statuses(case.contract, claim):
        if len(paths) == 1:
            yield from _prove_field(case, claimed, paths[0])
        else:
            yield case.left_open(_which_field(claimed.event, paths), "after_status", claimed.event)


def claimed_statuses(contract: Contract, claim: EventsClaim) -> list[tuple[Claimed, list[str]]]:
    """Each event of `after_status` that a contract has, with the fields of its payload that may have the status."""
    every = [
        Claimed(event, status, payload(contract, event, claim.at))
        for event, status in (claim.after_status or {}).items()
        if event in contract.events
    ]
    if claim.at:
        return [(claimed, [claim.at]) for claimed in every]
    return [(claimed, _status_fields(claimed, every)) for claimed in every]


def _status_fields(claimed: Claimed, every: Sequence[Claimed]) -> list[str]:
    """The fields that list values in this payload, and in those that have them so list most claimed statuses.

    One event alone may list its own status only: the values of a field are those of all events of the claim.
    """
    shares: dict[str, float] = {}
    for path, field in claimed.payload.fields.items():
        if field.values is not None:
            listing = [other for other in every if other.field(path).values]
            # an event that does not list the field says nothing of its values
            values = {*chain.from_iterable(other.field(path).values or () for other in listing)}
            known = [other for other in listing if other.status in values]
            if len(known) * 2 > len(listing):
                shares[path] = len(known) / len(listing)
    return [path for path, share in shares.items() if share == max(shares.values())]


def _which_field(event: str, paths: Sequence[str]) -> str:
    if not paths:
        return f"no field of `{event}` has an enum with each claimed status; name the field with `at:`"
    names = " and ".join(f"`{path}`" for path in paths)
    return f"{names} of `{event}` have an enum with each claimed status; name one of them with `at:`"


def _prove_field(case: Case, claimed: Claimed, path: str) -> Proofs:
    event, status, sent = claimed
    field = claimed.field(path)
    if field.values is not None and status not in field.values:
        place = case.contract.spec.event_pointer(event)
        yield _another(case, claimed, path, f"the spec has {ticked(field.values)}", place)
        return
    is_shown = False
    for example, place in sent.examples:
        for value in shown(example, path):
            is_shown = True
            if json_text(value) != status:
                yield _another(case, claimed, path, f"an example of the spec has `{json_text(value)}`", place)
                return
    if is_shown:
        return
    # a field that lists one value alone needs no example
    if _is_unknown(sent, path):
        yield case.unknown_selector(f"{path}` of `{event}", "at")
    elif field.values != (status,) or field.nullable:
        message = f"the spec has no example of `{event}` with `{path}`, and does not fix its value"
        yield case.left_open(message, "after_status", event)


def _another(case: Case, claimed: Claimed, path: str, says: str, place: Pointer) -> Proof:
    event = claimed.event
    return case.refuted(
        "enum-mismatch",
        f"the changelog says that `{event}` goes with `{claimed.status}`; for its `{path}`, {says}",
        "after_status",
        event,
        hint=f"write the status that the spec has, or correct `{path}` of `{event}` in the spec",
        spec=place,
    )


def _is_unknown(sent: Payload, path: str) -> bool:
    """Whether the spec lists the fields beside a path, or beside what it is in, without it."""
    if path in sent.fields:
        return False
    above = path.rpartition(".")[0]
    has_neighbours = any(name.rpartition(".")[0] == above for name in sent.fields)
    return has_neighbours or (bool(above) and _is_unknown(sent, above))
