"""The reference and the events in the navigation: resources by group, and below that of the page its operations."""

import posixpath
from collections import defaultdict
from typing import Any, Final

from mkdocs.structure.files import Files
from mkdocs.structure.nav import Link, Navigation, Section
from mkdocs.structure.pages import Page

from docgen import urls
from docgen.markdown.front_matter import split, text_values

MAX_LISTED: Final = 100  # every page of the site repeats the list
_OVERVIEW: Final = "Overview"


class _ClosedGroup(Link):
    """Leads to the first page of a group; the theme marks it, as the status of a page."""

    meta: Final = {"status": "group"}


class SectionNav:
    """The section of all that is in a folder, the reference or the events; each page shows it as far as it is open."""

    def __init__(self, folder: str, nav: Navigation, files: Files) -> None:
        every = [file.page for file in files.documentation_pages() if file.page and file.generated_by]
        self._pages = {page.file.src_uri: page for page in every if page.file.src_uri.startswith(folder)}
        # all that is in each section
        self._whole: dict[Section, list[Any]] = {}
        index = self._pages.get(f"{folder}index.md")
        if index is None or index not in nav.items:
            return
        self._section = Section(index.title or self._noted(index, "title"), [])
        # in the nav that MkDocs has built: mkdocs.yml cannot list pages that are known only once they are rendered
        nav.items[nav.items.index(index)] = self._section
        index.title = _OVERVIEW
        self._whole[self._section] = [index]
        inside = self._inside = defaultdict[str, list[Page]](list)
        for source, page in self._pages.items():
            page.parent = self._section
            if not self._resource(page):
                inside[posixpath.dirname(source)].append(page)
        self._add_resources([page for page in inside[posixpath.dirname(folder)] if page is not index], inside)
        for page in self._pages.values():
            # an object is listed on its own page alone, which shows the sidebar of its resource
            if resource := self._resource(page):
                page.parent = resource.parent

    def _noted(self, page: Page, key: str) -> str:
        """The same; of a page whose text is not read, from the front matter that is kept of it."""
        return str(page.meta.get(key, "")) if page.meta else noted(page.file.content_string, key)

    def _resource(self, page: Page) -> Page | None:
        return self._pages.get(self._noted(page, "resource"))

    def _add_resources(self, pages: list[Page], inside: defaultdict[str, list[Page]]) -> None:
        """Make each resource with operations their section; of many without groups, each letter is a group."""
        named = [(self._noted(page, "title"), page) for page in pages]
        by_letter = len(pages) > MAX_LISTED and not self._noted(pages[0], "group")
        if by_letter:
            named.sort(key=lambda item: item[0].casefold())
        groups = {"": self._section}
        for name, page in named:
            group = name[:1].upper() if by_letter else self._noted(page, "group")
            if group not in groups:
                groups[group] = self._add(self._section, group, [])
            operations = inside[page.file.src_uri.removesuffix(".md")]
            page.parent = groups[group]
            if not operations:
                self._whole[page.parent].append(page)
                continue
            section = self._add(page.parent, name, [page, *operations])
            page.title = _OVERVIEW
            for inner in self._whole[section]:
                inner.parent = section

    def _add(self, above: Section, name: str, children: list[Any]) -> Section:
        section = Section(name, [])
        section.parent = above
        self._whole[above].append(section)
        self._whole[section] = children
        return section

    def show(self, page: Page) -> None:
        """Make the navigation that of a page: to list every operation would repeat them on every page of the site.

        A section that is not open there is a link to its first page; of a long list, what is around the page is shown.
        """
        if "api_version" in page.meta and self._whole:
            self._section.children = self._of_older(page)
            return
        # MkDocs compares pages by their files, which takes most of the time where each page has hundreds beside it
        here = {id(item) for item in (page, *page.ancestors)}
        for section, (first, *others) in self._whole.items():
            if section is self._section or id(section) in here:
                place = next((number for number, item in enumerate(others) if id(item) in here), 0)
                start = max(0, place - MAX_LISTED // 2)
                listed = (first, *others[start : start + MAX_LISTED])
                # the reference is everywhere in the menu of a phone; events are a click further
                if id(section) not in here and urls.REFERENCE not in first.url:
                    listed = (first,)
                section.children = [item if item.is_page or id(item) in here else self._link(item) for item in listed]
                if page.parent is section and id(page) not in map(id, self._whole[section]):
                    section.children.append(page)

    def _link(self, section: Section) -> Link:
        first = self._whole[section][0]
        if first.title == _OVERVIEW:
            return Link(section.title, first.url)
        return _ClosedGroup(section.title, (first if first.is_page else self._whole[first][0]).url)

    def _of_older(self, page: Page) -> list[Any]:
        """The index of the version of a page, the resource of the page with its operations, and itself."""
        _, version, name, *_ = page.file.src_uri.removesuffix(".md").split("/")
        folder = f"{urls.REFERENCE}{version}/"
        above = [self._pages[source] for source in (f"{folder}index.md", f"{folder}{name}.md") if source in self._pages]
        listed = [*above, *self._inside[folder + name][:MAX_LISTED]]
        return listed if page in listed else [*listed, page]


def noted(markdown: str, key: str) -> str:
    """What a page notes in its front matter, such as the group of a resource; empty without it."""
    return text_values(split(markdown).yaml).get(key, "")
