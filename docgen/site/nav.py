"""The section of each rendered page in the navigation of a site, which lists only a few of them."""

import posixpath
from collections.abc import Collection
from typing import Any, Final

from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page

from docgen import urls

SECTIONS: Final = (urls.CHANGELOG, urls.REFERENCE, urls.ERRORS, urls.WEBHOOKS)
_MAX_LISTED: Final = 100  # every page of the site repeats the list


def assign_sections(nav: Navigation, files: Files) -> None:
    """Give each page that no nav lists a section, which sets its tab and its breadcrumb."""
    _list_resources(nav, files)
    for section in SECTIONS:
        index = files.get_file_from_path(f"{section}index.md")
        if index is None or index.page is None:
            continue
        for file in files.documentation_pages():
            if file.src_uri.startswith(section) and file.page and file is not index and not file.page.parent:
                # MkDocs makes tabs and breadcrumbs from the parents; to list the pages would repeat them on every page
                file.page.parent = _parent(file, index.page, files)


def without_pages(nav: Any, hidden: Collection[str]) -> Any:  # noqa: ANN401 - a nav holds lists, mappings and paths
    """The nav without the pages that are not published yet, and without sections that would be empty."""
    if isinstance(nav, list):
        return [kept for item in nav if (kept := without_pages(item, hidden)) is not None] if hidden else nav
    if isinstance(nav, dict):
        kept_items = {
            name: kept for name, item in nav.items() if (kept := without_pages(item, hidden)) not in (None, [])
        }
        return kept_items or None
    return None if isinstance(nav, str) and posixpath.normpath(nav) in hidden else nav


def _list_resources(nav: Navigation, files: Files) -> None:
    """Make a section of the pages of the reference, where the nav has its index as a page and they are few."""
    index = files.get_file_from_path(f"{urls.REFERENCE}index.md")
    pages = [file.page for file in files.documentation_pages() if file.src_uri.startswith(urls.REFERENCE) and file.page]
    if index is None or index.page is None or index.page not in nav.items or not 1 < len(pages) <= _MAX_LISTED:
        return
    section = Section(index.page.title or "API reference", list(pages))
    for page in pages:
        page.parent = section
    # in the nav that MkDocs has built: mkdocs.yml cannot list pages that are known only once they are rendered
    nav.items[nav.items.index(index.page)] = section
    index.page.title = "Overview"


def _parent(file: File, index: Page, files: Files) -> Any:  # noqa: ANN401 - MkDocs takes a section or a page
    folder = file.src_uri.rpartition("/")[0]
    folder_index = files.get_file_from_path(f"{folder}/index.md")
    if folder_index and folder_index.page and folder_index is not file and folder_index.page is not index:
        return folder_index.page
    return index.parent or index
