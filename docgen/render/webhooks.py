"""The catalogue of webhook events: those of the contract, planned ones, and removed ones."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Final, NamedTuple

from docgen import urls
from docgen.differ.events import renamed_events
from docgen.model.change import Change
from docgen.model.claim import EventsClaim
from docgen.model.entry import Entry
from docgen.model.pin import Pin
from docgen.openapi.nodes import Node, as_list
from docgen.openapi.spec import Spec
from docgen.openapi.webhooks import body_of, operations_of
from docgen.positions.source import Pointer
from docgen.render.entry_index import entries_about
from docgen.render.escape import plain
from docgen.render.event_payloads import Delivery, delivery, event_payloads
from docgen.render.handwritten import guides
from docgen.render.json_file import json_file
from docgen.render.page import Page
from docgen.render.publication import Publication, once
from docgen.render.reference.object_links import linking_reader
from docgen.render.reference.operation import Shape
from docgen.render.reference.reader import SchemaReader
from docgen.render.reference.titles import opening
from docgen.render.verified import Statement, all_statements
from docgen.render.versions import PartHistory

# characters
_SHORT: Final = 160
_FIRST_WORD: Final = re.compile(r"[^\W_]+?(?=[\W_]|(?<=[a-z0-9])[A-Z]|$)")
# of the objects in a payload that open in place
_ROWS: Final = 100


class EventView(NamedTuple):
    """An event: `operation` is its operation in the contract, `planned` the claim that it does not fire yet.

    `until` is the last pin with a removed event; `statement` claims that a planned one does not fire, or the `status`
    of the resource after the event.
    """

    name: str
    operation: Mapping[str, Any] = {}
    example: Any = None
    status: str = ""
    planned: EventsClaim | None = None
    delivery: Delivery | None = None
    until: str | None = None
    name_now: str = ""
    """What the current contract calls a removed one that it has under another name."""
    statement: Statement | None = None
    schema: Pointer | None = None
    """The pointer to the schema of the payload in the contract."""
    key: str = ""
    """The key of its webhook, where that is another one than the name."""
    name_at: Pointer | None = None
    """The pointer to the name in a payload."""
    payload: Shape | None = None
    history: PartHistory = PartHistory()
    resource: str = ""
    """What the catalogue has it under; empty where that is nothing that others are under."""

    @property
    def summary(self) -> str:
        """The first short text on the event in the contract, else a sentence; or why a planned one is not sent yet."""
        if self.planned:
            return self.planned.because or "Planned, not sent yet."
        payload = self.payload.description if self.payload else ""
        texts = list(filter(None, (*self.texts, payload)))
        short = filter(lambda words: len(words) <= _SHORT, (plain(text, "`") for text in texts))
        return next(short, "") or "".join(map(opening, texts[:1]))

    @property
    def texts(self) -> tuple[str, ...]:
        """The summary and the description of the operation."""
        return tuple(map(str, filter(None, map(self.operation.get, ("summary", "description")))))

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
    by_name = {name: _contract_event(publication, name) for name in publication.spec.events()}
    firing = frozenset(by_name)
    for stated in all_statements(publication):
        claim = stated.claim.events
        for name in (claim and claim.planned) or ():
            if claim and name not in firing:
                status = (claim.after_status or {}).get(name, "")
                by_name[name] = EventView(name, status=status, planned=claim, statement=stated)
    for name in publication.history.events:
        if name not in by_name:
            by_name[name] = _contract_event(publication, name)
    return tuple(_grouped(tuple(by_name.values())))


def _grouped(events: Sequence[EventView]) -> Iterator[EventView]:
    """The events with their resources: the name before the first dot, else the tag, else a first word of several."""
    are_tagged = len({event.tag for event in events} - {""}) > 1
    words = {event.name: "".join(_FIRST_WORD.findall(event.name)[:1]) for event in events}
    shared = Counter(words.values())
    for event in events:
        resource, dot, _ = event.name.partition(".")
        if not dot:
            word = words[event.name]
            resource = (are_tagged and event.tag) or (word if shared[word] > 1 else "")
        yield event._replace(resource=resource)


def _contract_event(publication: Publication, name: str) -> EventView:
    """An event of the last contract that has it."""
    pin = publication.history.events[name]
    is_gone, payloads = pin is not publication.project.current, event_payloads(publication)[pin.id]
    spec, schema, resolver = payloads.contract.spec, payloads.schema(name), payloads.contract.resolver
    operation = next(iter(operations_of(spec, spec.webhook(name))), Node({}, ()))
    # a payload that is known by its schema alone has no delivery that its authors wrote
    is_described = operation.value and spec.event_keys()[name] not in spec.payload_events
    status, status_claim = _statuses(publication).get(name, ("", None))
    reader, name_now = linking_reader(publication, urls.event_url(name), resolver), ""
    if is_gone:
        # the objects of an event that went may be others by now: no link leads to them
        reader = SchemaReader(resolver)
        name_now = renamed_events(spec, publication.spec).get(name, "")
    history = publication.history.part(f"event {name_now or name}")
    return EventView(
        name,
        operation.value,
        example=payloads.example(name),
        status=status,
        history=history,
        delivery=delivery(spec, name, operation) if is_described else None,
        until=pin.id if is_gone else None,
        name_now=name_now,
        statement=status_claim,
        key="" if spec.event_keys()[name] == name else spec.event_keys()[name],
        schema=_pointer(spec, name) if schema else None,
        name_at=payloads.name_at(name),
        payload=reader.read(schema, _ROWS, "response") if schema else None,
    )


def _pointer(spec: Spec, name: str) -> Pointer:
    """Where the authors of the contract have the schema of a payload."""
    place = spec.event_pointer(name)
    if place[0] == "components":
        return place
    return (*body_of(spec, spec.webhook(name)).pointer, "schema")


@once
def _statuses(publication: Publication) -> Mapping[str, tuple[str, Statement]]:
    """The status of the resource after each event, and the statement that claims it."""
    statuses: dict[str, tuple[str, Statement]] = {}
    for stated in all_statements(publication):
        claimed = stated.claim.events and stated.claim.events.after_status
        # the last claim counts, as it does for planned events
        statuses |= {name: (status, stated) for name, status in (claimed or {}).items() if status}
    return statuses


def pages(publication: Publication) -> Iterator[Page]:
    """The catalogue with the schemas of all events, and a page for each; nothing without webhooks in any pin."""
    events = views(publication)
    if events or any(spec.events() for spec in publication.project.specs().values()):
        yield _catalogue(publication, events)
        yield from (_page(publication, view, events) for view in events)
        names = {urls.event_url(view.name).casefold() for view in events}
        for view in events:
            if view.key and urls.event_url(view.key).casefold() not in names:
                yield _key_page(view)


def _key_page(view: EventView) -> Page:
    return Page(
        template="event_key.md.j2",
        url=urls.event_url(view.key),
        title=view.key,
        description=f"The key of {view.name} in the contract",
        summary=f"The key of {view.name} in the contract",
        context={"view": view},
        is_listed=False,
    )


def _schemas(publication: Publication) -> Iterator[tuple[str, str]]:
    """The JSON Schema of each event of each pin, with its URL."""
    for pin_id, payloads in event_payloads(publication).items():
        for event in payloads.contract.events:
            url = urls.event_schema(event, pin_id)
            schema = payloads.json_schema(event, publication.absolute(url))
            if schema is not None:
                yield url, json_file(schema)
                # published under it before the name was known
                yield urls.event_schema(payloads.contract.spec.event_keys()[event], pin_id), json_file(schema)


def schema_pins(publication: Publication, name: str) -> list[str]:
    """The pins that have a JSON Schema for an event, newest first."""
    pins = []
    for pin_id, payloads in reversed(event_payloads(publication).items()):
        if name in payloads.contract.events and payloads.json(name):
            pins.append(pin_id)
    return pins


def _catalogue(publication: Publication, events: Sequence[EventView]) -> Page:
    firing = [view for view in events if view.is_fired]
    groups: dict[str, list[EventView]] = defaultdict(list)
    for view in firing:
        groups[view.resource].append(view)
    deliveries = {view.delivery for view in firing}
    # the hand-written page that names the most events
    named = Counter(chain.from_iterable(guides(publication, view.name) for view in firing))
    return Page(
        template="webhooks.md.j2",
        url=urls.WEBHOOKS,
        is_index=True,
        title="Webhook events",
        description=f"The events that the {publication.config.api} sends.",
        summary="The events that are sent, and those that are planned",
        context={
            "events": events,
            "firing": firing,
            "groups": groups,
            # that of all events
            "delivery": deliveries.pop() if len(deliveries) == 1 else None,
            "guide": max(named, key=lambda guide: named[guide], default=None),
        },
        files=dict(_schemas(publication)),
    )


def _page(publication: Publication, view: EventView, events: Sequence[EventView]) -> Page:
    schemas = schema_pins(publication, view.name)
    entries = entries_about(publication, f"event {view.name}")
    return Page(
        template="event.md.j2",
        url=urls.event_url(view.name),
        title=view.name,
        description=plain(view.summary),
        summary=_state(view) or view.summary,
        context={
            "view": view,
            "attested": _attested(publication, view.name),
            "breaks": _breaks(publication, view.name, entries) if view.is_fired else [],
            "entries": entries,
            "schemas": schemas,
            "guides": guides(publication, view.name),
            "related": [other for other in events if other.resource == view.resource and other is not view],
        },
        schema=urls.event_schema(view.name, schemas[0]) if schemas else "",
    )


def _breaks(publication: Publication, name: str, entries: Sequence[Entry]) -> list[tuple[Pin, list[Entry]]]:
    """The pins that break an event by a change or by the end of what an entry on it announces, with their entries."""
    breaks = []
    for pin in reversed(publication.project.visible_pins()):
        broken = [change for change in publication.changes(pin.id) if _is_breaking(change, name)]
        covers = {f"event {name}"}.union(*(change.named for change in broken))
        own = [entry for entry in entries if entry.pin == pin.id and not covers.isdisjoint(entry.text.covers)]
        breaking = [entry for entry in own if entry.slug in publication.breaking]
        if broken or any(map(publication.breaks_on, breaking)):
            breaks.append((pin, breaking))
    return breaks


def _is_breaking(change: Change, event: str) -> bool:
    return any(effect.level == "breaking" and event in effect.events for effect in change.effects)


def _state(view: EventView) -> str:
    """What is to know of an event before all else; empty where it is sent."""
    if view.planned:
        return "Planned, not sent yet."
    if view.name_now:
        return f"Now called {view.name_now}."
    return "No longer sent." if view.until else ""


def _attested(publication: Publication, name: str) -> tuple[Statement, ...]:
    """The attested statements that name the event."""
    named = re.compile(rf"(?<![\w.]){re.escape(name)}(?![\w.]*\w)")
    naming = []
    for stated in all_statements(publication):
        if stated.claim.attested and named.search(stated.claim.attested.text):
            naming.append(stated)
    return tuple(naming)
