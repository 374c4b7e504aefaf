"""Lets MkDocs take the HTML of an unchanged page from the build before."""

import functools
import logging
import sys
import types
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from logging.handlers import BufferingHandler
from pathlib import Path  # noqa: TID251 - the folder of the cache
from typing import Any, Final, NamedTuple, cast

import markdown
import msgspec
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, get_toc

from docgen.load.cache import PAGES, cache_folder, installed, read_records
from docgen.records import RecordCache, digest
from docgen.site.files import EXCLUDED
from docgen.write.cache import write_records

_PLUGINS: Final = (
    "docgen.site.plugin.",
    "mkdocs.contrib.search.",
    "material.plugins.search.",
    "material.plugins.tags.",
    "material.plugins.meta.",
    "material.plugins.offline.",
)
_EXTENSIONS: Final = ("markdown.extensions.", "pymdownx.")
_READ_FILES: Final = ("pymdownx.snippets", "pymdownx.b64", "pymdownx.pathconverter")
_FUNCTIONS: Final = ("markdown.", "pymdownx.", "material.extensions.")
_LOGGERS: Final = ("", "mkdocs")
Target = tuple[str, bool] | None
"""The URL of the file that a link of a page leads to, and whether it is excluded; None where there is none."""


class Rendered(msgspec.Struct, frozen=True):
    """The result of `Page.render`; `headings` are the tokens of its contents, and `targets` the files it looked up."""

    content: str
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
    modules = (f"{type(plugin).__module__}." for plugin in config.plugins.values())
    if config.hooks or not all(module.startswith(_PLUGINS) for module in modules):
        return None
    try:
        _check_extensions(config)
        links = _stable(dict(config.validation.links))
        renderer = ([*config.markdown_extensions], _stable(config.mdx_configs), links)
    except _UnknownRenderer:
        return None
    log_level = logging.getLogger("mkdocs.structure.pages").getEffectiveLevel()
    return digest(sys.version, *installed(), repr(renderer), repr((config.use_directory_urls, log_level)))


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
        return list(map(_stable, value))
    if isinstance(value, functools.partial):
        return [_stable(value.func), _stable(value.args), _stable(value.keywords)]
    if isinstance(value, types.FunctionType | type) and value.__module__.startswith(_FUNCTIONS):
        return f"{value.__module__}.{value.__qualname__}"
    raise _UnknownRenderer


class PageCache(NamedTuple):
    """The pages of the build before in their file, and the digest of what renders the pages of this one."""

    file: Path
    renderer: str
    records: RecordCache

    def use_for(self, page: Page) -> None:
        """Make a page take its HTML from the cache where it can."""
        # MkDocs has no event that could give a page its HTML: on_page_markdown comes before, on_page_content after it.
        page.render = functools.partial(self._render, page)  # type: ignore[method-assign] # of this page alone

    def _render(self, page: Page, config: MkDocsConfig, files: Files) -> None:
        """`Page.render`, from the cache where the page and every file that its links look for are as they were."""
        file, is_excluded = page.file, str(page.file.inclusion in EXCLUDED)
        key = digest("page", self.renderer, file.src_uri, file.url, is_excluded, page.markdown or "")
        cached = self.records.get(key, Rendered)
        if cached and all(_target(files.get_file_from_path(path)) == target for path, target in cached.targets.items()):
            _restore(page, files, cached)
            return
        recording = _RecordingFiles(files)
        with _captured_logs() as logged:
            Page.render(page, config, recording)
        if not logged:  # a warning must be logged again by the next build
            self.records.put(key, _rendered(page, recording))

    def store(self) -> None:
        """Write the pages that this build used, for the next one."""
        write_records(self.file, self.records)


def open_cache(config: MkDocsConfig, settings: Mapping[str, object]) -> PageCache | None:
    """The cache beside the site of mkdocs.yml's `settings`; None where a plugin or an extension could make it stale."""
    # not beside `config.site_dir`: a preview and `docgen build` both build in another folder
    folder, renderer = cache_folder(Path(config.config_file_path).parent, settings), renderer_digest(config)
    if renderer is None or folder is None:
        return None
    return PageCache(folder / PAGES, renderer, read_records(folder / PAGES))


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
        page.content or "",
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
    page.content = cached.content
    page.toc = get_toc(cast("Any", cached.headings))
    page._title_from_render = cached.title
    page.present_anchor_ids = set(cached.anchors)
    if cached.links is not None:
        # a page has links to itself, which may be excluded from the files
        linked = {page.file.src_uri: page.file}
        page.links_to_anchors = {
            linked.get(path) or files.src_uris[path]: anchors for path, anchors in cached.links.items()
        }
