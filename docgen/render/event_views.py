"""The events of the contracts and the planned ones, with what their pages and records show."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final, NamedTuple

from docgen import urls
from docgen.differ.events import renamed_events
from docgen.model.claim import EventsClaim
from docgen.openapi.nodes import as_list
from docgen.openapi.webhooks import body_of, operation_of
from docgen.positions.source import Pointer
from docgen.render.escape import plain
from docgen.render.event_payloads import Delivery, delivery, event_payloads, reply_schema
from docgen.render.publication import Publication, once
from docgen.render.reference.object_links import linking_reader
from docgen.render.reference.operation import Code, Shape, to_a_size
from docgen.render.reference.reader import SchemaReader
from docgen.render.reference.titles import opening
from docgen.render.verified import Statement, all_statements
from docgen.render.versions import PartHistory

# characters
_SHORT: Final = 160
_FIRST_WORD: Final = re.compile(r"^[^.]*(?=\.)|[^\W_]+?(?=[\W_]|(?<=[a-z0-9])[A-Z]|$)")
# of the objects in a payload that open in place
_ROWS: Final = 100


class EventView(NamedTuple):
    """An event: `operation` is its operation in the contract, `planned` the claim that it does not fire yet.

    `until` is the last pin with a removed event; `statement` claims that a planned one does not fire, or the `status`
    of the resource after the event. `examples`, `payload` and `reply` are those of `opened` alone: to read them takes
    most of the time.
    """

    name: str
    operation: Mapping[str, Any] = {}
    examples: Sequence[Code] = ()
    planned: EventsClaim | None = None
    delivery: Delivery | None = None
    until: str | None = None
    name_now: str = ""
    """What the current contract calls a removed one that it has under another name."""
    statement: Statement | None = None
    schema: Pointer | None = None
    """The pointer to the schema of the payload in the contract."""
    schema_pins: Sequence[str] = ()
    """The pins that have a JSON Schema of the payload, newest first."""
    key: str = ""
    """The key of its webhook, where that is another one than the name."""
    name_at: Pointer | None = None
    """The pointer to the name in a payload."""
    payload: Shape | None = None
    reply: Shape | None = None
    """What a receiver answers with."""
    history: PartHistory = PartHistory()
    resource: str = ""
    """What the catalogue has it under; empty where that is nothing that others are under."""
    about: str = ""
    """The description of the payload."""
    pin: str = ""
    """The last pin with it; empty for a planned one."""

    @property
    def summary(self) -> str:
        """The first short text on the event in the contract, else a sentence; or why a planned one is not sent yet."""
        if self.planned:
            return self.planned.because or "Planned, not sent yet."
        texts = list(filter(None, (*self.texts, self.about)))
        short = filter(lambda words: len(words) <= _SHORT, (plain(text, "`") for text in texts))
        return next(short, "") or "".join(map(opening, texts[:1]))

    @property
    def status(self) -> str:
        """The status of the resource after the event; empty where nothing claims one."""
        claim = self.statement and self.statement.claim.events
        return ((claim and claim.after_status) or {}).get(self.name, "")

    @property
    def texts(self) -> tuple[str, ...]:
        """The summary and the description of the operation, but for one that is only the name."""
        texts = filter(None, map(self.operation.get, ("summary", "description")))
        return tuple(text for text in map(str, texts) if text not in (self.name, self.key))

    @property
    def is_fired(self) -> bool:
        """Whether the current contract has the event."""
        return self.planned is None and self.until is None

    @property
    def tag(self) -> str:
        """The first tag of the operation; empty without one."""
        return str(next(iter(as_list(self.operation.get("tags"))), "")).strip()


@once
def views(publication: Publication) -> tuple[EventView, ...]:
    """The events that fire, in the order of the contract, then the planned ones, then those of earlier contracts."""
    firing = {name: _contract_event(publication, name) for name in publication.spec.events()}
    planned: dict[str, EventView] = {}
    for stated in all_statements(publication):
        if claim := stated.claim.events:
            for name in claim.planned or ():
                planned[name] = EventView(name, planned=claim, statement=stated)
    # one that fires is not planned
    events = firing | planned | firing
    for name in publication.history.events:
        if name not in events:
            events[name] = _contract_event(publication, name)
    newest_first = [*reversed(event_payloads(publication).items())]
    for name, event in events.items():
        pins = [pin_id for pin_id, payloads in newest_first if payloads.json(name)]
        events[name] = event._replace(schema_pins=pins)
    return tuple(_grouped(events.values()))


def _grouped(events: Collection[EventView]) -> Iterator[EventView]:
    """The events with their resources: the name before the first dot, else the tag, else a first word of several."""
    are_tagged = len({event.tag for event in events} - {""}) > 1
    words = {event.name: "".join(_FIRST_WORD.findall(event.name)[:1]) for event in events}
    shared = Counter(words.values())
    for event in events:
        resource = words[event.name]
        if "." not in event.name:
            resource = (are_tagged and event.tag) or (resource if shared[resource] > 1 else "")
        yield event._replace(resource=resource)


def _contract_event(publication: Publication, name: str) -> EventView:
    """An event of the last contract that has it."""
    pin = publication.history.events[name]
    is_gone, payloads = pin is not publication.project.current, event_payloads(publication)[pin.id]
    spec, schema = payloads.contract.spec, payloads.schema(name)
    webhook, key = spec.webhook(name), spec.event_keys()[name]
    operation = operation_of(spec, webhook).mapping
    pointer: Pointer = (*body_of(spec, webhook).pointer, "schema")
    is_described = key not in spec.payload_events
    if not is_described:
        # known by its schema alone, it has no delivery that its authors wrote
        pointer = spec.event_pointer(name)
    name_now = renamed_events(spec, publication.spec).get(name, "")
    return EventView(
        name,
        operation,
        history=publication.history.part(f"event {name_now or name}"),
        delivery=delivery(spec, webhook) if operation and is_described else None,
        until=pin.id if is_gone else None,
        name_now=name_now,
        statement=_statuses(publication).get(name),
        key="" if key == name else key,
        schema=pointer if schema else None,
        name_at=payloads.name_at(name),
        about=SchemaReader(payloads.contract.resolver).read(schema, 0, "response").description if schema else "",
        pin=pin.id,
    )


def opened(publication: Publication, view: EventView) -> EventView:
    """The event with its examples, and the fields of its payload and of the reply."""
    if not view.pin:
        return view
    payloads = event_payloads(publication)[view.pin]
    resolver, spec = payloads.contract.resolver, payloads.contract.spec
    # the objects of an event that went may be others by now: no link leads to them
    reader = SchemaReader(resolver)
    if not view.until:
        reader = linking_reader(publication, urls.event_url(view.name), resolver)
    schema, reply = payloads.schema(view.name), reply_schema(spec, spec.webhook(view.name))
    is_described = spec.event_keys()[view.name] not in spec.payload_events
    shown = payloads.examples(view.name)
    return view._replace(
        examples=(*islice(shown, 1), *to_a_size(shown)),
        payload=reader.read(schema, _ROWS, "response") if schema else None,
        reply=reader.read(reply, _ROWS, "request") if reply and is_described else None,
    )


@once
def _statuses(publication: Publication) -> Mapping[str, Statement]:
    """The statement that claims the status of the resource after each event."""
    statuses: dict[str, Statement] = {}
    for stated in all_statements(publication):
        claimed = stated.claim.events and stated.claim.events.after_status
        # the last claim counts, as it does for planned events
        statuses |= {name: stated for name, status in (claimed or {}).items() if status}
    return statuses
