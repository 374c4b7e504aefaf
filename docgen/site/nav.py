"""Where the rendered pages stand in a site's navigation, which lists few of them."""

from typing import Any, Final

from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page

from docgen import urls

SECTIONS: Final = (urls.CHANGELOG, urls.REFERENCE, urls.ERRORS, urls.WEBHOOKS)
_LISTED: Final = 100  # every page of the site repeats the list


def place(nav: Navigation, files: Files) -> None:
    """Give the pages that no nav lists their section, hence their tab and their breadcrumb."""
    _list_resources(nav, files)
    for section in SECTIONS:
        index = files.get_file_from_path(f"{section}index.md")
        if index is None or index.page is None:
            continue
        for file in files.documentation_pages():
            if file.src_uri.startswith(section) and file.page and file is not index and not file.page.parent:
                # MkDocs makes tabs and breadcrumbs of the parents; what the nav lists stands on every page of the site
                file.page.parent = _parent(file, index.page, files)


def _list_resources(nav: Navigation, files: Files) -> None:
    """Put the pages of the reference beside its index, where the nav has that as a page of its own and they are few."""
    index = files.get_file_from_path(f"{urls.REFERENCE}index.md")
    found = [file.page for file in files.documentation_pages() if file.src_uri.startswith(urls.REFERENCE) and file.page]
    if index is None or index.page is None or index.page not in nav.items or not 1 < len(found) <= _LISTED:
        return
    section = Section(index.page.title or "API reference", list(found))
    for page in found:
        page.parent = section
    # in the nav that MkDocs has built: mkdocs.yml cannot list pages that are known only once they are rendered
    nav.items[nav.items.index(index.page)] = section
    index.page.title = "Overview"


def _parent(file: File, index: Page, files: Files) -> Any:  # noqa: ANN401 - MkDocs takes a section or a page
    folder = file.src_uri.rpartition("/")[0]
    nearer = files.get_file_from_path(f"{folder}/index.md")
    if nearer and nearer.page and nearer is not file and nearer.page is not index:
        return nearer.page
    return index.parent or index
