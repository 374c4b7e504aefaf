"""The roadmap, the page of promises to readers: what is planned, reserved or deferred, and the pin that brought it."""

from collections import Counter
from typing import Any, Final

from docgen import urls
from docgen.entries.roadmap import STATES, RoadmapItem, roadmap
from docgen.model.files import Files
from docgen.render import webhooks
from docgen.render.page import front_matter, page
from docgen.render.publication import Publication

SOURCE: Final = f"{urls.CHANGELOG}promises.md"
_LISTED: Final = 300
"""The promises on the page: kept ones come last."""


def render(publication: Publication) -> Files:
    """The page; nothing without a released pin."""
    if publication.project.current is None:
        return {}
    head = front_matter("Promises", f"What the {publication.project.config.api} has announced and does not have yet.")
    return {SOURCE: page(publication, "promises.md.j2", urls.PROMISES, head, **roadmap_context(publication))}


def roadmap_context(publication: Publication) -> dict[str, Any]:
    """What the page shows, and its twin."""
    found = roadmap(publication.project)
    items = found[:_LISTED]
    counts = Counter(item.state for item in items)
    events = {view.name for view in webhooks.views(publication)}
    return {
        "groups": [(state, [item for item in items if item.state == state]) for state in STATES if counts[state]],
        "more": len(found[_LISTED:]),
        "pages": {item.name: _page(item, events) for item in items},
    }


def _page(item: RoadmapItem, events: set[str]) -> str | None:
    """The URL of the page of an item; None without one."""
    if item.kind == "entry":
        return urls.entry_url(item.entry)
    return urls.event_url(item.name) if item.kind == "event" and item.name in events else None
