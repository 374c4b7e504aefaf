"""Project -> Files: the Markdown of every page and every machine file, the same bytes for the same input and time."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from msgspec.structs import replace

from docgen.model.analysis import Analysis
from docgen.model.files import Files
from docgen.render import (
    changelog,
    data_files,
    deadlines,
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

_KINDS: Final[Mapping[str, Callable[[Publication], Iterator[page.Page]]]] = {
    "API reference": reference.pages,
    "Changelog": changelog.pages,
    "Upgrade": upgrade.pages,
    "Policy": policy.pages,
    "Errors": errors.pages,
    "Webhook events": webhooks.pages,
    "Deprecations": deprecations.pages,
}
"""The types of pages by section of `llms.txt`; a new one is a module with `pages(publication)` and a name here."""


def render(analysis: Analysis, *, flat_errors: bool = True) -> Files:
    """The files of the site, relative to the folder of its docs.

    With `flat_errors`, links go to `errors/<code>.html`, which is where the plugin puts error pages;
    without, to the folders that every other builder makes of them.
    """
    publication = Publication(analysis, flat_errors)
    pages: list[page.Page] = []
    for section, kind in _KINDS.items():
        pages += (replace(described, section=section) for described in kind(publication))
    files = dict(handwritten.render(publication))
    for described in pages:
        files |= {described.source: page.page(publication, described), **described.files}
    for part in (data_files, feeds, deadlines):
        files |= part.render(publication)
    if publication.has_twins:
        files |= twins.render(publication, pages)
    # the search reads what was rendered, so it comes last
    return {**files, **index.render(publication, files)}
