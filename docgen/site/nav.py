"""The section of each rendered page in the navigation of a site, which lists only a few of them."""

import posixpath
from collections.abc import Collection, Sequence
from typing import Any, Final

from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page

from docgen import urls

SECTIONS: Final = (urls.CHANGELOG, urls.REFERENCE, urls.ERRORS, urls.WEBHOOKS)
_MAX_LISTED: Final = 100  # every page of the site repeats the list


def assign_sections(files: Files) -> None:
    """Give each page that no nav lists a section, which sets its tab and its breadcrumb."""
    for section in SECTIONS:
        index = files.get_file_from_path(f"{section}index.md")
        if index is None or index.page is None:
            continue
        for file in files.documentation_pages():
            if file.src_uri.startswith(section) and file.page and file is not index and not file.page.parent:
                # MkDocs makes tabs and breadcrumbs from the parents; to list the pages would repeat them on every page
                file.page.parent = _parent(file, index.page, files)


class ReferenceNav:
    """The reference in the navigation: its resources, and under the one of the page that is written its operations."""

    def __init__(self, nav: Navigation, files: Files) -> None:
        self._section: Section | None = None
        pages = [file.page for file in files.documentation_pages() if file.page and _depth(file.page)]
        index = files.get_file_from_path(f"{urls.REFERENCE}index.md")
        if index is None or index.page is None or index.page not in nav.items:
            return
        self._overview = index.page
        self._section = Section(index.page.title or "API reference", [])
        operations: dict[str, list[Page]] = {}
        for page in pages:
            operations.setdefault(posixpath.dirname(page.file.src_uri), []).append(page)
        resources = [page for page in pages if page is not index.page and _depth(page) == 1]
        self._open = [
            (Section("", []), page, operations.get(page.file.src_uri.removesuffix(".md"), [])) for page in resources
        ]
        for page in pages:
            page.parent = self._section
        for section, resource, listed in self._open:
            section.parent = self._section
            for child in (resource, *listed):
                child.parent = section
        # in the nav that MkDocs has built: mkdocs.yml cannot list pages that are known only once they are rendered
        nav.items[nav.items.index(index.page)] = self._section
        index.page.title = "Overview"

    def show(self, page: Page) -> None:
        """Make the navigation that of a page: to list every operation would repeat them on every page of the site.

        Of many operations of a resource, those around the page are listed.
        """
        if self._section is None:
            return
        listed: list[Any] = [self._overview]
        for section, resource, operations in self._open:
            is_open = page.parent is section
            section.title = section.title or resource.title or ""  # known once MkDocs has read the page
            resource.title = "Overview" if is_open else section.title
            if is_open:
                section.children = [resource, *_around(page, operations)]
            if is_open or len(self._open) <= _MAX_LISTED:
                listed.append(section if is_open else resource)
        self._section.children = listed


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


def _around(page: Page, listed: Sequence[Page]) -> Sequence[Page]:
    first = max(0, listed.index(page) - _MAX_LISTED // 2) if page in listed else 0
    return listed[first : first + _MAX_LISTED]


def _depth(page: Page) -> int:
    """How deep a page is in the reference: 1 for its index and for resources, 2 for operations; 0 for other pages."""
    source = page.file.src_uri
    return source.count("/") if source.startswith(urls.REFERENCE) else 0


def _parent(file: File, index: Page, files: Files) -> Any:  # noqa: ANN401 - MkDocs takes a section or a page
    folder = file.src_uri.rpartition("/")[0]
    folder_index = files.get_file_from_path(f"{folder}/index.md")
    if folder_index and folder_index.page and folder_index is not file and folder_index.page is not index:
        return folder_index.page
    return index.parent or index
