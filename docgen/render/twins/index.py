"""`llms.txt` (llmstxt.org): what a language model finds where; `llms-full.txt`: all of it."""

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from docgen import urls
from docgen.render.page import anchor
from docgen.render.story import Story
from docgen.render.twins import escape
from docgen.render.twins.page import Twin, filled

_DATA: Final = {
    "changelog.json": "every entry as data, with what became of each claim",
    "versions.json": "the date-pins, their state, and the digest of each contract",
    "upgrade.json": "which entries matter for which operation or event, from each date-pin to the newest",
    "errors.json": "every error code, its statuses, and whether to retry",
    "events.json": "every webhook event, and whether it fires",
    "deprecations.json": "what is being turned off, when, and what is answered afterwards",
    "redirects.json": "every redirect",
    urls.SUNSETS: "the dates as a calendar",
    urls.ATOM: "the changelog as a feed",
    urls.JSON_FEED: "the changelog as a JSON Feed",
}


def index(story: Story, twins: Sequence[Twin]) -> str:
    """A title, a summary, and a section of links for each part of the site."""
    sections = [(name, list(found)) for name, found in groupby(twins, key=lambda twin: twin.section)]
    return filled(story, "llms.txt.j2", sections=sections, data=_DATA.items())


def full(story: Story, twins: Sequence[Twin]) -> str:
    """Every twin, each with its address on top; contracts are linked, not pasted."""
    config = story.project.config
    head = f"# {escape.text(config.api)}\n\nEvery page of {anchor(config.site_url)} as Markdown, one after the other.\n"
    # a rule, since a heading would stand among those of the pages
    return "\n---\n\n".join([head, *(twin.text for twin in twins)])
