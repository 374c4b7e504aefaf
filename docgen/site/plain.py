"""The site as a MkDocs project that needs no docgen, for other builders."""

import posixpath
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path  # noqa: TID251 - the shell hands the folders over
from typing import Any, Final

import yaml
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils.yaml import yaml_load

from docgen.errors import UsageError
from docgen.markdown.fences import title
from docgen.model.files import Files, MutableFiles
from docgen.model.project import Project
from docgen.render.banner import banner
from docgen.render.folders import folder_index, in_folders
from docgen.render.handwritten import DOCS
from docgen.render.page import MARKDOWN_EXTENSIONS
from docgen.render.search.index import FOLDER, NAMES
from docgen.site.assets import (
    REMOTE_ASSET_OPTIONS,
    can_replace_scripts,
    early_script,
    favicon,
    script,
    script_templates,
    style_sheet,
    theme_files,
    theme_text,
)
from docgen.site.files import SECTIONS, published_nav, with_paths
from docgen.site.section_nav import MAX_LISTED, noted
from docgen.site.templates import with_blocks

_OWN_MAIN: Final = "site/main.html"
"""Where the site's own `main.html` goes, which docgen's extends."""
_NOT_IN_NAV: Final = "/changelog/*/\n/reference/*/\n/errors/*/\n/webhooks/*/\n"
_OPENS_LISTS: Final = ("navigation.prune", "navigation.expand", "navigation.sections")
"""Features of Material with which each page of the site repeats the lists that are closed on it."""
_LONGEST: Final = 300
"""Pages of a list: each of them repeats it."""


def source_folders(config: MkDocsConfig) -> tuple[Path, ...]:
    """The folders of MkDocs that a site is made from, which no build may replace."""
    return tuple(Path(folder) for folder in (config.docs_dir, config.theme.custom_dir) if folder)


def plain_project(config: MkDocsConfig, root: Path, project: Project, rendered: Files) -> Files:
    """The rendered and the written pages, the look and a `mkdocs.yml`, relative to the folder of the new project.

    UsageError where a hook is outside the project.
    """
    docs = Path(config.docs_dir)
    rendered = {path: content for path, content in rendered.items() if _is_used(path, config)}
    plugin = config.plugins.get("docgen")
    accent = plugin.config.accent if plugin else None
    handwritten = {source.path.removeprefix(DOCS): source.text for source in project.docs}
    files = {**_assets(docs), **in_folders(rendered, handwritten), **theme_files(config.theme.name, accent)}
    with (root / "mkdocs.yml").open(encoding="utf-8") as stream:
        settings = yaml_load(stream)
    settings |= _changed(settings, config, project, accent)
    if "nav" in settings:
        nav = published_nav(settings["nav"], project)
        nav = with_paths(nav, {path: folder_index(path) for path in rendered})
        settings["nav"] = _with_sections(nav, files, settings["theme"])
    return {
        **_below(DOCS, files),
        **_below("overrides/", _overrides(config)),
        **_hooks(root, settings.get("hooks") or ()),
        "mkdocs.yml": yaml.dump(settings, sort_keys=False, allow_unicode=True, width=1000),
    }


def _is_used(path: str, config: MkDocsConfig) -> bool:
    """Whether something reads the file: the builder searches an index of its own, and 404.html looks up names."""
    return not path.startswith(FOLDER) or (config.theme.name == "material" and path == NAMES)


def _with_sections(nav: Any, pages: Files, theme: dict[str, Any]) -> Any:  # noqa: ANN401 - a nav holds lists, mappings and paths
    """The nav with the pages of each section below its index, unless each page would repeat hundreds."""
    sections = _sections(nav, pages)
    if len(list(_paths([*sections.values()]))) > MAX_LISTED:
        if theme["name"] != "material":
            return nav
        kept = [name for name in theme.get("features") or () if name not in _OPENS_LISTS]
        theme["features"] = [*kept, "navigation.prune"]
    return with_paths(nav, sections)


def _sections(nav: Any, pages: Files) -> dict[str, dict[str, Any]]:  # noqa: ANN401 - as above
    """The pages below each index of a section, without those that the nav has already and lists that are too long."""
    named = set(_paths(nav))
    below: defaultdict[str, list[str]] = defaultdict(list)
    for path in pages:
        folder, name = posixpath.split(path)
        if name == "index.md" and path not in named:
            below[f"{posixpath.dirname(folder)}/index.md"].append(path)
    listed = {index: inner for index, inner in below.items() if len(inner) <= _LONGEST}

    def section(index: str) -> dict[str, Any]:
        groups: defaultdict[str, list[Any]] = defaultdict(list)
        for page in listed[index]:
            groups[noted(str(pages[page]), "group")].append(section(page) if page in listed else page)
        overview = {"Overview": index}, *groups.pop("", ())
        return {title(str(pages[index])): [*overview, *({name: inner} for name, inner in groups.items())]}

    indexes = [f"{folder}index.md" for folder in SECTIONS]
    return {index: section(index) for index in indexes if index in listed and index in named}


def _paths(nav: Any) -> Iterator[str]:  # noqa: ANN401 - as above
    if isinstance(nav, str):
        yield nav
        return
    for inner in nav.values() if isinstance(nav, dict) else nav:
        yield from _paths(inner)


def _below(folder: str, files: Files) -> Files:
    return {f"{folder}{path}": content for path, content in files.items()}


def _hooks(root: Path, hooks: Sequence[str]) -> Files:
    for hook in hooks:
        if not (root / hook).resolve().is_relative_to(root.resolve()):
            raise UsageError(f"mkdocs.yml: hook `{hook}` is outside the project; move it into the project folder")
    return {posixpath.normpath(hook): (root / hook).read_bytes() for hook in hooks}


def _overrides(config: MkDocsConfig) -> Files:
    """Templates that replace those of the theme; those of the site replace them, but for what docgen's extends."""
    own = MutableFiles()
    if config.theme.custom_dir:
        own = _assets(Path(config.theme.custom_dir), markdown=True)
    if config.theme.name != "material":
        return own
    own[_OWN_MAIN] = own.pop("main.html", '{% extends "base.html" %}\n')
    ours = {"main.html": with_blocks(_OWN_MAIN), "404.html": theme_text("overrides/404.html")}
    ours["sitemap.xml"] = theme_text("any/sitemap.xml")
    if can_replace_scripts():
        ours |= script_templates()
    return {**ours, **own}


def _assets(folder: Path, *, markdown: bool = False) -> MutableFiles:
    """The files of a folder as bytes; Markdown only where it is asked for, since docs come expanded."""
    files = MutableFiles()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and (markdown or path.suffix != ".md"):
            files[path.relative_to(folder).as_posix()] = path.read_bytes()
    return files


def _changed(settings: Mapping[str, Any], config: MkDocsConfig, project: Project, accent: str | None) -> dict[str, Any]:
    """The settings that do what the plugin does."""
    extensions = _as_list(settings.get("markdown_extensions"))
    present = list(map(_name, extensions))
    changed = {
        "plugins": [plugin for plugin in _as_list(settings.get("plugins")) if _name(plugin) != "docgen"],
        "docs_dir": "docs",
        "site_url": config.site_url or project.config.site_url,
        "site_dir": "site",
        "not_in_nav": (settings.get("not_in_nav") or "") + _NOT_IN_NAV,
        "extra_css": [style_sheet(config.theme.name, accent)[0], *(settings.get("extra_css") or ())],
        "extra_javascript": [*(settings.get("extra_javascript") or ()), script()[0]],
        "markdown_extensions": [*extensions, *(name for name in MARKDOWN_EXTENSIONS if name not in present)],
        "theme": _theme(settings.get("theme") or "mkdocs", config),
    }
    if config.theme.name == "material":
        own = {"docgen": banner(project, flat_errors=False), "docgen_while_reading": early_script()[0]}
        changed["extra"] = {**(settings.get("extra") or {}), **own}
    return changed


def _theme(setting: str | Mapping[str, Any], config: MkDocsConfig) -> dict[str, Any]:
    """The theme as the plugin would set it, with the folder of its templates."""
    theme: dict[str, Any] = dict(setting) if isinstance(setting, Mapping) else {"name": setting}
    if config.theme.name in REMOTE_ASSET_OPTIONS:
        theme.setdefault(REMOTE_ASSET_OPTIONS[config.theme.name], False)
    if config.theme.name == "material":
        theme.setdefault("favicon", favicon()[0])
    if config.theme.name == "material" or config.theme.custom_dir:
        theme["custom_dir"] = "overrides"
    return theme


def _as_list(value: Any) -> list[Any]:  # noqa: ANN401 - MkDocs takes plugins and extensions as a list or as a mapping
    if not isinstance(value, dict):
        return list(value or ())
    return [{name: options} if options else name for name, options in value.items()]


def _name(item: Any) -> Any:  # noqa: ANN401 - a name, or a mapping of one name to its options
    return next(iter(item)) if isinstance(item, dict) else item
