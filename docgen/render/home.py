"""The home page: the writer's text, with the contract, the next deadline and the latest changes."""

import re
from typing import Final

from docgen.markdown.front_matter import split
from docgen.model.files import Files
from docgen.render.deadlines import deadlines
from docgen.render.handwritten import DOCS
from docgen.render.page import fragment
from docgen.render.publication import Publication, newest_first

_SOURCE: Final = f"{DOCS}index.md"
LATEST: Final = 4
"""The number of entries on the home page."""
# the title, and a paragraph below it: it begins with a letter, unlike a list, a fence or HTML
_HEAD: Final = re.compile(r"\s*# [^\n]*\n(?:\n+(?:[A-Za-z][^\n]*\n)+)?")


def render(publication: Publication) -> Files:
    """The home page with its head and the latest entries; nothing where a project has no such page.

    The head follows the first heading and the paragraph below it.
    """
    source = next((source.text for source in publication.project.docs if source.path == _SOURCE), None)
    entries = newest_first(publication.entries())
    if source is None or not entries:
        return {}
    deadline = next((ends[0] for ends in deadlines(publication)), None)
    glance = fragment(publication, "glance.md.j2", "", latest=entries[0], deadline=deadline)
    latest = fragment(publication, "latest.md.j2", "", entries=entries[:LATEST], total=len(entries))
    # MkDocs takes front matter from the first line alone, so nothing may come before it
    front_matter, body = split(source).head, split(source).body
    head = _HEAD.match(f"{body}\n")
    above = f"{head[0]}\n{glance}\n" if head else ""
    return {"index.md": f"{front_matter}{above}{body[len(head[0]) if head else 0 :].rstrip()}\n\n{latest}"}
