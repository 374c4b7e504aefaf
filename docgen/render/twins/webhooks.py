"""The twins of the catalogue of events and of each event's page."""

from collections.abc import Iterator
from typing import Final

from markupsafe import Markup

from docgen import urls
from docgen.render import webhooks
from docgen.render.story import Story
from docgen.render.twins.fields import inside
from docgen.render.twins.page import Twin, linker, twin
from docgen.render.webhooks import EventView

_SECTION: Final = "Webhook events"


def twins(story: Story) -> Iterator[Twin]:
    """The catalogue, then each event; nothing for an API without webhooks."""
    found = webhooks.views(story)
    if not webhooks.shown(story, found):
        return
    line = "The events that are sent, and those that are only named"
    context = webhooks.of_catalogue(story, found)
    yield twin(story, "webhooks.md.j2", urls.WEBHOOKS, _SECTION, "Webhook events", line, **context)
    for view in found:
        yield _event(story, view)


def _event(story: Story, view: EventView) -> Twin:
    line = "Does not fire." if view.planned else "No longer fires." if view.until else view.summary
    url = urls.event_url(view.name)
    payload = inside(view.payload, linker(story, url)) if view.payload else Markup("")
    context = {**webhooks.of_event(story, view), "payload": payload}
    return twin(story, "event.md.j2", url, _SECTION, view.name, line, **context)
