"""Project -> Files: the Markdown of every page and every machine file, the same bytes for the same input and time."""

from collections.abc import Sequence
from typing import Final

from docgen.model.change import Changes
from docgen.model.files import Files
from docgen.model.project import Project
from docgen.model.proof import Proof
from docgen.render import changelog, deprecations, errors, feeds, home, machine, policy, promises, upgrade, webhooks
from docgen.render.site_map import SiteMap
from docgen.render.story import Story

_PARTS: Final = (home, changelog, upgrade, policy, promises, errors, webhooks, deprecations, machine, feeds)


def render(project: Project, proofs: Sequence[Proof], changes: Changes, *, flat_errors: bool = True) -> Files:
    """All files of the site, relative to the folder of its docs.

    With `flat_errors`, links go to `errors/<code>.html`, which is where the plugin puts error pages;
    without, to the folders that every other builder makes of them.
    """
    story = Story(project, proofs, SiteMap(flat_errors), changes)
    return {path: text for part in _PARTS for path, text in part.render(story).items()}
