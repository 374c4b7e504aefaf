"""The twins of the paths from one pin to a later one."""

from collections.abc import Iterator
from typing import Final

import msgspec

from docgen import urls
from docgen.render.publication import Publication
from docgen.render.twins.page import Twin, twin
from docgen.render.upgrade import UpgradePaths, index_context, path_context, upgrade_paths

_SECTION: Final = "Upgrade"


def twins(publication: Publication) -> Iterator[Twin]:
    """The index, then each path; nothing without a released pin."""
    paths = upgrade_paths(publication)
    if paths is None:
        return
    summary = "Upgrades between API versions, and the entries that matter for each operation and event"
    context = index_context(publication, paths)
    yield twin(publication, "upgrades.md.j2", urls.UPGRADE, _SECTION, "Does this affect me?", summary, **context)
    yield from _pages(publication, paths)


def _pages(publication: Publication, paths: UpgradePaths) -> Iterator[Twin]:
    for path in paths.paths:
        context = path_context(publication, path, paths.consumers_of(path))
        start, end = context["upgrade"].start.id, path.end.id
        title, url = f"From {start} to {end}", urls.upgrade_url(start, end)
        found = twin(publication, "upgrade.md.j2", url, _SECTION, title, context["lede"], **context)
        yield msgspec.structs.replace(found, is_past=path.end is not publication.project.current)
