"""The site as a MkDocs project that needs no docgen, for other builders."""

from collections.abc import Set
from pathlib import Path  # noqa: TID251 - the shell hands the folders over
from typing import Any, Final

import yaml
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils.yaml import yaml_load

from docgen.look import (
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
from docgen.model.files import Files
from docgen.model.project import Project
from docgen.render.banner import banner
from docgen.render.folders import folder_index, in_folders
from docgen.render.page import MARKDOWN_EXTENSIONS

_NOT_IN_NAV: Final = "/changelog/\n/reference/\n/errors/\n/webhooks/\n/deprecations/\n"


def plain_project(config: MkDocsConfig, root: Path, project: Project, rendered: Files) -> Files:
    """The rendered and the written pages, the look and a `mkdocs.yml`, relative to the folder of the new project."""
    docs = Path(config.docs_dir)
    prefix = docs.resolve().relative_to(root).as_posix() + "/"
    written = {source.path.removeprefix(prefix): source.text for source in project.docs}
    pages = {**_assets(docs), **in_folders(rendered, written), **assets(config.theme.name)}
    files: dict[str, str | bytes] = {f"docs/{path}": content for path, content in pages.items()}
    if config.theme.name == "material":
        files |= {f"overrides/{path}": content for path, content in _overrides(config).items()}
    return {**files, "mkdocs.yml": _plain_config(root, project, config.theme.name, written.keys())}


def _overrides(config: MkDocsConfig) -> Files:
    """Templates that stand before the theme's own; before them those of the site."""
    own = Path(config.theme.custom_dir) if config.theme.custom_dir else None
    return {
        "main.html": override("main.html"),
        "404.html": override("404.html"),
        **(script_templates() if without_inline_scripts() else {}),
        **(_assets(own, markdown=True) if own else {}),
    }


def _assets(folder: Path, *, markdown: bool = False) -> dict[str, str | bytes]:
    """The files of a folder as bytes; Markdown only where it is asked for, since docs come expanded."""
    found = sorted(path for path in folder.rglob("*") if path.is_file() and (markdown or path.suffix != ".md"))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def _plain_config(root: Path, project: Project, theme: str | None, written: Set[str]) -> str:
    with (root / "mkdocs.yml").open(encoding="utf-8") as stream:
        config = yaml_load(stream)
    named = [next(iter(p)) if isinstance(p, dict) else p for p in config.get("plugins") or ()]
    config["plugins"] = [p for p, name in zip(config.get("plugins") or (), named, strict=True) if name != "docgen"]
    config |= {"docs_dir": "docs", "site_dir": "site"}
    config["not_in_nav"] = (config.get("not_in_nav") or "") + _NOT_IN_NAV
    config["extra_css"] = [style_sheet(theme)[0], *(config.get("extra_css") or ())]
    config["extra_javascript"] = [*(config.get("extra_javascript") or ()), script()[0]]
    present = [next(iter(e)) if isinstance(e, dict) else e for e in config.get("markdown_extensions") or ()]
    missing = [e for e in MARKDOWN_EXTENSIONS if e not in present]
    config["markdown_extensions"] = [*(config.get("markdown_extensions") or ()), *missing]
    config["theme"] = {**({"name": config["theme"]} if isinstance(config["theme"], str) else config["theme"])}
    if theme in ASKS_OTHERS:
        config["theme"].setdefault(ASKS_OTHERS[theme], False)
    if theme == "material":
        config["theme"].setdefault("favicon", favicon()[0])
        config["theme"]["custom_dir"] = "overrides"
        own = {"docgen": banner(project, flat_errors=False), "docgen_while_reading": script_while_reading()[0]}
        config["extra"] = {**(config.get("extra") or {}), **own}
    if "nav" in config:
        config["nav"] = _moved(config["nav"], written)
    return yaml.dump(config, sort_keys=False, allow_unicode=True, width=1000)


def _moved(nav: Any, written: Set[str]) -> Any:  # noqa: ANN401 - a nav holds lists, mappings and paths
    """The nav with the generated pages where they are in the plain project."""
    if isinstance(nav, list):
        return [_moved(each, written) for each in nav]
    if isinstance(nav, dict):
        return {name: _moved(each, written) for name, each in nav.items()}
    return nav if nav in written or not isinstance(nav, str) else folder_index(nav)
