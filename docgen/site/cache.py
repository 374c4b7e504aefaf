"""Lets MkDocs take the HTML of an unchanged page from the cache."""

import functools
import logging
import sys
import types
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, cast

import markdown
import msgspec
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from docgen.load.cache import installed
from docgen.records import RecordCache, digest

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


class Target(msgspec.Struct, frozen=True):
    """The file that a link of a page leads to."""

    url: str
    excluded: bool


class Heading(msgspec.Struct, frozen=True):
    """A line of a page's table of contents, with those below it."""

    title: str
    id: str
    level: int
    below: tuple["Heading", ...] = ()


class Rendered(msgspec.Struct, frozen=True):
    """The result of `Page.render`; `targets` are the files that it looked up, None where there was none."""

    content: str
    title: str | None
    headings: tuple[Heading, ...]
    anchors: tuple[str, ...]
    links: dict[str, dict[str, str]] | None
    targets: dict[str, Target | None]


class _UnknownRenderer(Exception):  # noqa: N818 - caught in `renderer_digest`, never shown
    """Something in the configuration may make different HTML from the same Markdown."""


def renderer_digest(config: MkDocsConfig) -> str | None:
    """A digest of all but the page itself that its HTML depends on; None where that cannot be known.

    It cannot be known with a plugin, a hook or a Markdown extension that is not one of those that come with MkDocs,
    Material, Python-Markdown and PyMdown, and with those that read files.
    """
    if config.hooks or not all(_comes_from(type(plugin)) for plugin in config.plugins.values()):
        return None
    try:
        _check_extensions(config)
        extensions = [str(extension) for extension in config.markdown_extensions]
        renderer = (extensions, _stable(config.mdx_configs), _stable(dict(config.validation.links)))
    except _UnknownRenderer:
        return None
    log_level = logging.getLogger("mkdocs.structure.pages").getEffectiveLevel()
    return digest(sys.version, *installed(), repr(renderer), repr((config.use_directory_urls, log_level)))


def _comes_from(type_: type) -> bool:
    return any(type_.__module__ == module or type_.__module__.startswith(f"{module}.") for module in _PLUGINS)


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
    if isinstance(value, dict):
        return [(_stable(key), _stable(item)) for key, item in value.items()]
    if isinstance(value, list | tuple):
        return [_stable(item) for item in value]
    if isinstance(value, functools.partial):
        return [_stable(value.func), _stable(value.args), _stable(value.keywords)]
    if isinstance(value, types.FunctionType | type) and value.__module__.startswith(_FUNCTIONS):
        return f"{value.__module__}.{value.__qualname__}"
    raise _UnknownRenderer


def cache_page(cache: RecordCache, renderer: str, page: Page) -> None:
    """Make a page take its HTML from the cache where it can."""
    # MkDocs has no event that could give a page its HTML: on_page_markdown comes before, on_page_content after it.
    page.render = functools.partial(_render, cache, renderer, page)  # type: ignore[method-assign] # of this page alone


def _render(cache: RecordCache, renderer: str, page: Page, config: MkDocsConfig, files: Files) -> None:
    """`Page.render`, from the cache where the page and every file that its links look for are as they were."""
    file = page.file
    key = digest("page", renderer, file.src_uri, file.url, str(_excluded(file)), page.markdown or "")
    cached = cache.get(key, Rendered)
    if cached and all(_target(files.get_file_from_path(path)) == target for path, target in cached.targets.items()):
        _restore(page, files, cached)
        return
    recording = _RecordingFiles(files)
    with _captured_logs() as records:
        Page.render(page, config, recording)
    if not records:  # a warning must be logged again by the next build
        cache.put(key, _rendered(page, recording))


def _target(file: File | None) -> Target | None:
    return Target(file.url, _excluded(file)) if file else None


def _excluded(file: File) -> bool:
    return file.inclusion in (InclusionLevel.EXCLUDED, InclusionLevel.DRAFT)


class _RecordingFiles(Files):
    """The files of the site, which record what was looked up."""

    def __init__(self, files: Files) -> None:
        self._src_uris = cast("dict[str, File]", files.src_uris)  # a copy for each page would add up
        self.targets: dict[str, Target | None] = {}

    # the only method by which MkDocs finds the target of a link
    def get_file_from_path(self, path: str) -> File | None:
        found = super().get_file_from_path(path)
        self.targets[path] = _target(found)
        return found


@contextmanager
def _captured_logs() -> Iterator[list[logging.LogRecord]]:
    """The records that are logged inside the context."""
    records: list[logging.LogRecord] = []
    handler = logging.Handler()
    handler.emit = records.append  # type: ignore[method-assign,assignment] # a class would say no more
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    for logger in loggers:
        logger.addHandler(handler)
    try:
        yield records
    finally:
        for logger in loggers:
            logger.removeHandler(handler)


def _rendered(page: Page, recording: _RecordingFiles) -> Rendered:
    links = page.links_to_anchors
    return Rendered(
        page.content or "",
        page._title_from_render,
        tuple(map(_heading, page.toc)),
        tuple(sorted(page.present_anchor_ids or ())),
        None if links is None else {file.src_uri: anchors for file, anchors in links.items()},
        recording.targets,
    )


def _heading(link: AnchorLink) -> Heading:
    return Heading(link.title, link.id, link.level, tuple(map(_heading, link.children)))


def _restore(page: Page, files: Files, cached: Rendered) -> None:
    page.content = cached.content
    page.toc = TableOfContents([_anchor_link(heading) for heading in cached.headings])
    if page.toc.items:
        page.toc.items[0].active = True  # type: ignore[attr-defined] # as MkDocs does
    page._title_from_render = cached.title
    page.present_anchor_ids = set(cached.anchors)
    if cached.links is not None:
        linked = {path: page.file if path == page.file.src_uri else files.src_uris[path] for path in cached.links}
        page.links_to_anchors = {linked[path]: anchors for path, anchors in cached.links.items()}


def _anchor_link(heading: Heading) -> AnchorLink:
    link = AnchorLink(heading.title, heading.id, heading.level)
    link.children = [_anchor_link(child) for child in heading.below]
    return link
