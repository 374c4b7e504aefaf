"""The pages of webhook events: the catalogue, one for each event, and those of the keys in the contract."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import chain

from docgen import urls
from docgen.model.change import Change
from docgen.model.entry import Entry
from docgen.model.files import Content
from docgen.model.pin import Pin
from docgen.openapi.webhooks import signs
from docgen.records import digest_of
from docgen.render.entry_index import entries_about
from docgen.render.escape import plain
from docgen.render.event_payloads import event_payloads
from docgen.render.event_views import EventView, opened, views
from docgen.render.handwritten import guides
from docgen.render.json_file import json_file
from docgen.render.page import Page
from docgen.render.publication import Publication, once
from docgen.render.reference.inputs import inputs, of_entries
from docgen.render.reference.titles import name_in_words
from docgen.render.verified import Statement, all_statements


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
        front_matter={"resource": urls.source(urls.event_url(view.name))},
        context={"view": view},
        is_listed=False,
    )


def _schemas(publication: Publication) -> Iterator[tuple[str, Content]]:
    """The JSON Schema of each event of each pin, with its URL."""
    for pin_id, payloads in event_payloads(publication).items():
        for event, key in payloads.contract.spec.event_keys().items():
            schema = payloads.json_schema(event, publication.absolute(urls.event_schema(event, pin_id)))
            # published under its key before the name was known
            for name in (event, key) if schema else ():
                yield urls.event_schema(name, pin_id), partial(json_file, schema)


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
        description=f"The events that {publication.config.the_api} sends.",
        context={
            "events": events,
            "firing": firing,
            "groups": groups,
            # that of all events
            "delivery": deliveries.pop() if len(deliveries) == 1 else None,
            "guide": max(named, key=named.__getitem__, default=None),
        },
        files=dict(_schemas(publication)),
    )


def _page(publication: Publication, view: EventView, events: Sequence[EventView]) -> Page:
    entries, named_in = entries_about(publication, f"event {view.name}"), guides(publication, view.name)
    attested = _attested(publication, view.name)
    breaks = _breaks(publication, view.name, entries) if view.is_fired else []
    related = [other for other in events if other.resource == view.resource and other is not view]
    return Page(
        template="event.md.j2",
        url=urls.event_url(view.name),
        title=view.name,
        description=plain(view.summary),
        front_matter={"hide": ["toc"], "group": name_in_words(view.resource, publication.spec)},
        summary=_state(view) or view.summary,
        context={
            "view": view,
            "attested": attested,
            "breaks": breaks,
            "entries": entries,
            "guides": named_in,
            "related": related,
        },
        body=Page(
            template="event_payload.md.j2",
            url=urls.event_url(view.name),
            title="",
            opened=partial(_opened, publication, view),
            inputs=digest_of(_inputs(publication, view)),
        ),
        inputs=digest_of(
            (
                attested,
                [(pin.id, of_entries(publication, breaking)) for pin, breaking in breaks],
                of_entries(publication, entries),
                named_in,
                [(other.name, other.is_fired, other.until) for other in related],
            )
        ),
        schema=urls.event_schema(view.name, view.schema_pins[0]) if view.schema_pins else "",
    )


def _opened(publication: Publication, view: EventView) -> Mapping[str, EventView]:
    return {"view": opened(publication, view)}


def _inputs(publication: Publication, view: EventView) -> object:
    """What the page of an event is made of, but for what is about it elsewhere."""
    history, stated = publication.history.records(f"event {view.name_now or view.name}"), view.statement
    own = (view.name, view.operation, view.planned, view.until, view.name_now, view.key, view.resource, view.about)
    return (
        own,
        view.status,
        stated and (stated.claim, stated.proof),
        history,
        view.schema_pins,
        _all_inputs(publication),
    )


@once
def _all_inputs(publication: Publication) -> str:
    """What every event depends on: the others, from which it is told apart; and what is claimed."""
    spec, proved = publication.spec, [(stated.claim, stated.status) for stated in all_statements(publication)]
    every = inputs(publication).of(*(webhook.value for webhook in spec.webhooks().values()))
    return digest_of((every, signs(spec), spec.event_keys(), spec.payload_events, proved))


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
    attested = ((stated, stated.claim.attested) for stated in all_statements(publication))
    return tuple(stated for stated, claim in attested if claim and named.search(claim.text))
