"""The ledger of promises: everything planned, reserved or deferred, and the pin that kept it."""

from collections import Counter
from typing import Any, Final

from docgen import urls
from docgen.entries.promises import STATES, Promise, ledger
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
    context = {"head": head, "story": story, "urls": urls, **of_ledger(story)}
    return {SOURCE: page("promises.md.j2", urls.PROMISES, **context)}


def of_ledger(story: Story) -> dict[str, Any]:
    """What the page shows, and its twin."""
    promises = ledger(story.project)
    counts = Counter(promise.state for promise in promises)
    events = {view.name for view in webhooks.views(story)}
    return {
        "groups": [(state, [one for one in promises if one.state == state]) for state in STATES if counts[state]],
        "pages": {one.what: _page(one, events) for one in promises},
    }


def _page(promise: Promise, events: set[str]) -> str | None:
    """The page of what is promised, where there is one."""
    if promise.kind == "entry":
        return urls.entry_url(promise.entry)
    return urls.event_url(promise.what) if promise.kind == "event" and promise.what in events else None
