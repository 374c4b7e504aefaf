"""The titles of windows and bookmarks: no two pages have one."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

from msgspec.structs import replace

from docgen.markdown.fences import title
from docgen.render.page import Page
from docgen.render.publication import Publication

BROWSER_TITLE: Final = "browser_title"
"""The key of the front matter, for the theme."""
_Name = tuple[str, object]
"""A title and the older version of the API that the page is of, which the theme adds to it."""


def with_browser_titles(pages: Sequence[Page], publication: Publication) -> Iterator[Page]:
    """The pages; one whose title another page has too, gets a longer one for the browser, with what tells it apart."""
    used = Counter[_Name]((title(source.text), None) for source in publication.project.docs)
    used.update(chain.from_iterable(map(_names, pages)))
    for page in pages:
        # the first that no other page has
        name, _ = min(_names(page), key=used.__getitem__)
        if name != page.shown_title:
            page = replace(page, front_matter={**page.front_matter, BROWSER_TITLE: name})
        yield page


def _names(page: Page) -> Iterator[_Name]:
    version = page.front_matter.get("api_version")
    yield page.shown_title, version
    for apart in filter(None, (page.told_apart_by, page.url)):
        yield f"{page.shown_title} ({apart})", version
