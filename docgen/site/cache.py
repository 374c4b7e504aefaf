"""Lets MkDocs take from the cache what it would make of a page again: its HTML, and its sections in the search."""

import functools
import logging
import sys
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path  # noqa: TID251 - the names of what is installed
from typing import Any, Final, cast

import markdown
import msgspec
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from docgen.site.page_cache import PageCache, digest
from docgen.site.search import search_plugin

_PLUGINS: Final = (
    "docgen.site.plugin",
    "mkdocs.contrib.search",
    "material.plugins.search",
    "material.plugins.tags",
    "material.plugins.meta",
    "material.plugins.offline",
)
_EXTENSIONS: Final = ("markdown.extensions.", "pymdownx.")
_READ_FILES: Final = ("pymdownx.snippets", "pymdownx.b64", "pymdownx.pathconverter")
_FUNCTIONS: Final = ("markdown.", "pymdownx.", "material.extensions.")
_LOGGERS: Final = ("", "mkdocs")

_Entries = list[dict[str, Any]]


class Target(msgspec.Struct, frozen=True):
    """The file that a link of a page led to."""

    url: str
    excluded: bool


class Heading(msgspec.Struct, frozen=True):
    """A line of a page's table of contents, with those below it."""

    title: str
    id: str
    level: int
    below: tuple["Heading", ...] = ()


class Rendered(msgspec.Struct, frozen=True):
    """What `Page.render` made; `targets` are the files that it looked for, None where there was none."""

    content: str
    title: str | None
    headings: tuple[Heading, ...]
    anchors: tuple[str, ...]
    links: dict[str, dict[str, str]] | None
    targets: dict[str, Target | None]


class Sections(msgspec.Struct, frozen=True):
    """What the search plugin added to its index for a page."""

    entries: _Entries


class _Unknown(Exception):  # noqa: N818 - a reason, which no one sees as an error
    """Something in the configuration can make other HTML of the same Markdown."""


def setting(config: MkDocsConfig) -> str | None:
    """A name for all but the page itself that its HTML depends on; None where that cannot be known.

    It cannot be known with a plugin, a hook or a Markdown extension that is not one of those that come with MkDocs,
    Material, Python-Markdown and PyMdown, and with those that read files.
    """
    if config.hooks or not all(_comes_from(type(plugin), _PLUGINS) for plugin in config.plugins.values()):
        return None
    try:
        _hold_extensions(config)
        extensions = [str(extension) for extension in config.markdown_extensions]
        known = (extensions, _plain(config.mdx_configs), _plain(dict(config.validation.links)))
    except _Unknown:
        return None
    log = logging.getLogger("mkdocs.structure.pages").getEffectiveLevel()
    return digest(sys.version, *_installed(), repr(known), repr((config.use_directory_urls, log)))


def _comes_from(kind: type, modules: tuple[str, ...]) -> bool:
    return any(kind.__module__ == module or kind.__module__.startswith(f"{module}.") for module in modules)


# a new version of an extension may make other HTML of the same page, and says so nowhere else
def _installed() -> list[str]:
    """The folder of each installed distribution, whose name has its version."""
    return sorted(path.name for folder in sys.path for path in Path(folder).glob("*-info"))


def _hold_extensions(config: MkDocsConfig) -> None:
    """Raise _Unknown for an extension that may look at more than the page."""
    builder = markdown.Markdown()
    for listed in config.markdown_extensions:
        if not isinstance(listed, str):
            raise _Unknown
        options = (config.mdx_configs or {}).get(listed) or {}
        module = type(builder.build_extension(listed, options)).__module__
        if not module.startswith(_EXTENSIONS) or module in _READ_FILES or "custom_icons" in repr(options):
            raise _Unknown


def _plain(value: object) -> object:
    """A value of the configuration as one that prints the same in every process; _Unknown for any other."""
    if value is None or isinstance(value, str | int | float):
        return repr(value)
    if isinstance(value, dict):
        return [(_plain(key), _plain(each)) for key, each in value.items()]
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, functools.partial):
        return [_plain(value.func), _plain(value.args), _plain(value.keywords)]
    if isinstance(value, types.FunctionType | type) and value.__module__.startswith(_FUNCTIONS):
        return f"{value.__module__}.{value.__qualname__}"
    raise _Unknown


def attach_page(cache: PageCache, known: str, page: Page) -> None:
    """Let a page ask the cache before it is rendered."""
    # MkDocs has no event that could give a page its HTML: on_page_markdown comes before, on_page_content after it.
    page.render = functools.partial(_render, cache, known, page)  # type: ignore[method-assign] # of this page alone


def _render(cache: PageCache, known: str, page: Page, config: MkDocsConfig, files: Files) -> None:
    """`Page.render`, from the cache where the page and every file that its links look for are as they were."""
    own = page.file
    key = digest("page", known, own.src_uri, own.url, str(_excluded(own)), page.markdown or "")
    kept = cache.get(key, Rendered)
    if kept and all(_target(files.get_file_from_path(path)) == target for path, target in kept.targets.items()):
        _restore(page, files, kept)
        return
    looking = _Looking(files)
    with _heard() as said:
        Page.render(page, config, looking)
    if not said:  # what was said must be said again
        cache.put(key, _rendered(page, looking))


def _target(file: File | None) -> Target | None:
    return Target(file.url, _excluded(file)) if file else None


def _excluded(file: File) -> bool:
    return file.inclusion in (InclusionLevel.EXCLUDED, InclusionLevel.DRAFT)


class _Looking(Files):
    """The files of the site, which note what was looked for."""

    def __init__(self, files: Files) -> None:
        self._src_uris = cast("dict[str, File]", files.src_uris)  # a copy for each page would add up
        self.targets: dict[str, Target | None] = {}

    # the one way by which MkDocs looks for what a link leads to
    def get_file_from_path(self, path: str) -> File | None:
        found = super().get_file_from_path(path)
        self.targets[path] = _target(found)
        return found


@contextmanager
def _heard() -> Iterator[list[logging.LogRecord]]:
    """What is logged meanwhile."""
    said: list[logging.LogRecord] = []
    handler = logging.Handler()
    handler.emit = said.append  # type: ignore[method-assign,assignment] # a class would say no more
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    for logger in loggers:
        logger.addHandler(handler)
    try:
        yield said
    finally:
        for logger in loggers:
            logger.removeHandler(handler)


def _rendered(page: Page, looking: _Looking) -> Rendered:
    links = page.links_to_anchors
    return Rendered(
        page.content or "",
        page._title_from_render,
        tuple(_heading(link) for link in page.toc),
        tuple(sorted(page.present_anchor_ids or ())),
        None if links is None else {file.src_uri: anchors for file, anchors in links.items()},
        looking.targets,
    )


def _heading(link: AnchorLink) -> Heading:
    return Heading(link.title, link.id, link.level, tuple(_heading(below) for below in link.children))


def _restore(page: Page, files: Files, kept: Rendered) -> None:
    page.content = kept.content
    page.toc = TableOfContents([_anchor_link(heading) for heading in kept.headings])
    if page.toc.items:
        page.toc.items[0].active = True  # type: ignore[attr-defined] # as MkDocs does
    page._title_from_render = kept.title
    page.present_anchor_ids = set(kept.anchors)
    if kept.links is not None:
        linked = {path: page.file if path == page.file.src_uri else files.src_uris[path] for path in kept.links}
        page.links_to_anchors = {linked[path]: anchors for path, anchors in kept.links.items()}


def _anchor_link(heading: Heading) -> AnchorLink:
    link = AnchorLink(heading.title, heading.id, heading.level)
    link.children = [_anchor_link(below) for below in heading.below]
    return link


def _index(cache: PageCache, known: str, entries: _Entries, add: Callable[[Page], None], page: Page) -> None:
    """Add a page to the search's index with `add`, which appends to `entries`, or as it was added before."""
    meta = repr([page.meta.get(name) for name in ("title", "tags", "search")])
    headings = repr([_heading(link) for link in page.toc])
    key = digest("search", known, page.url, str(page.title), meta, headings, page.content or "")
    kept = cache.get(key, Sections)
    if kept:
        entries += kept.entries
        return
    first = len(entries)
    add(page)
    cache.put(key, Sections(entries[first:]))


def attach_search(cache: PageCache, known: str, config: MkDocsConfig) -> None:
    """Let the search plugin ask the cache, where it is one whose index is known."""
    search = search_plugin(config)
    found = getattr(search, "search_index", None)
    if found is None or "jieba" in sys.modules:  # which splits words by a dictionary of the reader's
        return
    entries = getattr(found, "entries", getattr(found, "_entries", None))
    if isinstance(entries, list):
        options = digest(known, repr(sorted((name, repr(value)) for name, value in dict(search.config).items())))
        # both search plugins fill their index through this method, and have no event for it
        found.add_entry_from_context = functools.partial(_index, cache, options, entries, found.add_entry_from_context)
