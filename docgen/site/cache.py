"""Lets MkDocs take the HTML of an unchanged page, its content and the whole file, from the build before."""

import functools
import logging
import sys
import types
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from logging.handlers import BufferingHandler
from pathlib import Path  # noqa: TID251 - the folder of the cache
from typing import Any, Final, cast

import markdown
import msgspec
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure import StructureItem
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, get_toc

from docgen.load.cache import FOLDER, PAGES, cache_folder, code_digest, installed
from docgen.load.git import is_tracked
from docgen.records import digest
from docgen.site.files import EXCLUDED
from docgen.write.cache import RecordFolder, record_folder

_PLAIN_PLUGINS: Final = (
    "docgen.site.plugin.",
    "mkdocs.contrib.search.",
    "material.plugins.search.",
    "material.plugins.meta.",
)
_PLUGINS: Final = (*_PLAIN_PLUGINS, "material.plugins.tags.", "material.plugins.offline.")
"""Those that do not change the content of a page; the plain ones do not change what is around it, either."""
_THEMES: Final = ("material", "mkdocs", "readthedocs")
_SETTINGS: Final = (
    "site_name", "site_url", "site_description", "site_author", "copyright", "repo_url", "repo_name",
    "use_directory_urls", "extra", "extra_css", "extra_javascript",
)  # fmt: skip
"""What a theme shows of mkdocs.yml."""
_EXTENSIONS: Final = ("markdown.extensions.", "pymdownx.")
_READ_FILES: Final = ("pymdownx.snippets", "pymdownx.b64", "pymdownx.pathconverter")
_FUNCTIONS: Final = ("markdown.", "pymdownx.", "material.extensions.")
_LOGGERS: Final = ("", "mkdocs")
Target = tuple[str, bool] | None
"""The URL of the file that a link of a page leads to, and whether it is excluded; None where there is none."""


class Rendered(msgspec.Struct, frozen=True):
    """The result of `Page.render` but its content; `headings` are the lines of its contents.

    `targets` are the files that it looked up.
    """

    title: str | None
    headings: list[dict[str, Any]]
    anchors: tuple[str, ...]
    links: dict[str, dict[str, str]] | None
    targets: dict[str, Target]


class _UnknownRenderer(Exception):  # noqa: N818 - caught in `renderer_digest`, never shown
    """Something in the configuration may make different HTML from the same Markdown."""


def renderer_digest(config: MkDocsConfig) -> str | None:
    """A digest of all but the page itself that its HTML depends on; None where that cannot be known.

    It cannot be known with a plugin, a hook or a Markdown extension that is not one of those that come with MkDocs,
    Material, Python-Markdown and PyMdown, and with those that read files.
    """
    if config.hooks or any(_other_plugins(config)):
        return None
    try:
        _check_extensions(config)
        links = _stable(dict(config.validation.links))
        renderer = ([*config.markdown_extensions], _stable(config.mdx_configs), links)
    except _UnknownRenderer:
        return None
    log_level = logging.getLogger("mkdocs.structure.pages").getEffectiveLevel()
    # the headings of a page are those of its theme
    around = repr((config.theme.name, config.use_directory_urls, log_level))
    return digest(sys.version, code_digest(), *installed(), repr(renderer), around)


def _check_extensions(config: MkDocsConfig) -> None:
    """Raise _UnknownRenderer for an extension that may look at more than the page."""
    builder = markdown.Markdown()
    for extension in config.markdown_extensions:
        if not isinstance(extension, str):
            raise _UnknownRenderer
        options = (config.mdx_configs or {}).get(extension) or {}
        module = type(builder.build_extension(extension, options)).__module__
        if not module.startswith(_EXTENSIONS) or module in _READ_FILES or "custom_icons" in repr(options):
            raise _UnknownRenderer


def _stable(value: object) -> object:
    """A value of the configuration as one that prints the same in every process; _UnknownRenderer for others."""
    if value is None or isinstance(value, str | int | float):
        return repr(value)
    if isinstance(value, Mapping):
        return [(_stable(key), _stable(item)) for key, item in value.items()]
    if isinstance(value, list | tuple):
        return list(map(_stable, value))
    if isinstance(value, functools.partial):
        return [_stable(value.func), _stable(value.args), _stable(value.keywords)]
    if isinstance(value, types.FunctionType | type) and value.__module__.startswith(_FUNCTIONS):
        return f"{value.__module__}.{value.__qualname__}"
    raise _UnknownRenderer


class PageCache:
    """The HTML of the pages of the build before, and the digest of what renders the pages of this one.

    `frame` is the digest of what the theme puts around each page, None where that cannot be known. Without `holds`, a
    page has no content before it is put into its template: all of them would be in memory at once.
    """

    def __init__(self, records: RecordFolder, renderer: str, frame: str | None, *, holds: bool) -> None:
        self._records, self._renderer, self._frame, self._holds = records, renderer, frame, holds
        self._keys: dict[str, str] = {}
        """By page, the key of what is kept of it."""
        self._items: dict[str, str] = {}
        self._rendered: dict[str, tuple[str, _RecordingFiles]] = {}
        """By page, the key of what was rendered without a word of MkDocs, and what it looked up."""

    def use_for(self, page: Page, lists: Sequence[str]) -> None:
        """Make a page take its HTML from the cache where it can; `lists` are what is kept from the parser."""
        # MkDocs has no event that could give a page its HTML: on_page_markdown comes before, on_page_content after it.
        page.render = functools.partial(self._render, page, lists)  # type: ignore[method-assign] # of this page alone

    def _render(self, page: Page, lists: Sequence[str], config: MkDocsConfig, files: Files) -> None:
        """`Page.render`, from the cache where the page and every file that its links look for are as they were."""
        file = page.file
        own = repr((file.src_uri, file.url, file.inclusion in EXCLUDED, bool(file.generated_by)))
        key = digest("page", self._renderer, own, page.markdown or "", *lists)
        cached = self._records.get(key, Rendered)
        if cached and all(_target(files.get_file_from_path(path)) == target for path, target in cached.targets.items()):
            _restore(page, files, cached)
            self._keys[file.src_uri] = key
            page.content = self._content(key) if self._holds else ""
            return
        recording = _RecordingFiles(files)
        with _captured_logs() as logged:
            Page.render(page, config, recording)
        if not logged:  # a warning must be logged again by the next build
            self._rendered[file.src_uri] = key, recording

    def has(self, page: Page) -> bool:
        """Whether the content of a page is kept as it is finished."""
        return page.file.src_uri in self._keys

    def keep(self, page: Page, content: str) -> str:
        """Keep the finished content of a page; what of it stays in memory."""
        key, recording = self._rendered.pop(page.file.src_uri, ("", None))
        if recording is None or not self._records.put(digest("content", key), content):
            return content
        if self._records.put(key, _rendered(page, recording)):
            self._keys[page.file.src_uri] = key
        return content if self._holds or not self.has(page) else ""

    def whole(self, page: Page, nav: Navigation, shown: Sequence[object]) -> tuple[str, str | None]:
        """The key of the HTML file of a page with all that it shows, empty without one; and that file, if it is kept.

        Of a page that is not, the content is in memory from here on.
        """
        key = self._keys.get(page.file.src_uri)
        if key is None:
            return "", None
        place = ""
        if self._frame:
            around = (self._inputs_of(page), nav.homepage and nav.homepage.url, list(map(self._item, nav.items)))
            place = digest(self._frame, key, repr((around, shown)))
        whole = self._records.get(place, str) if place else None
        if whole is None and not page.content:
            page.content = self._content(key)
        return place, whole

    def _inputs_of(self, page: Page) -> object:
        """What a template may show of a page besides its content."""
        above = [(item.title, getattr(item, "url", "")) for item in page.ancestors]
        beside = [other and self._item(other) for other in (page.previous_page, page.next_page)]
        urls = (page.file.src_uri, page.url, page.abs_url, page.canonical_url, page.edit_url)
        return self._item(page), urls, page.file.inclusion, page.update_date, above, beside

    def _item(self, item: StructureItem) -> object:
        """What the navigation shows of one of its items."""
        if isinstance(item, Section):
            return item.title, list(map(self._item, item.children))
        if not isinstance(item, Page):
            return item.title, getattr(item, "url", ""), getattr(item, "meta", None)
        # most pages are in the navigation of many others
        source = item.file.src_uri
        if source not in self._items:
            self._items[source] = digest(repr((item.title, item.url, item.meta)))
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


def open_cache(config: MkDocsConfig, records: RecordFolder) -> PageCache | None:
    """The cache of pages in a folder of records; None where a plugin or an extension could make it stale."""
    if (renderer := renderer_digest(config)) is None:
        return None
    readers = {getattr(method, "__module__", "") for method in config.plugins.events["page_context"]}
    holds = not readers <= {"docgen.site.plugin"} or has_own_templates(config)
    return PageCache(records, renderer, frame_digest(config), holds=holds)


def open_records(config: MkDocsConfig, settings: Mapping[str, object]) -> RecordFolder | None:
    """The folder of records beside the site of mkdocs.yml's `settings`; None where nothing may be kept."""
    # not beside `config.site_dir`: a preview and `docgen build` both build in another folder
    folder = cache_folder(Path(config.config_file_path).parent, settings)
    return record_folder(folder / PAGES) if folder and not is_tracked(folder) else None


def has_own_templates(config: MkDocsConfig) -> bool:
    """Whether a site has templates of its own, which may show anything of any page."""
    own = config.theme.custom_dir
    return own is not None and any(Path(own).rglob("*.html"))


def frame_digest(config: MkDocsConfig) -> str | None:
    """A digest of what the theme puts around every page; None where a plugin or a template could put more there."""
    if any(_around_pages(config)):
        return None
    try:
        settings = _stable({key: config[key] for key in _SETTINGS})
        plugins = _stable({name: dict(plugin.config) for name, plugin in config.plugins.items()})
        theme = _stable({**dict(config.theme), "locale": str(config.theme["locale"])})
    except _UnknownRenderer:
        return None
    return digest(sys.version, code_digest(), repr((config.theme.name, settings, plugins, theme)))


def _other_plugins(config: MkDocsConfig, known: tuple[str, ...] = _PLUGINS) -> Iterator[str]:
    for name, plugin in config.plugins.items():
        if not f"{type(plugin).__module__}.".startswith(known):
            yield f"the plugin `{name}`"


def _around_pages(config: MkDocsConfig) -> Iterator[str]:
    """What may put more around a page than is known of here."""
    yield from _other_plugins(config, _PLAIN_PLUGINS)
    if config.theme.name not in _THEMES:
        yield f"the theme `{config.theme.name}`"
    if has_own_templates(config):
        yield "a template in `custom_dir`"


def unknown_parts(config: MkDocsConfig) -> str:
    """What may change any page, so that no build takes one whole from the build before; empty where nothing may."""
    hooks = ["`hooks`"] if config.hooks else []
    found = list(dict.fromkeys((*hooks, *_other_plugins(config), *_around_pages(config))))
    if not found and frame_digest(config) is None:
        found = ["a setting"]
    if not found and renderer_digest(config) is None:
        found = ["a Markdown extension"]
    return ", ".join(found)


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


def _rendered(page: Page, recording: _RecordingFiles) -> Rendered:
    links = page.links_to_anchors
    return Rendered(
        page._title_from_render,
        list(map(_token, page.toc)),
        tuple(sorted(filter(None, page.present_anchor_ids or ()))),  # that of `<a id>` is None
        None if links is None else {file.src_uri: anchors for file, anchors in links.items()},
        recording.targets,
    )


def _token(link: AnchorLink) -> dict[str, Any]:
    """A line of the contents as the extension `toc` has it, of which MkDocs makes the line."""
    return {"name": link.title, "id": link.id, "level": link.level, "children": list(map(_token, link.children))}


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
