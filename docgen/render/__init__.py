"""Project -> Files: the Markdown of every page and every machine file, the same bytes for the same input and time."""

from typing import Final

from docgen.model.analysis import Analysis
from docgen.model.files import Files
from docgen.render import (
    changelog,
    deprecations,
    errors,
    feeds,
    home,
    machine_files,
    policy,
    roadmap,
    sunsets,
    twins,
    upgrade,
    webhooks,
)
from docgen.render.publication import Publication
from docgen.render.reference import pages as reference
from docgen.render.search import index
from docgen.render.site_map import SiteMap

_PARTS: Final = (
    home,
    reference,
    changelog,
    upgrade,
    policy,
    roadmap,
    errors,
    webhooks,
    deprecations,
    machine_files,
    feeds,
    sunsets,
    twins,
)


def render(analysis: Analysis, *, flat_errors: bool = True) -> Files:
    """The files of the site, relative to the folder of its docs.

    With `flat_errors`, links go to `errors/<code>.html`, which is where the plugin puts error pages;
    without, to the folders that every other builder makes of them.
    """
    publication = Publication(analysis, SiteMap(flat_errors))
    files = {path: text for part in _PARTS for path, text in part.render(publication).items()}
    return {**files, **index.render(publication, files)}
