"""The twins of the timeline, of the pins and of the entries."""

from collections.abc import Iterator
from typing import Final

import msgspec

from docgen import urls
from docgen.model.entry import Entry
from docgen.model.pin import Pin
from docgen.render import years
from docgen.render.changelog import pin_context, timeline_context, year_context
from docgen.render.entry import entry_context
from docgen.render.publication import Publication
from docgen.render.twins.handwritten import absolute_link
from docgen.render.twins.page import Twin, twin
from docgen.render.twins.prose import article

_SECTION: Final = "Changelog"


def twins(publication: Publication) -> Iterator[Twin]:
    """The timeline, then each pin with its entries below it."""
    summary = "Every change, by API version"
    context = timeline_context(publication)
    yield twin(publication, "timeline.md.j2", urls.CHANGELOG, _SECTION, "Changelog", summary, **context)
    found = years.timeline(publication)
    shown = {entry.slug for entry in found.shown}
    for index, year in enumerate(found.older):
        title, context = f"Changes in {year.title}", year_context(publication, index)
        yield twin(publication, "year.md.j2", year.url, _SECTION, title, f"{len(year.entries)} changes", **context)
    for pin in publication.pins():
        yield _pin(publication, pin)
        for entry in publication.entries(pin.id):
            yield msgspec.structs.replace(_entry(publication, entry), is_past=entry.slug not in shown)


def _pin(publication: Publication, pin: Pin) -> Twin:
    title, url = f"{pin.id} ({pin.text.label})", urls.pin_url(pin.id)
    return twin(publication, "pin.md.j2", url, _SECTION, title, pin.text.summary, **pin_context(publication, pin))


def _entry(publication: Publication, entry: Entry) -> Twin:
    body = article(entry.text.body, lambda href: absolute_link(publication, href, urls.entry_source(entry)))
    context = {"body": body, **entry_context(publication, entry)}
    title, url = entry.text.title, urls.entry_url(entry)
    return twin(publication, "entry.md.j2", url, _SECTION, title, entry.text.summary, **context)
