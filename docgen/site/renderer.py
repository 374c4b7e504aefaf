"""What all pages of a site are made of besides their own text, as digests; and what may change any page."""

import functools
import logging
import sys
import types
from collections.abc import Iterator, Mapping
from pathlib import Path  # noqa: TID251 - the folder of the templates
from typing import Final

import markdown
from mkdocs.config.defaults import MkDocsConfig

from docgen.load.cache import code_digest, installed
from docgen.records import digest

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
