"""The titles of windows and bookmarks: no two pages have one."""

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from docgen.markdown.fences import title
from docgen.render.page import Page
from docgen.render.publication import Publication

BROWSER_TITLE = "browser_title"
"""The key of the front matter, for the theme."""


def with_browser_titles(pages: Sequence[Page], publication: Publication) -> Iterator[Page]:
    """The pages; one whose title another page has too, gets a longer one for the browser, with what tells it apart."""
    written = Counter((title(source.text), None) for source in publication.project.docs)
    shown = Counter((page.shown_title, _version(page)) for page in pages) + written
    longer = Counter((_longer(page), _version(page)) for page in pages)
    for page in pages:
        if shown[page.shown_title, _version(page)] == 1:
            yield page
            continue
        name = _longer(page)
        if longer[name, _version(page)] > 1 or not page.told_apart_by:
            name = f"{page.shown_title} ({page.url})"
        yield replace(page, front_matter={**page.front_matter, BROWSER_TITLE: name})


def _longer(page: Page) -> str:
    return f"{page.shown_title} ({page.told_apart_by})"


def _version(page: Page) -> object:
    """The older version of the API that a page is of, which the theme adds to its title."""
    return page.front_matter.get("api_version")
