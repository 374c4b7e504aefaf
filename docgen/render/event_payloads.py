"""Events as they are sent: the delivery, and the payload by the schema of the contract, narrowed to what is known."""

from collections.abc import Iterator, Sequence
from functools import cached_property, partial
from itertools import chain, islice
from typing import Any, Final, NamedTuple

from docgen.claims.contract import Contract, json_media
from docgen.claims.payloads import Payload, claimed_statuses, own_alternatives, payload, shown
from docgen.model.claim import Claim
from docgen.model.config import Config
from docgen.openapi.narrowing import narrowed
from docgen.openapi.nodes import Node
from docgen.openapi.spec import Spec
from docgen.openapi.validation.published_schema import DIALECT, PublishedSchemas
from docgen.openapi.validation.values import ValueValidator
from docgen.openapi.webhooks import body_of, headers_of, is_json, operation_of, signs
from docgen.positions.source import Pointer
from docgen.render.publication import Publication, once
from docgen.render.reference.operation import Code, as_json, example_name, is_good
from docgen.render.reference.sample import NO_SAMPLE, sample
from docgen.render.verified import statements
from docgen.wording import json_text

_NARROWED: Final = "x-docgen-events"
# levels of fields in which an event says what it is about
_DEEPEST: Final = 2


class Header(NamedTuple):
    """A header that a delivery carries."""

    name: str
    required: bool
    description: str


class Delivery(NamedTuple):
    """The request that carries an event; `kind` is the media type of its body, empty where it has none.

    `replies` are the statuses that the contract expects from the receiver, each with its description.
    """

    method: str
    kind: str
    headers: tuple[Header, ...]
    replies: tuple[tuple[str, str], ...]


class EventPayloads:
    """The payloads of the events of one contract, by the claims that were proved of it."""

    def __init__(self, spec: Spec, config: Config, claims: Sequence[Claim]) -> None:
        self.contract = Contract(_without_reserved(Contract(spec, config), claims), config)
        self._schemas = PublishedSchemas(self.contract.spec)
        self._narrowed: dict[str, Node | None] = {}
        self._names: dict[str, Pointer] = {}
        self._statuses: dict[str, tuple[str, str]] = {}
        for claim in claims:
            for claimed, paths in claimed_statuses(self.contract, claim.events) if claim.events else ():
                if len(paths) == 1:
                    self._statuses[claimed.event] = paths[0], claimed.status

    def schema(self, event: str) -> Node | None:
        """The schema of what an event carries, narrowed; None where the contract has none."""
        if event not in self._narrowed:
            schema = self._body(event).child("schema")
            self._narrowed[event] = self._narrow(event, schema) if schema.value is not None else None
        return self._narrowed[event]

    def _body(self, event: str) -> Node:
        return body_of(self.contract.spec, self.contract.spec.webhook(event))

    def json(self, event: str) -> Node | None:
        """The schema of what an event carries as JSON, narrowed; None where it is sent in another form, or not."""
        if event in self.contract.events and is_json(self._body(event)):
            return self.schema(event)
        return None

    def name_at(self, event: str) -> Pointer | None:
        """The pointer to the field of a payload that has the name of the event; None where no field is known to."""
        if self.json(event):
            return self._names.get(event)
        return None

    def _narrow(self, event: str, schema: Node) -> Node:
        sent = self._sent(event)
        values: dict[tuple[str, ...], str] = {}
        for field, value in self._values(event, sent):
            examples = chain.from_iterable(shown(example, field) for example, _ in sent.examples)
            if all(json_text(example) == value for example in examples):
                values[tuple(field.split("."))] = value
                if value == event:
                    self._names[event] = tuple(field.split("."))
        return narrowed(self.contract.resolver, schema, values, partial(own_alternatives, self.contract, event))

    def example(self, event: str) -> Any:  # noqa: ANN401 - any JSON
        """The first example of the contract for an event, else one that is made and fits the schema, else None."""
        for value, _ in self._sent(event).examples:
            return value
        schema = self.json(event)
        if schema is None:
            return None
        made = sample(self.contract.spec, schema, "response")
        if made is NO_SAMPLE or any(self._validator.errors((_NARROWED, event), made)):
            return None
        return made

    def examples(self, event: str) -> Iterator[Code]:
        """The example of an event as code, then the others of the contract that have a name."""
        listed = self._sent(event).examples or ((self.example(event), ()),)
        for number, (value, place) in enumerate(listed):
            name = example_name(self.contract.spec, place)
            title = f"{event}: {name}" if name and len(listed) > 1 else event
            if value is not None and (name or number == 0):
                yield as_json(title, value)

    @cached_property
    def _validator(self) -> ValueValidator:
        spec = self.contract.spec
        schemas = {event: schema.value for event in self.contract.events if (schema := self.schema(event))}
        validated = Spec(spec.source, {**spec.document, _NARROWED: schemas})
        return ValueValidator(validated, [(_NARROWED, event) for event in schemas])

    def json_schema(self, event: str, url: str) -> dict[str, Any] | None:
        """The schema of an event as JSON Schema with its absolute URL; None where the contract has none."""
        node = self.json(event)
        if node:
            return self._schemas.document(node.value, {"$schema": DIALECT, "$id": url, "title": event})
        return None

    def _sent(self, event: str) -> Payload:
        """What is sent with an event, so far as something may be known of it: a name without a dot is about nothing."""
        if event in self._statuses:
            return payload(self.contract, event, self._statuses[event][0])
        return payload(self.contract, event, depth=_DEEPEST if "." in event else 0)

    def _values(self, event: str, sent: Payload) -> Iterator[tuple[str, str]]:
        """The fields with the value that they have in an event: its name, what it is about, the status it goes with."""
        told = signs(self.contract.spec)[self.contract.spec.event_keys()[event]]
        named = (path for path, name in told.items() if name == event and not path.startswith("header "))
        yield from ((path, event) for path in islice(named, 1))
        fields = {name: field.values for name, field in sent.fields.items() if field.values}
        subject = event.partition(".")[0]
        subjects = {name.partition(".")[0] for name in self.contract.events if "." in name}
        for name, values in fields.items():
            if name.count(".") < _DEEPEST and len(values) > 1 and subject in values and subjects.issuperset(values):
                yield name, subject
        field, status = self._statuses.get(event, ("", ""))
        if status in fields.get(field, ()):
            yield field, status


def _without_reserved(contract: Contract, claims: Sequence[Claim]) -> Spec:
    """The contract without the values that its enums reserve, by the last claim on each."""
    spec, document = contract.spec, contract.spec.document
    for claim in {claim.enum.at: claim.enum for claim in claims if claim.enum}.values():
        pointer = contract.find(claim.at)
        schema = contract.resolver.resolve(spec.node(pointer)) if pointer else Node(None, ())
        if pointer and claim.reserved and isinstance(values := schema.get("enum"), list):
            sent = [value for value in values if json_text(value) not in claim.reserved]
            # a copy of the parts around the enum: the contract of the project stays what it is
            document = _replaced(document, pointer, {**schema.value, "enum": sent})
    if document is spec.document:
        return spec
    return Spec(spec.source, document, payload_events=spec.payload_events, event_name=spec.event_name)


def _replaced(node: Any, pointer: Pointer, value: object) -> Any:  # noqa: ANN401 - any JSON
    """A document with another value under a pointer; what does not change is shared."""
    if not pointer:
        return value
    copy: Any = [*node] if isinstance(node, list) else {**node}
    copy[pointer[0]] = _replaced(node[pointer[0]], pointer[1:], value)
    return copy


@once
def event_payloads(publication: Publication) -> dict[str, EventPayloads]:
    """The payloads of each pin with a contract, by its id: the claims are those of its entries and of earlier ones."""
    proved: list[tuple[str, Claim]] = []
    for entry in publication.project.visible_entries():
        for stated in statements(publication, entry):
            if stated.status == "proved":
                proved.append((entry.pin, stated.claim))
    known: set[str] = set()
    payloads: dict[str, EventPayloads] = {}
    for pin in publication.project.visible_pins():
        known.add(pin.id)
        if pin.spec:
            claims = [claim for pin_id, claim in proved if pin_id in known]
            payloads[pin.id] = EventPayloads(pin.spec, publication.config, claims)
    return payloads


def reply_schema(spec: Spec, webhook: Node) -> Node | None:
    """The schema of the body with which a receiver accepts an event; None where the contract has none."""
    for status, reply in operation_of(spec, webhook).members("responses").items():
        for media in json_media(spec.target(reply)) if is_good(status) else ():
            return spec.target(media).child("schema")
    return None


def delivery(spec: Spec, webhook: Node) -> Delivery:
    """The delivery of an event by the first operation of its webhook."""
    operation = operation_of(spec, webhook)
    replies = operation.members("responses").items()
    return Delivery(
        str(operation.pointer[-1]).upper(),
        str(body_of(spec, webhook).pointer[-1]),
        tuple(Header(part.name, part.is_required, part.description) for part in headers_of(spec, webhook)),
        tuple((status, spec.target(reply).description) for status, reply in replies),
    )
