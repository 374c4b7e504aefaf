"""The catalogue of webhook events: those of the contract, planned ones, and removed ones."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec

from docgen import urls
from docgen.differ.events import renamed_events
from docgen.model.claim import Claim, EventsClaim
from docgen.model.entry import Entry
from docgen.model.pin import Pin
from docgen.openapi.nodes import Node
from docgen.openapi.resolver import Resolver
from docgen.openapi.spec import Spec
from docgen.openapi.webhooks import body_of, operations_of
from docgen.positions.source import Pointer
from docgen.render.escape import plain
from docgen.render.event_payloads import Delivery, delivery, event_payloads
from docgen.render.handwritten import Guide, guides
from docgen.render.json_file import json_file
from docgen.render.page import Page
from docgen.render.publication import Publication, entries_about, once
from docgen.render.reference.operation import Shape
from docgen.render.reference.operation_reader import linking_reader
from docgen.render.reference.reader import SchemaReader
from docgen.render.reference.titles import opening
from docgen.render.verified import Statement, statement
from docgen.render.versions import PartHistory

_SECTION: Final = "Webhook events"
_SHORT: Final = 160  # characters
_ROWS: Final = 100  # of the objects in a payload that open in place


class EventView(msgspec.Struct, frozen=True):
    """An event: `operation` is its operation in the contract, `planned` the claim that it does not fire yet.

    `until` is the last pin with a removed event; `statement` claims that a planned one does not fire, or the `status`
    of the resource after the event.
    """

    name: str
    operation: Mapping[str, Any] = {}
    example: Any = None
    since: str = ""
    status: str = ""
    planned: EventsClaim | None = None
    delivery: Delivery | None = None
    until: str | None = None
    name_now: str = ""
    """What the current contract calls a removed one that it has under another name."""
    statement: Statement | None = None
    schema: Pointer | None = None
    """The pointer to the schema of the payload in the contract."""
    name_at: Pointer | None = None
    """The pointer to the name in a payload."""
    payload: Shape | None = None
    history: PartHistory = PartHistory()

    @property
    def summary(self) -> str:
        """The first short text on the event in the contract, else a sentence; or why a planned one is not sent yet."""
        if self.planned:
            return self.planned.because or "Planned, not sent yet."
        texts = [*self.texts, *([self.payload.description] if self.payload and self.payload.description else ())]
        short = (words for text in texts if len(words := plain(text, "`")) <= _SHORT)
        return next(short, None) or (opening(texts[0]) if texts else "")

    @property
    def texts(self) -> tuple[str, ...]:
        """The summary and the description of the operation."""
        return tuple(str(text) for key in ("summary", "description") if (text := self.operation.get(key)))

    @property
    def is_fired(self) -> bool:
        """Whether the current contract has the event."""
        return self.planned is None and self.until is None

    @property
    def resource(self) -> str:
        """The resource of the event: its name before the first dot, empty without a dot."""
        return self.name.partition(".")[0] if "." in self.name else ""


@once
def views(publication: Publication) -> tuple[EventView, ...]:
    """The events that fire, in the order of the contract, then the planned ones, then those of earlier contracts."""
    current = publication.project.current
    names = current.spec.events() if current and current.spec else ()
    firing = {name: _contract_event(publication, current, name) for name in names if current}
    planned: dict[str, EventView] = {}
    for entry, claim, events in _event_claims(publication):
        for name in events.planned or ():
            if name not in firing:
                status = (events.after_status or {}).get(name, "")
                stated = statement(publication, entry, claim)
                planned[name] = EventView(name, status=status, planned=events, statement=stated)
    removed = {
        name: _contract_event(publication, last, name, is_gone=True)
        for name, last in publication.history.events.items()
        if name not in firing and name not in planned
    }
    return (*firing.values(), *planned.values(), *removed.values())


@once
def _event_claims(publication: Publication) -> tuple[tuple[Entry, Claim, EventsClaim], ...]:
    return tuple(
        (entry, claim, claim.events) for entry in publication.entries() for claim in entry.text.claims if claim.events
    )


def _contract_event(publication: Publication, pin: Pin, name: str, *, is_gone: bool = False) -> EventView:
    payloads = event_payloads(publication)[pin.id]
    spec, schema = payloads.contract.spec, payloads.schema(name)
    operation = next(iter(operations_of(spec, spec.webhook(name))), Node({}, ()))
    is_described = operation.value and spec.event_keys()[name] not in spec.payload_events
    status, status_claim = _status(publication, name)
    renamed = renamed_events(spec, publication.spec) if is_gone and publication.spec else {}
    history = publication.history.part(f"event {renamed.get(name, name)}")
    return EventView(
        name,
        operation.value,
        example=payloads.example(name),
        since=history.since_id or "",
        status=status,
        history=history,
        delivery=delivery(spec, name, operation) if is_described else None,
        until=pin.id if is_gone else None,
        name_now=renamed.get(name, ""),
        statement=status_claim,
        schema=_pointer(spec, name) if schema else None,
        name_at=payloads.name_at(name),
        payload=_payload(publication, schema, payloads.contract.resolver, name, is_gone) if schema else None,
    )


def _pointer(spec: Spec, name: str) -> Pointer:
    """Where the authors of the contract have the schema of a payload."""
    place = spec.event_pointer(name)
    return place if place[0] == "components" else (*body_of(spec, spec.webhook(name)).pointer, "schema")


def _payload(publication: Publication, schema: Node, resolver: Resolver, name: str, is_gone: bool) -> Shape:
    """The schema of the body as a shape; that of an event that went links to nothing, for its objects may be others."""
    url = urls.event_url(name)
    reader = SchemaReader(resolver) if is_gone else linking_reader(publication, url, resolver)
    return reader.read(schema, _ROWS, "response")


def _status(publication: Publication, name: str) -> tuple[str, Statement | None]:
    """The status of the resource after an event, and the statement that claims it; empty without one."""
    # the last claim counts, as it does for planned events
    for entry, claim, events in reversed(_event_claims(publication)):
        if status := (events.after_status or {}).get(name):
            return status, statement(publication, entry, claim)
    return "", None


def has_catalogue(publication: Publication, found: Sequence[EventView]) -> bool:
    """Whether the API has an event in any pin, and hence a catalogue."""
    return bool(found) or any(pin.spec and pin.spec.events() for pin in publication.project.pins)


def pages(publication: Publication) -> Iterator[Page]:
    """The catalogue and a page per event, then the schemas of all; nothing for an API without webhooks in any pin."""
    found = views(publication)
    if not has_catalogue(publication, found):
        return
    *before, last = _catalogue(publication, found), *(_page(publication, view, found) for view in found)
    yield from before
    yield msgspec.structs.replace(last, files=_schemas(publication))


def _schemas(publication: Publication) -> dict[str, str]:
    """The JSON Schema of each event of each pin, under its URL."""
    found = {
        url: payloads.json_schema(event, publication.absolute(url))
        for pin_id, payloads in event_payloads(publication).items()
        for event in payloads.contract.events
        for url in (urls.event_schema(event, pin_id),)
    }
    return {url: json_file(schema) for url, schema in found.items() if schema is not None}


def schema_pins(publication: Publication, name: str) -> tuple[str, ...]:
    """The pins that have a JSON Schema for an event, newest first."""
    payloads = event_payloads(publication)
    return tuple(
        pin.id
        for pin in publication.pins()
        if pin.id in payloads and name in payloads[pin.id].contract.events and payloads[pin.id].json(name)
    )


def _catalogue(publication: Publication, found: Sequence[EventView]) -> Page:
    firing = [view for view in found if view.is_fired]
    groups: dict[str, list[EventView]] = defaultdict(list)
    for view in firing:
        groups[view.resource].append(view)
    deliveries = {view.delivery for view in firing}
    return Page(
        template="webhooks.md.j2",
        url=urls.WEBHOOKS,
        is_index=True,
        title="Webhook events",
        description=f"The events that the {publication.project.config.api} sends.",
        section=_SECTION,
        summary="The events that are sent, and those that are planned",
        context={
            "pin": publication.project.current,
            "events": found,
            "firing": firing,
            "groups": groups,
            "delivery": deliveries.pop() if len(deliveries) == 1 else None,  # that of all events
            "guide": _guide(publication, firing),
        },
    )


def _guide(publication: Publication, firing: Sequence[EventView]) -> Guide | None:
    """The hand-written page that names the most events."""
    named = Counter(guide for view in firing for guide in guides(publication, view.name))
    return max(named, key=lambda guide: named[guide], default=None)


def _page(publication: Publication, view: EventView, found: Sequence[EventView]) -> Page:
    schemas = schema_pins(publication, view.name)
    return Page(
        template="event.md.j2",
        url=urls.event_url(view.name),
        title=view.name,
        description=plain(view.summary),
        section=_SECTION,
        summary=_state(view) or view.summary,
        context={
            "view": view,
            "pin": publication.project.current,
            "attested": _attested(publication, view.name),
            "entries": entries_about(publication, f"event {view.name}"),
            "schemas": schemas,
            "guides": guides(publication, view.name),
            "related": [other for other in found if other.resource == view.resource and other is not view],
        },
        schema=urls.event_schema(view.name, schemas[0]) if schemas else "",
    )


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
    return tuple(
        statement(publication, entry, claim)
        for entry in publication.entries()
        for claim in entry.text.claims
        if claim.attested and named.search(claim.attested.text)
    )
