"""Atom (RFC 4287) and JSON Feed 1.1: an item per entry, with ids that never change and dates of the entries only."""

import json
import posixpath
from datetime import date
from html import escape as html_escape
from typing import Any, Final
from urllib.parse import urlsplit
from xml.etree import ElementTree

from markdown_it import MarkdownIt

from docgen import urls
from docgen.model.entry import Entry
from docgen.model.files import Files
from docgen.render.escape import visible
from docgen.render.story import Story

_ATOM: Final = "http://www.w3.org/2005/Atom"
NO_ENTRY: Final = date(1970, 1, 1)


def render(story: Story) -> Files:
    """Both feeds of all pins, and both of each pin."""
    files = dict(_pair(story, "changelog", story.entries()))
    for pin in story.pins():
        files |= _pair(story, f"changelog-{pin.id}", story.entries(pin.id))
    return files


def _pair(story: Story, name: str, entries: tuple[Entry, ...]) -> dict[str, str | bytes]:
    ordered = sorted(entries, key=lambda entry: (-updated(entry).toordinal(), entry.slug))
    return {f"{name}.atom": _atom(story, f"{name}.atom", ordered), f"{name}.feed.json": _json(story, name, ordered)}


def identifier(story: Story, entry: Entry) -> str:
    """The permanent id of an entry (RFC 4151): from configuration, never from the site's URL."""
    return f"tag:{story.project.config.feed_authority}:{entry.pin}/{entry.slug}"


def updated(entry: Entry) -> date:
    """When an entry last changed for a reader: its publication, or its last correction."""
    return max([entry.text.published, *(correction.date for correction in entry.text.corrections)])


def _instant(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _atom(story: Story, name: str, entries: list[Entry]) -> str:
    config = story.project.config
    feed = ElementTree.Element("feed", {"xmlns": _ATOM})
    _add(feed, "id", f"tag:{config.feed_authority}:{name.removesuffix('.atom')}")
    _add(feed, "title", f"{config.api} changelog")
    _add(feed, "updated", _instant(max(map(updated, entries), default=NO_ENTRY)))
    _add(feed, "link", rel="self", type="application/atom+xml", href=urls.absolute(config.site_url, name))
    _add(feed, "link", rel="alternate", type="text/html", href=urls.absolute(config.site_url, urls.CHANGELOG))
    _add(ElementTree.SubElement(feed, "author"), "name", config.api)
    for entry in entries:
        _atom_entry(story, ElementTree.SubElement(feed, "entry"), entry)
    ElementTree.indent(feed)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(feed, encoding="unicode") + "\n"


def _atom_entry(story: Story, node: ElementTree.Element, entry: Entry) -> None:
    _add(node, "id", identifier(story, entry))
    _add(node, "title", entry.text.title)
    _add(node, "published", _instant(entry.text.published))
    _add(node, "updated", _instant(updated(entry)))
    _add(node, "link", rel="alternate", type="text/html", href=_url(story, entry))
    for term in _tags(entry):
        _add(node, "category", term=term)
    _add(node, "summary", entry.text.summary)
    _add(node, "content", content(story, entry), type="html")


def _add(parent: ElementTree.Element, tag: str, text: str | None = None, **attributes: str) -> None:
    node = ElementTree.SubElement(parent, tag, {name: visible(value) for name, value in attributes.items()})
    node.text = None if text is None else visible(text)


def _json(story: Story, name: str, entries: list[Entry]) -> str:
    config = story.project.config
    feed: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": f"{config.api} changelog",
        "home_page_url": urls.absolute(config.site_url, urls.CHANGELOG),
        "feed_url": urls.absolute(config.site_url, f"{name}.feed.json"),
        "items": [_item(story, entry) for entry in entries],
    }
    return json.dumps(feed, indent=2, ensure_ascii=False) + "\n"


def _item(story: Story, entry: Entry) -> dict[str, Any]:
    return {
        "id": identifier(story, entry),
        "url": _url(story, entry),
        "title": entry.text.title,
        "summary": entry.text.summary,
        "content_html": content(story, entry),
        "date_published": _instant(entry.text.published),
        "date_modified": _instant(updated(entry)),
        "tags": _tags(entry),
    }


def _tags(entry: Entry) -> list[str]:
    return list(dict.fromkeys([entry.text.kind, *entry.text.areas]))


def _url(story: Story, entry: Entry) -> str:
    return urls.absolute(story.project.config.site_url, urls.entry_url(entry))


def content(story: Story, entry: Entry) -> str:
    """The whole entry as HTML whose links are absolute: what to do first, then the body and the corrections."""
    text = entry.text
    by = f" by {text.action.by.isoformat()}" if text.action.by else ""
    steps = "".join(f"<li>{html_escape(step)}</li>" for step in text.action.steps)
    action = "" if text.action.level == "none" else f"<p><strong>Action {text.action.level}{by}</strong></p>"
    notes = "".join(f"<li>{c.date.isoformat()}: {html_escape(c.note)}</li>" for c in text.corrections)
    corrections = f"<p>Corrections</p><ul>{notes}</ul>" if notes else ""
    return visible(action + (f"<ol>{steps}</ol>" if steps else "") + _body(story, entry) + corrections)


def _body(story: Story, entry: Entry) -> str:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse(entry.text.body)
    for token in tokens:
        for child in token.children or ():
            for name in {"href", "src"} & set(child.attrs):
                child.attrs[name] = _absolute(story, entry, str(child.attrs[name]))
    return str(parser.renderer.render(tokens, parser.options, {}))


def _absolute(story: Story, entry: Entry, href: str) -> str:
    if urlsplit(href).scheme or href.startswith("//"):
        return href
    path, mark, fragment = href.partition("#")
    source = posixpath.normpath(posixpath.join(posixpath.dirname(urls.entry_source(entry)), path)) if path else ""
    page = urls.of_source(source) if path else urls.entry_url(entry)
    return urls.absolute(story.project.config.site_url, page + mark + fragment)
