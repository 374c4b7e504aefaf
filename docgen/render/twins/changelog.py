"""The twins of the timeline, of the pins and of the entries."""

from collections.abc import Iterator
from typing import Any, Final

from docgen import urls
from docgen.model.entry import Entry
from docgen.model.pin import Pin
from docgen.render.contract import contract
from docgen.render.story import Story
from docgen.render.twins.page import Twin, twin
from docgen.render.twins.prose import article
from docgen.render.twins.written import absolute
from docgen.render.verified import statements

_SECTION: Final = "Changelog"


def twins(story: Story) -> Iterator[Twin]:
    """The timeline, then each pin with its entries below it."""
    yield twin(story, "timeline.md.j2", urls.CHANGELOG, _SECTION, "Changelog", "Every change, by date-pin")
    for pin in story.pins():
        yield _pin(story, pin)
        for entry in story.entries(pin.id):
            yield _entry(story, entry)


def _pin(story: Story, pin: Pin) -> Twin:
    entries = story.entries(pin.id)
    required = [entry for entry in entries if entry.text.action.level == "required"]
    others = [entry for entry in entries if entry not in required]
    groups = (("Action required", required), ("Other changes" if required else "All changes", others))
    return twin(
        story,
        "pin.md.j2",
        urls.pin_url(pin.id),
        _SECTION,
        f"{pin.id} ({pin.text.label})",
        pin.text.summary,
        pin=pin,
        entries=entries,
        required=required,
        breaking=sum(entry.text.impact == "breaking" for entry in entries),
        groups=groups,
        contract=contract(pin.spec) if pin.spec else None,
    )


def _entry(story: Story, entry: Entry) -> Twin:
    body = article(entry.text.body, lambda href: absolute(story, href, urls.entry_source(entry)))
    context = {"entry": entry, "text": entry.text, "body": body, **_context(story, entry)}
    title, url = entry.text.title, urls.entry_url(entry)
    return twin(story, "entry.md.j2", url, _SECTION, title, entry.text.summary, **context)


def _context(story: Story, entry: Entry) -> dict[str, Any]:
    return {
        "pin": story.pin_of(entry),
        "statements": statements(story, entry),
        "rules": {redirect.id: redirect for redirect in story.project.redirects},
        "today": story.project.now.date(),
    }
