"""Hand-written Markdown: its sections by heading, and the pages that name a code or an event."""

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from docgen import urls
from docgen.markdown.headings import headings, title
from docgen.positions.source import Source
from docgen.render.publication import Publication

_BETWEEN: Final = re.compile(r"[`\"](?=([^`\"\n]+)[`\"])")
DOCS: Final = "docs/"
"""The folder of the hand-written pages."""
_SECTION: Final = 2


class Section(msgspec.Struct, frozen=True):
    """A heading of the second level with all that follows it; the text before the first has an empty title."""

    title: str
    markdown: str


class Guide(msgspec.Struct, frozen=True):
    """A hand-written page of the site."""

    title: str
    url: str


def sections(markdown: str) -> tuple[Section, ...]:
    """The Markdown cut before each heading of the second level; a `##` inside a fence or a comment is no heading."""
    return tuple(Section(name, text) for name, text in _cut(markdown) if text.strip())


def _cut(markdown: str) -> Iterator[tuple[str, str]]:
    name, end = "", 0
    for heading in headings(markdown):
        if heading.level == _SECTION:
            yield name, markdown[end : heading.start]
            name, end = heading.title, heading.start
    yield name, markdown[end:]


def order_sections(markdown: str, first: tuple[str, ...]) -> str:
    """The Markdown with the sections of these titles moved to its top, in that order."""
    found = sections(markdown)
    rank = {title.casefold(): position for position, title in enumerate(("", *first))}
    chosen = sorted(found, key=lambda section: rank.get(section.title.casefold(), len(rank)))
    return "\n".join(section.markdown.strip("\n") + "\n" for section in chosen)


def guides(publication: Publication, name: str) -> tuple[Guide, ...]:
    """The hand-written pages, except the home page, with a name between backticks or quotes."""
    return tuple(publication.cached(_guides_by_name).get(name, ()))


def _guides_by_name(publication: Publication) -> dict[str, list[Guide]]:
    """The pages by each text between two marks: every page is read once for all names."""
    found: dict[str, list[Guide]] = {}
    for page in publication.project.docs:
        guide = _guide(page)
        if guide and guide.url:
            for name in dict.fromkeys(_BETWEEN.findall(page.text)):
                found.setdefault(name, []).append(guide)
    return found


def _guide(page: Source) -> Guide | None:
    name = title(page.text)
    path = page.path.removeprefix(DOCS)
    return Guide(name, urls.page_url(path)) if name and path != page.path else None
