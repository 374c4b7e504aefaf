"""The roadmap, the page of promises to readers: what is planned, reserved or deferred, and the pin that brought it."""

from collections import Counter
from typing import Any, Final

from docgen import urls
from docgen.entries.roadmap import STATES, RoadmapItem, roadmap
from docgen.model.files import Files
from docgen.render import webhooks
from docgen.render.page import front_matter, page
from docgen.render.story import Story

SOURCE: Final = f"{urls.CHANGELOG}promises.md"


def render(story: Story) -> Files:
    """The page; nothing without a released pin."""
    if story.project.current is None:
        return {}
    head = front_matter("Promises", f"What the {story.project.config.api} has named and does not have yet.")
    context = {"head": head, "story": story, "urls": urls, **of_roadmap(story)}
    return {SOURCE: page("promises.md.j2", urls.PROMISES, **context)}


def of_roadmap(story: Story) -> dict[str, Any]:
    """What the page shows, and its twin."""
    items = roadmap(story.project)
    counts = Counter(item.state for item in items)
    events = {view.name for view in webhooks.views(story)}
    return {
        "groups": [(state, [one for one in items if one.state == state]) for state in STATES if counts[state]],
        "pages": {one.what: _page(one, events) for one in items},
    }


def _page(item: RoadmapItem, events: set[str]) -> str | None:
    """The page of an item, where there is one."""
    if item.kind == "entry":
        return urls.entry_url(item.entry)
    return urls.event_url(item.what) if item.kind == "event" and item.what in events else None
