"""What a reader subscribes to: the feeds of the entries, and `sunsets.ics`, a calendar of all end dates (RFC 5545).

Atom (RFC 4287) and JSON Feed 1.1: an item per entry, with ids that never change and dates of the entries only.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from html import escape as html_escape
from typing import Final
from xml.etree import ElementTree

import msgspec
from markdown_it import MarkdownIt

from docgen import urls
from docgen.model.ending import Ending, Kind
from docgen.model.entry import Entry
from docgen.model.files import Files
from docgen.openapi.deprecated import PARTS
from docgen.render.deadlines import end_page, published_end_dates
from docgen.render.json_feed import Author, JsonFeed, JsonItem
from docgen.render.json_file import json_file
from docgen.render.publication import Publication
from docgen.sunsets.calendar import Event, calendar
from docgen.wording import day, visible

_TITLES: Final[Mapping[Kind, str]] = {
    "redirect": "Sunset of a redirect",
    "brownout": "Brownout of a redirect",
    **dict.fromkeys(PARTS, "Sunset"),
    "pin-deprecated": "Deprecated",
    "pin-retired": "Retired",
    "notice": "Notice ends",
    "action": "Act by today",
}
_ATOM: Final = "http://www.w3.org/2005/Atom"
EPOCH: Final = date(1970, 1, 1)  # Atom requires a date of a feed without entries, and `now` would change every day
NEWEST: Final = 50
"""The items of a feed: a reader that polls keeps the older ones, and a new one finds them in `changelog.json`."""
FEED_SCHEMA: Final = "feed"
"""The name of the schema of JSON Feed on the site."""


class _Channel(msgspec.Struct, frozen=True):
    """An Atom feed and its JSON Feed: their permanent name, which their files have, their title, page and entries."""

    name: str
    title: str
    page: str
    entries: tuple[Entry, ...]

    @property
    def atom(self) -> str:
        """The file of the Atom feed."""
        return f"{self.name}.atom"

    @property
    def json_feed(self) -> str:
        """The file of the JSON Feed."""
        return f"{self.name}.feed.json"


def render(publication: Publication) -> Files:
    """Both feeds of all pins, of what breaks or needs action, and of each pin; and the calendar of all end dates."""
    title, entries = f"{publication.project.config.api} changelog", publication.entries()
    urgent = (one for one in entries if publication.is_breaking(one) or one.text.action.level == "required")
    of_urgent = f"{title}: breaking changes and required actions"
    channels = [
        _Channel("changelog", title, urls.CHANGELOG, _newest(entries)),
        _Channel("changelog.breaking", of_urgent, urls.CHANGELOG, _newest(urgent)),
    ]
    for pin in publication.pins():
        newest = _newest(publication.entries(pin.id))
        channels.append(_Channel(f"changelog-{pin.id}", f"{title}: {pin.id}", urls.pin_url(pin.id), newest))
    files: dict[str, str | bytes] = {channel.atom: _atom(publication, channel) for channel in channels}
    return {
        **files,
        **{channel.json_feed: _json(publication, channel) for channel in channels},
        **_calendar(publication),
    }


def _newest(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda entry: (-last_updated(entry).toordinal(), entry.slug)))[:NEWEST]


def tag_uri(publication: Publication, entry: Entry) -> str:
    """The permanent tag URI of an entry (RFC 4151): from configuration, never from the site's URL."""
    return f"tag:{publication.project.config.feed_authority}:{entry.pin}/{entry.slug}"


def last_updated(entry: Entry) -> date:
    """When an entry last changed for a reader: its publication, or its last correction that is more than a typo."""
    corrections = (correction.date for correction in entry.text.corrections if not correction.typo)
    return max([entry.text.published, *corrections])


def _instant(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _atom(publication: Publication, channel: _Channel) -> str:
    config = publication.project.config
    feed = ElementTree.Element("feed", {"xmlns": _ATOM})
    _add(feed, "id", f"tag:{config.feed_authority}:{channel.name}")
    _add(feed, "title", channel.title)
    _add(feed, "updated", _instant(max(map(last_updated, channel.entries), default=EPOCH)))
    address = publication.absolute(channel.atom)
    _add(feed, "link", rel="self", type="application/atom+xml", href=address)
    _add(feed, "link", rel="alternate", type="text/html", href=publication.absolute(channel.page))
    _add(ElementTree.SubElement(feed, "author"), "name", config.api)
    for entry in channel.entries:
        _atom_entry(publication, ElementTree.SubElement(feed, "entry"), entry)
    ElementTree.indent(feed)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(feed, encoding="unicode") + "\n"


def _atom_entry(publication: Publication, node: ElementTree.Element, entry: Entry) -> None:
    _add(node, "id", tag_uri(publication, entry))
    _add(node, "title", entry.text.title)
    _add(node, "published", _instant(entry.text.published))
    _add(node, "updated", _instant(last_updated(entry)))
    _add(node, "link", rel="alternate", type="text/html", href=publication.absolute(urls.entry_url(entry)))
    for term in _tags(publication, entry):
        _add(node, "category", term=term)
    _add(node, "summary", entry.text.summary)
    _add(node, "content", content_html(publication, entry), type="html")


def _add(parent: ElementTree.Element, tag: str, text: str | None = None, **attributes: str) -> None:
    node = ElementTree.SubElement(parent, tag, {name: visible(value) for name, value in attributes.items()})
    node.text = None if text is None else visible(text)


def _json(publication: Publication, channel: _Channel) -> str:
    config = publication.project.config
    feed = JsonFeed(
        version="https://jsonfeed.org/version/1.1",
        title=channel.title,
        home_page_url=publication.absolute(channel.page),
        feed_url=publication.absolute(channel.json_feed),
        authors=(Author(name=config.api, url=config.site_url),),
        language="en",
        items=tuple(_item(publication, entry) for entry in channel.entries),
    )
    return json_file(feed)


def _item(publication: Publication, entry: Entry) -> JsonItem:
    return JsonItem(
        id=tag_uri(publication, entry),
        url=publication.absolute(urls.entry_url(entry)),
        title=entry.text.title,
        summary=entry.text.summary,
        content_html=content_html(publication, entry),
        date_published=_instant(entry.text.published),
        date_modified=_instant(last_updated(entry)),
        tags=tuple(_tags(publication, entry)),
    )


def _tags(publication: Publication, entry: Entry) -> list[str]:
    """The kind and the areas, then impact and action with their days, each named: an area may be `breaking`, too."""
    action, breaks_on = entry.text.action, publication.breaks_on(entry)
    impact = "breaking" if publication.is_breaking(entry) else entry.text.impact
    named = {"impact": impact, "action": action.level, "breaks-on": breaks_on, "action-by": action.by}
    return list(dict.fromkeys([entry.text.kind, *entry.text.areas, *(f"{k}:{v}" for k, v in named.items() if v)]))


def content_html(publication: Publication, entry: Entry) -> str:
    """The whole entry as HTML with absolute links: when it breaks, the action, then the body and the corrections."""
    text = entry.text
    first = publication.breaks_on(entry)
    words = f"Breaks on {day(first)}" if first else "Breaking" if text.impact == "breaking" else ""
    breaks = f"<p><strong>{words}</strong></p>" if words else ""
    by = f" by {day(text.action.by)}" if text.action.by else ""
    steps = "".join(f"<li>{html_escape(step)}</li>" for step in text.action.steps)
    action = "" if text.action.level == "none" else f"<p><strong>Action {text.action.level}{by}</strong></p>"
    notes = "".join(f"<li>{day(c.date)}: {html_escape(c.note)}</li>" for c in text.corrections if not c.typo)
    corrections = f"<p>Corrections</p><ul>{notes}</ul>" if notes else ""
    return visible(breaks + action + (f"<ol>{steps}</ol>" if steps else "") + _body(publication, entry) + corrections)


def _body(publication: Publication, entry: Entry) -> str:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse(entry.text.body)
    for token in tokens:
        for child in token.children or ():
            for name in {"href", "src"} & set(child.attrs):
                child.attrs[name] = _absolute(publication, entry, str(child.attrs[name]))
    return str(parser.renderer.render(tokens, parser.options, {}))


def _absolute(publication: Publication, entry: Entry, href: str) -> str:
    page = urls.link_target(href, urls.entry_source(entry))
    return href if page is None else publication.absolute(page)


def _calendar(publication: Publication) -> Files:
    """The calendar as bytes, since its lines end with CR LF."""
    events = (_event(publication, end) for end in published_end_dates(publication))
    return {urls.SUNSETS: calendar(publication.project, events).encode()}


def _event(publication: Publication, end: Ending) -> Event:
    then = f"Then {end.then}." if end.then else ""
    page = publication.absolute(end_page(end))
    stamp = datetime.combine(_last_announced(publication, end), time(), UTC)
    summary = f"{_TITLES[end.kind]}: {end.what}"
    return Event(end, stamp, summary, (then, f"What to do: {page}"), page)


def _last_announced(publication: Publication, end: Ending) -> date:
    """The day of its last announcement: never `now`, which would change every event every day."""
    if end.entry:
        return last_updated(end.entry)
    if end.redirect and end.redirect.text.since:
        return end.redirect.text.since
    return max(map(last_updated, publication.entries()), default=EPOCH)
