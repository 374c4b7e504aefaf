"""The twins of the paths from one pin to a later one."""

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from docgen import urls
from docgen.render.publication import Publication
from docgen.render.twins.page import Twin, twin
from docgen.render.upgrade import UpgradePaths, Use, index_context, path_context, upgrade_paths

_SECTION: Final = "Upgrade"


def twins(publication: Publication) -> Iterator[Twin]:
    """The index, then each path; nothing without a released pin."""
    paths = upgrade_paths(publication)
    if paths is None:
        return
    summary = "Upgrades between API versions, and the entries that matter for each operation and event"
    context = index_context(publication, paths)
    context["together"] = _together(context["uses"])
    yield twin(publication, "upgrades.md.j2", urls.UPGRADE, _SECTION, "Does this affect me?", summary, **context)
    yield from _pages(publication, paths)


def _pages(publication: Publication, paths: UpgradePaths) -> Iterator[Twin]:
    for path in paths.paths:
        context = path_context(publication, path, paths.consumers_of(path))
        context["together"] = None if context["uses"] is None else _together(context["uses"])
        start, end = context["upgrade"].start.id, path.end.id
        title, url = f"From {start} to {end}", urls.upgrade_url(start, end)
        found = twin(publication, "upgrade.md.j2", url, _SECTION, title, context["lede"], **context)
        yield msgspec.structs.replace(found, is_past=path.end is not publication.project.current)


def _together(uses: Sequence[Use]) -> list[tuple[Use, list[Use]]]:
    """The uses grouped by their entries, which the first has: most of a thousand operations have the same."""
    views: dict[tuple[object, ...], tuple[Use, list[Use]]] = {}
    for use in uses:
        key = (*(entry.slug for entry in use.entries), use.more)
        views.setdefault(key, (use, []))[1].append(use)
    return list(views.values())
