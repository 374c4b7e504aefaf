"""Lets MkDocs take the HTML of an unchanged page, its content and the whole file, from the build before."""

import copy
import functools
import logging
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from logging.handlers import BufferingHandler
from pathlib import Path  # noqa: TID251 - the folder of the cache
from typing import Any, Final, cast

import msgspec
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure import StructureItem
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, get_toc

from docgen.load.cache import FOLDER, PAGES, cache_folder
from docgen.load.git import is_tracked
from docgen.records import digest
from docgen.site.files import EXCLUDED
from docgen.site.renderer import frame_digest, has_own_templates, renderer_digest
from docgen.site.served_site import ServedSite
from docgen.write.cache import RecordFolder, record_folder

_LOGGERS: Final = ("", "mkdocs")
Target = tuple[str, bool] | None
"""The URL of the file that a link of a page leads to, and whether it is excluded; None where there is none."""


class Rendered(msgspec.Struct, frozen=True):
    """The result of `Page.render` but its content; `headings` are the lines of its contents.

    `targets` are the files that it looked up; `meta` is the front matter of a page that is not read again.
    """

    meta: dict[str, Any]
    title: str | None
    headings: list[dict[str, Any]]
    anchors: tuple[str, ...]
    links: dict[str, dict[str, str]] | None
    targets: dict[str, Target]


class PageCache:
    """The HTML of the pages of the build before, and the digest of what renders the pages of this one.

    `frame` is the digest of what the theme puts around each page, None where that cannot be known. Without `holds`, a
    page has no content before it is put into its template: all of them would be in memory at once.
    """

    def __init__(
        self, records: RecordFolder, renderer: str, frame: str | None, served: ServedSite | None, *, holds: bool
    ) -> None:
        self._records, self._renderer, self._frame, self._holds = records, renderer, frame, holds
        self._served = served
        self._keys: dict[str, str] = {}
        """By page, the key of what is kept of it."""
        self._items: dict[str, str] = {}
        self._meta: dict[str, dict[str, Any]] = {}
        """The front matter of pages that are kept without their text, as it was read."""
        self._rendered: dict[str, tuple[str, _RecordingFiles]] = {}
        """By page, the key of what was rendered without a word of MkDocs, and what it looked up."""

    # MkDocs has no event that could give a page its HTML: on_page_markdown comes before, on_page_content after it.

    def use_without_text(self, page: Page, files: Files, text: str) -> None:
        """Make a page take its front matter and its HTML from the cache where it can; its text is not read then.

        `text` is the digest of that.
        """
        key = self._key(page, text)
        if cached := self._kept(key, files):
            page.meta = cached.meta
            page.read_source = functools.partial(_restore_source, page, cached)  # type: ignore[method-assign]
            page.render = functools.partial(self._restore, page, key, cached)  # type: ignore[method-assign]
            self._keys[page.file.src_uri] = key
        else:
            page.read_source = functools.partial(self._read_source, page)  # type: ignore[method-assign]
            page.render = functools.partial(self._make, page, key)  # type: ignore[method-assign]

    def use_for(self, page: Page, lists: Sequence[str]) -> None:
        """Make a page take its HTML from the cache where it can; `lists` are what is kept from the parser."""
        if "render" not in vars(page):
            page.render = functools.partial(self._render, page, lists)  # type: ignore[method-assign] # of this page alone

    def _read_source(self, page: Page, config: MkDocsConfig) -> None:
        Page.read_source(page, config)
        self._meta[page.file.src_uri] = copy.deepcopy(dict(page.meta))  # plugins add to it

    def _render(self, page: Page, lists: Sequence[str], config: MkDocsConfig, files: Files) -> None:
        """`Page.render`, from the cache where the page and every file that its links look for are as they were."""
        key = self._key(page, page.markdown or "", *lists)
        if cached := self._kept(key, files):
            self._restore(page, key, cached, config, files)
        else:
            self._make(page, key, config, files)

    def _key(self, page: Page, *made_of: str) -> str:
        file = page.file
        own = repr((file.src_uri, file.url, file.inclusion in EXCLUDED, bool(file.generated_by)))
        return digest("page", self._renderer, own, *made_of)

    def _kept(self, key: str, files: Files) -> Rendered | None:
        cached = self._records.get(key, Rendered)
        # a build that needs only the whole file uses the content, too: the next may have another frame
        if cached is None or not self._records.has(digest("content", key)):
            return None
        if all(_target(files.get_file_from_path(path)) == target for path, target in cached.targets.items()):
            return cached
        return None

    def _restore(self, page: Page, key: str, cached: Rendered, config: MkDocsConfig, files: Files) -> None:
        _restore(page, files, cached)
        self._keys[page.file.src_uri] = key
        page.content = self._content(key) if self._holds else ""

    def _make(self, page: Page, key: str, config: MkDocsConfig, files: Files) -> None:
        recording = _RecordingFiles(files)
        with _captured_logs() as logged:
            Page.render(page, config, recording)
        if not logged:  # a warning must be logged again by the next build
            self._rendered[page.file.src_uri] = key, recording

    def has(self, page: Page) -> bool:
        """Whether the content of a page is kept as it is finished."""
        return page.file.src_uri in self._keys

    def keep(self, page: Page, content: str) -> str:
        """Keep the finished content of a page; what of it stays in memory."""
        source = page.file.src_uri
        key, recording = self._rendered.pop(source, ("", None))
        if recording is None or not self._records.put(digest("content", key), content):
            return content
        if self._records.put(key, _rendered(page, recording, self._meta.pop(source, {}))):
            self._keys[source] = key
        if self._holds or not self.has(page):
            return content
        page.markdown = ""
        return ""

    def whole(self, page: Page, nav: Navigation, shown: Sequence[object]) -> tuple[str, str | None]:
        """The key of the HTML file of a page with all that it shows, empty without one; and that file, if it is kept.

        The file is empty where it is served already: MkDocs writes none for such a page. Of a page that is not kept,
        the content is in memory from here on.
        """
        key = self._keys.get(page.file.src_uri)
        if key is None:
            return "", None
        place = ""
        if self._frame:
            around = (self._inputs_of(page), nav.homepage and nav.homepage.url, list(map(self._item, nav.items)))
            place = digest(self._frame, key, repr((around, shown)))
        if self._served and self._served.has(page.file.dest_uri, place):
            self._records.has(place)  # used by this build, too
            return place, ""
        whole = self._records.get(place, str) if place else None
        if whole is None and not page.content:
            page.content = self._content(key)
        return place, whole

    def _inputs_of(self, page: Page) -> object:
        """What a template may show of a page besides its content."""
        above = [(item.title, getattr(item, "url", "")) for item in page.ancestors]
        beside = [other and self._item(other) for other in (page.previous_page, page.next_page)]
        urls = (page.file.src_uri, page.url, page.abs_url, page.canonical_url, page.edit_url)
        return self._item(page), page.meta, urls, page.file.inclusion, page.update_date, above, beside

    def _item(self, item: StructureItem) -> object:
        """What the navigation shows of one of its items."""
        if isinstance(item, Section):
            return item.title, list(map(self._item, item.children))
        if not isinstance(item, Page):
            return item.title, getattr(item, "url", ""), getattr(item, "meta", None)
        # most pages are in the navigation of many others
        source = item.file.src_uri
        if source not in self._items:
            # the description of a page is in its own head alone
            meta = {**item.meta, "description": None}
            self._items[source] = digest(repr((item.title, item.url, meta)))
        return self._items[source]

    def keep_whole(self, page: Page, place: str, html: str) -> None:
        """Keep the HTML file of a page under the key of `whole`; its content is needed no more."""
        if place:
            self._records.put(place, html)
        if not self._holds and self.has(page):
            page.content = ""

    def _content(self, key: str) -> str:
        content = self._records.get(digest("content", key), str)
        if content is None:
            raise PluginError(f"docgen: a page in {FOLDER} was deleted during the build; build again")
        return content


def open_cache(config: MkDocsConfig, records: RecordFolder, served: ServedSite | None) -> PageCache | None:
    """The cache of pages in a folder of records; None where a plugin or an extension could make it stale."""
    if (renderer := renderer_digest(config)) is None:
        return None
    readers = {getattr(method, "__module__", "") for method in config.plugins.events["page_context"]}
    holds = not readers <= {"docgen.site.plugin"} or has_own_templates(config)
    return PageCache(records, renderer, frame_digest(config), served, holds=holds)


def open_records(config: MkDocsConfig, settings: Mapping[str, object]) -> RecordFolder | None:
    """The folder of records beside the site of mkdocs.yml's `settings`; None where nothing may be kept."""
    # not beside `config.site_dir`: a preview and `docgen build` both build in another folder
    folder = cache_folder(Path(config.config_file_path).parent, settings)
    return record_folder(folder / PAGES) if folder and not is_tracked(folder) else None


def _target(file: File | None) -> Target:
    if file is None:
        return None
    return file.url, file.inclusion in EXCLUDED


class _RecordingFiles(Files):
    """The files of the site, which record what was looked up."""

    def __init__(self, files: Files) -> None:
        self._src_uris = cast("dict[str, File]", files.src_uris)  # a copy for each page would add up
        self.targets: dict[str, Target] = {}

    # the only method by which MkDocs finds the target of a link
    def get_file_from_path(self, path: str) -> File | None:
        file = super().get_file_from_path(path)
        self.targets[path] = _target(file)
        return file


@contextmanager
def _captured_logs() -> Iterator[list[logging.LogRecord]]:
    """The records that are logged inside the context."""
    handler = BufferingHandler(sys.maxsize)
    loggers = list(map(logging.getLogger, _LOGGERS))
    for logger in loggers:
        logger.addHandler(handler)
    try:
        yield handler.buffer
    finally:
        for logger in loggers:
            logger.removeHandler(handler)


def _rendered(page: Page, recording: _RecordingFiles, meta: dict[str, Any]) -> Rendered:
    links = page.links_to_anchors
    return Rendered(
        meta,
        page._title_from_render,
        list(map(_token, page.toc)),
        tuple(sorted(filter(None, page.present_anchor_ids or ()))),  # that of `<a id>` is None
        None if links is None else {file.src_uri: anchors for file, anchors in links.items()},
        recording.targets,
    )


def _token(link: AnchorLink) -> dict[str, Any]:
    """A line of the contents as the extension `toc` has it, of which MkDocs makes the line."""
    return {"name": link.title, "id": link.id, "level": link.level, "children": list(map(_token, link.children))}


def _restore_source(page: Page, cached: Rendered, config: MkDocsConfig) -> None:
    page.markdown, page.meta = "", cached.meta


def _restore(page: Page, files: Files, cached: Rendered) -> None:
    page.toc = get_toc(cast("Any", cached.headings))
    page._title_from_render = cached.title
    page.present_anchor_ids = set(cached.anchors)
    if cached.links is not None:
        # a page has links to itself, which may be excluded from the files
        linked = {page.file.src_uri: page.file}
        page.links_to_anchors = {
            linked.get(path) or files.src_uris[path]: anchors for path, anchors in cached.links.items()
        }
