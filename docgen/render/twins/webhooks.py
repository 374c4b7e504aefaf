"""The twins of the catalogue of events and of each event's page."""

from collections.abc import Iterator
from typing import Final

from docgen import urls
from docgen.render import webhooks
from docgen.render.story import Story
from docgen.render.twins.page import Twin, twin

_SECTION: Final = "Webhook events"


def twins(story: Story) -> Iterator[Twin]:
    """The catalogue, then each event; nothing for an API without webhooks."""
    found, pin = webhooks.views(story), story.project.current
    if not webhooks.shown(story, found):
        return
    line = "The events that are sent, and those that are only named"
    yield twin(story, "webhooks.md.j2", urls.WEBHOOKS, _SECTION, "Webhook events", line, events=found, pin=pin)
    for view in found:
        line = "Does not fire." if view.planned else view.summary
        yield twin(story, "event.md.j2", urls.event_url(view.name), _SECTION, view.name, line, view=view)
