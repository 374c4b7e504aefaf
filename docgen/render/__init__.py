"""Project -> Files: the Markdown of every page and every machine file, the same bytes for the same input and time."""

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Final

from docgen.model.analysis import Analysis
from docgen.model.files import Files
from docgen.render import (
    calendar,
    changelog,
    data_files,
    deprecations,
    errors,
    feeds,
    handwritten,
    page,
    policy,
    upgrade,
    webhooks,
)
from docgen.render.publication import Publication
from docgen.render.reference import pages as reference
from docgen.render.search import index
from docgen.render.twins import llms_txt as twins

_KINDS: Final[tuple[Callable[[Publication], Iterator[page.Page]], ...]] = (
    reference.pages,
    changelog.pages,
    upgrade.pages,
    policy.pages,
    errors.pages,
    webhooks.pages,
    deprecations.pages,
)
"""The types of pages, each with a twin; a new one is a module with `pages(publication)` and a name here."""


def render(analysis: Analysis, *, flat_errors: bool = True) -> Files:
    """The files of the site, relative to the folder of its docs.

    With `flat_errors`, links go to `errors/<code>.html`, which is where the plugin puts error pages;
    without, to the folders that every other builder makes of them.
    """
    publication = Publication(analysis, flat_errors)
    pages = list(chain.from_iterable(kind(publication) for kind in _KINDS))
    files = dict(handwritten.render(publication))
    for described in pages:
        files |= {described.source: page.page(publication, described), **described.files}
    for part in (data_files, feeds, calendar):
        files |= part.render(publication)
    if publication.has_twins:
        files |= twins.render(publication, pages)
    return {**files, **index.render(publication, files)}
