"""The feeds of the entries: Atom (RFC 4287) and JSON Feed 1.1 (jsonfeed.org/version/1.1).

An item per entry, with ids that never change and dates of the entries only.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from html import escape as html_escape
from typing import Annotated, Final, Literal
from xml.etree import ElementTree

import msgspec
from markdown_it import MarkdownIt
from msgspec import Meta

from docgen import urls
from docgen.model.entry import Entry
from docgen.model.files import Files
from docgen.model.history import NOT_CHECKED
from docgen.render.article import linked_html
from docgen.render.json_file import json_file
from docgen.render.publication import Publication
from docgen.wording import day, visible

_ATOM: Final = "http://www.w3.org/2005/Atom"
# Atom requires a date of a feed without entries, and `now` would change every day
EPOCH: Final = date(1970, 1, 1)
NEWEST: Final = 50
"""The items of a feed: a reader that polls keeps the older ones, and a new one finds them in `changelog.json`."""

Instant = Annotated[str, Meta(description="RFC 3339.", extra_json_schema={"format": "date-time"})]
Url = Annotated[str, Meta(pattern="^https://")]


class Author(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who answers for the feed."""

    name: str
    url: Url | None = None


class JsonItem(msgspec.Struct, frozen=True):
    """An entry; `id` never changes.

    `tags` are its kind and areas, then `impact:` with breaking, non-breaking or none, `action:` with required,
    recommended or none, and `breaks-on:` and `action-by:` with a day where there is one.
    """

    id: Annotated[str, Meta(min_length=1)]
    url: Url
    title: str
    summary: str
    content_html: Annotated[str, Meta(min_length=1)]
    date_published: Instant
    date_modified: Instant
    tags: tuple[str, ...]


class JsonFeed(msgspec.Struct, frozen=True):
    """A feed: `items` are the newest fifty entries, what changed last first."""

    version: Literal["https://jsonfeed.org/version/1.1"]
    title: Annotated[str, Meta(min_length=1)]
    home_page_url: Url
    feed_url: Url
    authors: tuple[Author, ...]
    language: str
    items: tuple[JsonItem, ...]


def render(publication: Publication) -> Files:
    """Both feeds of all pins, of what breaks or needs action, of each pin and of each area."""
    title = f"{publication.config.api} changelog"
    if publication.project.preview_url:
        title += " (preview)"
    entries = publication.all_entries if publication.config.feeds.history else publication.entries
    # also actions that break nothing: their day passes as that of a sunset does
    urgent = [entry for entry in entries if publication.is_breaking(entry) or entry.text.action.level == "required"]
    feeds = {
        "changelog": (title, urls.CHANGELOG, entries),
        "changelog.breaking": (f"{title}: breaking changes and required actions", urls.CHANGELOG, urgent),
    }
    for pin in publication.pins:
        feeds[f"changelog-{pin.id}"] = (f"{title}: {pin.id}", urls.pin_url(pin.id), publication.entries_of(pin))
    for area, name in publication.area_feeds.items():
        of_area = tuple(entry for entry in entries if area in entry.text.areas)
        feeds[name] = (f"{title}: {area}", urls.CHANGELOG, of_area)
    files: dict[str, str | bytes] = {}
    for name, (heading, page, listed) in feeds.items():
        feed = _feed(publication, name, heading, page, listed)
        files[f"{name}.atom"] = _atom(publication, name, feed)
        files[f"{name}.feed.json"] = json_file(feed)
    return files


def tag_uri(publication: Publication, entry: Entry) -> str:
    """The permanent id of an entry."""
    return publication.project.tag(f"{entry.pin}/{entry.slug}")


def last_updated(entry: Entry) -> date:
    """When an entry last changed for a reader: its publication, or its last correction that is more than a typo."""
    corrections = (correction.date for correction in entry.text.corrections if not correction.typo)
    return max([entry.text.published, *corrections])


def _instant(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _feed(publication: Publication, name: str, title: str, page: str, entries: Iterable[Entry]) -> JsonFeed:
    newest = sorted(entries, key=lambda entry: (-last_updated(entry).toordinal(), entry.slug))[:NEWEST]
    return JsonFeed(
        version="https://jsonfeed.org/version/1.1",
        title=title,
        home_page_url=publication.absolute(page),
        feed_url=publication.absolute(f"{name}.feed.json"),
        authors=(Author(name=publication.config.api, url=publication.project.site_url),),
        language="en",
        items=tuple(_item(publication, entry) for entry in newest),
    )


def _item(publication: Publication, entry: Entry) -> JsonItem:
    return JsonItem(
        id=tag_uri(publication, entry),
        url=publication.absolute(urls.entry_url(entry)),
        title=entry.text.title,
        summary=entry.text.summary,
        content_html=visible("".join(_content(publication, entry))),
        date_published=_instant(entry.text.published),
        date_modified=_instant(last_updated(entry)),
        tags=tuple(dict.fromkeys(_tags(publication, entry))),
    )


def _tags(publication: Publication, entry: Entry) -> Iterator[str]:
    """The kind and the areas, then impact and action with their days, each named: an area may be `breaking`, too."""
    if entry.pin in publication.past.pin_ids:
        yield "history"
    action, impact = entry.text.action, entry.text.impact
    if publication.is_breaking(entry):
        impact = "breaking"
    yield from (entry.text.kind, *entry.text.areas, f"impact:{impact}", f"action:{action.level}")
    for name, last in (("breaks-on", publication.breaks_on(entry)), ("action-by", action.by)):
        if last:
            yield f"{name}:{last}"


def _content(publication: Publication, entry: Entry) -> Iterator[str]:
    """The whole entry as HTML with absolute links: when it breaks, the action, then the body and the corrections."""
    text, first = entry.text, publication.breaks_on(entry)
    if entry.pin in publication.past.pin_ids:
        yield f"<p>{NOT_CHECKED}</p>"
    if first:
        yield f"<p><strong>Breaks on {day(first)}</strong></p>"
    elif text.impact == "breaking":
        yield "<p><strong>Breaking</strong></p>"
    if text.action.level != "none":
        yield f"<p><strong>Action {text.action.words}</strong></p>"
    if text.action.steps:
        yield f"<ol>{''.join(f'<li>{html_escape(step)}</li>' for step in text.action.steps)}</ol>"
    yield _body(publication, entry)
    notes = ""
    for correction in text.corrections:
        if not correction.typo:
            notes += f"<li>{day(correction.date)}: {html_escape(correction.note)}</li>"
    if notes:
        yield f"<p>Corrections</p><ul>{notes}</ul>"


def _body(publication: Publication, entry: Entry) -> str:
    def absolute(href: str) -> str:
        page = urls.link_target(href, urls.entry_source(entry))
        return href if page is None else publication.absolute(page)

    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    return linked_html(parser, entry.text.body, absolute)


def _atom(publication: Publication, name: str, feed: JsonFeed) -> str:
    """The Atom feed with what the JSON Feed of that name has."""
    # written as an attribute: with a namespace, ElementTree puts a prefix before each name
    root = ElementTree.Element("feed", {"xmlns": _ATOM})
    updated = max((item.date_modified for item in feed.items), default=_instant(EPOCH))
    _add(root, "id", publication.project.tag(name))
    _add(root, "title", feed.title)
    _add(root, "updated", updated)
    _add(root, "link", rel="self", type="application/atom+xml", href=publication.absolute(f"{name}.atom"))
    _add(root, "link", rel="alternate", type="text/html", href=feed.home_page_url)
    _add(ElementTree.SubElement(root, "author"), "name", feed.authors[0].name)
    for item in feed.items:
        node = ElementTree.SubElement(root, "entry")
        _add(node, "id", item.id)
        _add(node, "title", item.title)
        _add(node, "published", item.date_published)
        _add(node, "updated", item.date_modified)
        _add(node, "link", rel="alternate", type="text/html", href=item.url)
        for term in item.tags:
            _add(node, "category", term=term)
        _add(node, "summary", item.summary)
        _add(node, "content", item.content_html, type="html")
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _add(parent: ElementTree.Element, tag: str, text: str | None = None, **attributes: str) -> None:
    node = ElementTree.SubElement(parent, tag, {name: visible(value) for name, value in attributes.items()})
    node.text = text and visible(text)
