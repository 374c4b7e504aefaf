"""The home page: what its writer says, with the contract, the next date and the latest change at its head."""

import re
from datetime import date
from typing import Final

import msgspec

from docgen import urls
from docgen.model.entry import Entry
from docgen.model.files import Files
from docgen.render import deprecations
from docgen.render.page import page
from docgen.render.story import Story

_SOURCE: Final = "docs/index.md"
_LATEST: Final = 4
_HEAD: Final = re.compile(r"\A(?:---\n.*?\n---\n)?\s*# [^\n]*\n(?:\n+(?:[A-Za-z][^\n]*\n)+)?", re.DOTALL)


class Deadline(msgspec.Struct, frozen=True, order=True):
    """A day from which something is no longer as it was, what ends, and where the site tells of it."""

    day: date
    what: str
    url: str


def render(story: Story) -> Files:
    """The home page with its head and the latest entries; nothing where a project has no such page.

    The head stands below the first heading and the paragraph after it.
    """
    written = next((source.text for source in story.project.docs if source.path == _SOURCE), None)
    newest = sorted(story.entries(), key=_newest_first)
    if written is None or not newest:
        return {}
    glance = page("glance.md.j2", "", story=story, urls=urls, latest=newest[0], deadline=next_deadline(story))
    latest = page("latest.md.j2", "", entries=newest[:_LATEST], total=len(newest), urls=urls)
    head = _HEAD.match(f"{written}\n")
    above = f"{head[0]}\n{glance}\n" if head else ""
    return {"index.md": f"{above}{written[len(head[0]) if head else 0 :].rstrip()}\n\n{latest}"}


def next_deadline(story: Story) -> Deadline | None:
    """What ends next after `now`: a redirect, or what an entry asks for; None where nothing does."""
    rule = deprecations.next_sunset(story)
    found = [
        Deadline(entry.text.action.by, entry.text.title, urls.entry_url(entry))
        for entry in story.entries()
        if entry.text.action.by and entry.text.action.by > story.project.now.date()
    ]
    if rule and rule.day:
        found.append(Deadline(rule.day, f"{rule.rule.path} is turned off", urls.redirect_url(rule.rule.id)))
    return min(found, default=None)


def _newest_first(entry: Entry) -> tuple[int, str]:
    return -entry.text.effective.toordinal(), entry.slug
