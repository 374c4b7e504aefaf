"""The timeline, a page per pin, and a page per entry."""

from collections import Counter
from typing import Any

from docgen import urls
from docgen.model.entry import Entry
from docgen.model.files import Files
from docgen.model.pin import Pin
from docgen.render.article import article
from docgen.render.contract import contract, published
from docgen.render.page import anchor, front_matter, page, relative
from docgen.render.story import Story


def render(story: Story) -> Files:
    """Every page under `changelog/`, and the contract of each pin as a download."""
    files: dict[str, str | bytes] = {f"{urls.CHANGELOG}index.md": _timeline(story)}
    for pin in story.pins():
        files[urls.pin_source(pin.id)] = _pin(story, pin)
        if pin.spec:
            files[urls.spec_file(pin.id)] = published(pin.spec)
    for entry in story.entries():
        files[urls.entry_source(entry)] = _entry(story, entry)
    return files


def _timeline(story: Story) -> str:
    head = front_matter("Changelog", f"What changed in the {story.project.config.api}, by date-pin.")
    return page("timeline.md.j2", urls.CHANGELOG, story=story, urls=urls, head=head, areas=_areas(story))


def _areas(story: Story) -> list[str]:
    return sorted({area for entry in story.entries() for area in entry.text.areas})


def _pin(story: Story, pin: Pin) -> str:
    entries = story.entries(pin.id)
    digest = contract(pin.spec) if pin.spec else None
    return page(
        "pin.md.j2",
        urls.pin_url(pin.id),
        story=story,
        urls=urls,
        pin=pin,
        entries=entries,
        counts=Counter(entry.text.kind for entry in entries),
        breaking=sum(entry.text.impact == "breaking" for entry in entries),
        required=[entry for entry in entries if entry.text.action.level == "required"],
        sha256=digest.sha256 if digest else None,
        size=digest.size if digest else 0,
        head=front_matter(f"{pin.id} ({pin.text.label})", pin.text.summary),
    )


def _entry(story: Story, entry: Entry) -> str:
    return page(
        "entry.md.j2",
        urls.entry_url(entry),
        story=story,
        urls=urls,
        entry=entry,
        text=entry.text,
        body=article(entry.text.body, lambda href: _link(story, entry, href)),
        head=front_matter(entry.text.title, entry.text.summary),
        **context(story, entry),
    )


def context(story: Story, entry: Entry) -> dict[str, Any]:
    """What a page or a twin of an entry shows beside the entry itself."""
    return {
        "pin": next((pin for pin in story.project.pins if pin.id == entry.pin), None),
        "claims": [(claim, story.proof(claim.key(entry.slug))) for claim in entry.text.claims],
        "rules": {redirect.id: redirect for redirect in story.project.redirects},
        "today": story.project.now.date(),
    }


def _link(story: Story, entry: Entry, href: str) -> str:
    """A link of the body, as it holds on the page of the entry."""
    found = story.site.followed(href, urls.entry_source(entry))
    return str(anchor(found if found.startswith("#") else relative(found, urls.entry_url(entry))))
