"""The Markdown that a project publishes: guides, error pages and entries, each with its position."""

from collections.abc import Iterator

import msgspec

from docgen import urls
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.positions import locate
from docgen.positions.source import Source


class PublishedText(msgspec.Struct, frozen=True):
    """Markdown from a file: its first line there, its page on the site, and the pin that it is about."""

    source: Source
    text: str
    first_line: int
    page: str
    pin: Pin | None


def published_texts(project: Project) -> Iterator[PublishedText]:
    """The guides, the pages of the error codes (both of the current pin), and the bodies of the entries.

    `Project.at` gives those of another time. The source of a page is its file, which can be a version for one pin.
    """
    for doc in project.docs:
        source = Source(project.file_of(doc.path), doc.text)
        yield PublishedText(source, doc.text, 1, doc.path.removeprefix("docs/"), project.current)
    for page in project.errors:
        prose = page.source.text.split("\n", page.first_line - 1)[-1]
        yield PublishedText(page.source, prose, page.first_line, urls.error_source(page.text.code), project.current)
    pins = {pin.id: pin for pin in project.pins}
    for entry in project.entries:
        line, _ = locate(entry.source, ("body",))
        page_path = f"changelog/{entry.pin}/{entry.slug}.md"
        yield PublishedText(entry.source, entry.text.body, line + 1, page_path, pins.get(entry.pin))
