"""The site as a MkDocs project that needs no docgen, for other builders."""

import posixpath
from collections.abc import Mapping, Sequence
from pathlib import Path  # noqa: TID251 - the shell hands the folders over
from typing import Any, Final

import yaml
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils.yaml import yaml_load

from docgen.errors import UsageError
from docgen.model.files import Files
from docgen.model.project import Project
from docgen.render.banner import banner
from docgen.render.folders import folder_index, in_folders
from docgen.render.handwritten import DOCS
from docgen.render.page import MARKDOWN_EXTENSIONS
from docgen.site.assets import (
    ASKS_OTHERS,
    assets,
    favicon,
    override,
    script,
    script_templates,
    script_while_reading,
    style_sheet,
    without_inline_scripts,
)
from docgen.site.files import root_of

_NOT_IN_NAV: Final = "/changelog/\n/reference/\n/errors/\n/webhooks/\n/deprecations/\n"


def sources(config: MkDocsConfig) -> tuple[Path, ...]:
    """The folders that a site is made from: none of them is a place to build to."""
    named = (root_of(config) / name for name in ("changelog", "redirects", ".docgen", ".git"))
    own = (Path(folder) for folder in (config.docs_dir, config.theme.custom_dir) if folder)
    return tuple(folder for folder in (*named, *own) if folder.is_dir())


def plain_project(config: MkDocsConfig, root: Path, project: Project, rendered: Files) -> Files:
    """The rendered and the written pages, the look and a `mkdocs.yml`, relative to the folder of the new project.

    UsageError where the pages are not in `docs`, from which alone docgen reads those that are written by hand, or where
    a hook is outside of the project.
    """
    docs = Path(config.docs_dir)
    if docs.resolve() != (root / "docs").resolve():
        raise UsageError("mkdocs.yml: `docs_dir` is another folder; docgen reads hand-written pages from `docs` alone")
    written = {source.path.removeprefix(DOCS): source.text for source in project.docs}
    pages = {**_assets(docs), **in_folders(rendered, written), **assets(config.theme.name)}
    with (root / "mkdocs.yml").open(encoding="utf-8") as stream:
        given = yaml_load(stream)
    return {
        **{f"{DOCS}{path}": content for path, content in pages.items()},
        **{f"overrides/{path}": content for path, content in _overrides(config).items()},
        **_hooks(root, given.get("hooks") or ()),
        "mkdocs.yml": _plain_config(given, config, project, {path: folder_index(path) for path in rendered}),
    }


def _hooks(root: Path, listed: Sequence[str]) -> Files:
    for hook in listed:
        if not (root / hook).resolve().is_relative_to(root.resolve()):
            raise UsageError(f"mkdocs.yml: the hook `{hook}` is outside of the project; move it into its folder")
    return {posixpath.normpath(hook): (root / hook).read_bytes() for hook in listed}


def _overrides(config: MkDocsConfig) -> Files:
    """Templates that stand before the theme's own; before them those of the site."""
    own = Path(config.theme.custom_dir) if config.theme.custom_dir else None
    ours = {name: override(name) for name in ("main.html", "404.html")} if config.theme.name == "material" else {}
    scripts = script_templates() if ours and without_inline_scripts() else {}
    return {**ours, **scripts, **(_assets(own, markdown=True) if own else {})}


def _assets(folder: Path, *, markdown: bool = False) -> dict[str, str | bytes]:
    """The files of a folder as bytes; Markdown only where it is asked for, since docs come expanded."""
    found = sorted(path for path in folder.rglob("*") if path.is_file() and (markdown or path.suffix != ".md"))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def _plain_config(given: dict[str, Any], config: MkDocsConfig, project: Project, moved: Mapping[str, str]) -> str:
    extensions = _listed(given.get("markdown_extensions"))
    present = [_name(extension) for extension in extensions]
    changed = {
        "plugins": [plugin for plugin in _listed(given.get("plugins")) if _name(plugin) != "docgen"],
        "docs_dir": "docs",
        "site_dir": "site",
        "not_in_nav": (given.get("not_in_nav") or "") + _NOT_IN_NAV,
        "extra_css": [style_sheet(config.theme.name)[0], *(given.get("extra_css") or ())],
        "extra_javascript": [*(given.get("extra_javascript") or ()), script()[0]],
        "markdown_extensions": [*extensions, *(name for name in MARKDOWN_EXTENSIONS if name not in present)],
        "theme": _theme(given.get("theme") or "mkdocs", config),
    }
    if "nav" in given:
        changed["nav"] = _moved(given["nav"], moved)
    if config.theme.name == "material":
        own = {"docgen": banner(project, flat_errors=False), "docgen_while_reading": script_while_reading()[0]}
        changed["extra"] = {**(given.get("extra") or {}), **own}
    return yaml.dump({**given, **changed}, sort_keys=False, allow_unicode=True, width=1000)


def _theme(given: str | Mapping[str, Any], config: MkDocsConfig) -> dict[str, Any]:
    """The theme as the plugin would set it, with the folder of its templates."""
    theme: dict[str, Any] = {"name": given} if isinstance(given, str) else dict(given)
    if config.theme.name in ASKS_OTHERS:
        theme.setdefault(ASKS_OTHERS[config.theme.name], False)
    if config.theme.name == "material":
        theme.setdefault("favicon", favicon()[0])
    if config.theme.name == "material" or config.theme.custom_dir:
        theme["custom_dir"] = "overrides"
    return theme


def _listed(given: Any) -> list[Any]:  # noqa: ANN401 - MkDocs takes plugins and extensions as a list or as a mapping
    if isinstance(given, dict):
        return [{name: options} if options else name for name, options in given.items()]
    return list(given or ())


def _name(given: Any) -> Any:  # noqa: ANN401 - a name, or a mapping of one name to its options
    return next(iter(given)) if isinstance(given, dict) else given


def _moved(nav: Any, moved: Mapping[str, str]) -> Any:  # noqa: ANN401 - a nav holds lists, mappings and paths
    """The nav with the generated pages where they are in the plain project."""
    if isinstance(nav, list):
        return [_moved(each, moved) for each in nav]
    if isinstance(nav, dict):
        return {name: _moved(each, moved) for name, each in nav.items()}
    return moved.get(posixpath.normpath(nav), nav) if isinstance(nav, str) else nav
