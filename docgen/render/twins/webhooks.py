"""The twins of the catalogue of events and of each event's page."""

from collections.abc import Iterator
from typing import Final

import msgspec

from docgen import urls
from docgen.render import webhooks
from docgen.render.publication import Publication
from docgen.render.twins.page import Twin, twin
from docgen.render.webhooks import EventView

_SECTION: Final = "Webhook events"


def twins(publication: Publication) -> Iterator[Twin]:
    """The catalogue, then each event; nothing for an API without webhooks."""
    views = webhooks.views(publication)
    if not webhooks.has_catalogue(publication, views):
        return
    summary = "The events that are sent, and those that are planned"
    context = webhooks.catalogue_context(publication, views)
    yield twin(publication, "webhooks.md.j2", urls.WEBHOOKS, _SECTION, "Webhook events", summary, **context)
    for view in views:
        yield _event(publication, view)


def _event(publication: Publication, view: EventView) -> Twin:
    gone = f"Now called {view.name_now}." if view.name_now else "No longer sent." if view.until else ""
    summary = "Planned, not sent yet." if view.planned else gone or view.summary
    url = urls.event_url(view.name)
    context = webhooks.event_context(publication, view)
    schema = urls.event_schema(view.name, context["schemas"][0]) if context["schemas"] else ""
    found = twin(publication, "event.md.j2", url, _SECTION, view.name, summary, **context)
    return msgspec.structs.replace(found, schema=schema)
