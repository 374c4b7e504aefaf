"""The twins of the timeline, of the pins and of the entries."""

from collections.abc import Iterator
from typing import Final

from docgen import urls
from docgen.model.entry import Entry
from docgen.model.pin import Pin
from docgen.render.changelog import of_pin, of_timeline
from docgen.render.entry import of_entry
from docgen.render.story import Story
from docgen.render.twins.page import Twin, twin
from docgen.render.twins.prose import article
from docgen.render.twins.written import absolute

_SECTION: Final = "Changelog"


def twins(story: Story) -> Iterator[Twin]:
    """The timeline, then each pin with its entries below it."""
    line = "Every change, by date-pin"
    yield twin(story, "timeline.md.j2", urls.CHANGELOG, _SECTION, "Changelog", line, **of_timeline(story))
    for pin in story.pins():
        yield _pin(story, pin)
        for entry in story.entries(pin.id):
            yield _entry(story, entry)


def _pin(story: Story, pin: Pin) -> Twin:
    title, url = f"{pin.id} ({pin.text.label})", urls.pin_url(pin.id)
    return twin(story, "pin.md.j2", url, _SECTION, title, pin.text.summary, **of_pin(story, pin))


def _entry(story: Story, entry: Entry) -> Twin:
    body = article(entry.text.body, lambda href: absolute(story, href, urls.entry_source(entry)))
    context = {"body": body, **of_entry(story, entry)}
    title, url = entry.text.title, urls.entry_url(entry)
    return twin(story, "entry.md.j2", url, _SECTION, title, entry.text.summary, **context)
