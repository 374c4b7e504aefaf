"""Hand-written Markdown: its sections by heading, the pages that name a code or an event, and the home page.

The home page is the writer's text, with the contract, the next deadline and the latest changes.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from docgen import urls
from docgen.markdown.fences import headings, title
from docgen.markdown.front_matter import split
from docgen.model.files import Files
from docgen.render.deadlines import deadlines
from docgen.render.entry_index import newest_first
from docgen.render.page import fragment
from docgen.render.publication import Publication, once

DOCS: Final = "docs/"
"""The folder of the hand-written pages."""
LATEST: Final = 4
"""The number of entries on the home page."""
# the title, and a paragraph below it: it begins with a letter, unlike a list, a fence or HTML
_HEAD: Final = re.compile(r"\s*# [^\n]*\n(?:\n+(?:[A-Za-z][^\n]*\n)+)?")
_BETWEEN: Final = re.compile(r"[`\"](?=([^`\"\n]+)[`\"])")
_SECTION: Final = 2


class Section(NamedTuple):
    """A heading of the second level with all that follows it; the text before the first has an empty title."""

    title: str
    markdown: str


class Guide(NamedTuple):
    """A hand-written page of the site."""

    title: str
    url: str


def sections(markdown: str) -> tuple[Section, ...]:
    """The Markdown cut before each heading of the second level; a `##` inside a fence or a comment is no heading."""
    return tuple(section for section in _cut(markdown) if section.markdown.strip())


def _cut(markdown: str) -> Iterator[Section]:
    name, end = "", 0
    for heading in headings(markdown):
        if heading.level == _SECTION:
            yield Section(name, markdown[end : heading.start])
            name, end = heading.title, heading.start
    yield Section(name, markdown[end:])


def order_sections(markdown: str, first: tuple[str, ...]) -> str:
    """The Markdown with the sections of these titles moved to its top, in that order."""
    cut = sections(markdown)
    rank = {title.casefold(): position for position, title in enumerate(("", *first))}
    chosen = sorted(cut, key=lambda section: rank.get(section.title.casefold(), len(rank)))
    return "\n".join(section.markdown.strip("\n") + "\n" for section in chosen)


def guides(publication: Publication, name: str) -> tuple[Guide, ...]:
    """The hand-written pages, except the home page, with a name between backticks or quotes."""
    return tuple(_guides_by_name(publication).get(name, ()))


@once
def _guides_by_name(publication: Publication) -> dict[str, list[Guide]]:
    """The pages by each text between two marks: every page is read once for all names."""
    guides: dict[str, list[Guide]] = {}
    for page in publication.project.docs:
        heading, url = title(page.text), urls.page_url(page.path.removeprefix(DOCS))
        if heading and url:
            for name in dict.fromkeys(_BETWEEN.findall(page.text)):
                guides.setdefault(name, []).append(Guide(heading, url))
    return guides


def render(publication: Publication) -> Files:
    """The home page with its head and the latest entries; nothing where a project has no such page.

    The head follows the first heading and the paragraph below it.
    """
    source = next((page.text for page in publication.project.docs if page.path == f"{DOCS}index.md"), None)
    entries = newest_first(publication.entries)
    if source is None or not entries:
        return {}
    deadline = next((ends[0] for ends in deadlines(publication)), None)
    glance = fragment(publication, "glance.md.j2", "", latest=entries[0], deadline=deadline)
    latest = fragment(publication, "latest.md.j2", "", entries=entries[:LATEST], total=len(entries))
    # MkDocs takes front matter from the first line alone, so nothing may come before it
    page = split(source)
    head, body = "", page.body
    if above := _HEAD.match(f"{body}\n"):
        head, body = f"{above[0]}\n{glance}\n", body[above.end() :]
    return {"index.md": f"{page.head}{head}{body.rstrip()}\n\n{latest}"}
