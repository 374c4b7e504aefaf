"""The roadmap, the page of promises to readers: what is planned, reserved or deferred, and the pin that brought it."""

from collections.abc import Iterator
from typing import Final

from docgen import urls
from docgen.entries.roadmap import STATES, RoadmapItem, roadmap
from docgen.render import webhooks
from docgen.render.page import Page
from docgen.render.publication import Publication

_LISTED: Final = 300
"""The promises on the page: kept ones come last."""


def pages(publication: Publication) -> Iterator[Page]:
    """The page; nothing without a released pin."""
    if publication.project.current is None:
        return
    promises = roadmap(publication.project)
    items = promises[:_LISTED]
    groups: dict[str, list[RoadmapItem]] = {state: [] for state in STATES}
    for item in items:
        groups[item.state].append(item)
    events = {view.name for view in webhooks.views(publication)}
    yield Page(
        template="promises.md.j2",
        url=urls.PROMISES,
        title="Promises",
        description=f"What the {publication.config.api} has announced and does not have yet.",
        section="Policy",
        summary="What is announced and not available yet, and what was kept",
        context={
            "groups": [(state, listed) for state, listed in groups.items() if listed],
            "more": len(promises[_LISTED:]),
            "pages": {item.name: _page(item, events) for item in items},
        },
    )


def _page(item: RoadmapItem, events: set[str]) -> str | None:
    """The URL of the page of an item; None without one."""
    if item.kind == "entry":
        return urls.entry_url(item.entry)
    if item.kind == "event" and item.name in events:
        return urls.event_url(item.name)
    return None
