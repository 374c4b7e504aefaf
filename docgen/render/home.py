"""The home page: what its writer says, then what changed last."""

from typing import Final

from docgen import urls
from docgen.model.entry import Entry
from docgen.model.files import Files
from docgen.render.page import page
from docgen.render.story import Story

_SOURCE: Final = "docs/index.md"
_LATEST: Final = 4


def latest(story: Story) -> list[Entry]:
    """The entries that took effect last."""
    return sorted(story.entries(), key=lambda e: (-e.text.effective.toordinal(), e.slug))[:_LATEST]


def render(story: Story) -> Files:
    """The home page with the latest entries below it; nothing where a project has no such page."""
    written = next((source.text for source in story.project.docs if source.path == _SOURCE), None)
    newest = latest(story)
    if written is None or not newest:
        return {}
    return {"index.md": written.rstrip("\n") + "\n\n" + page("latest.md.j2", "", entries=newest, urls=urls)}
