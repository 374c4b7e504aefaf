"""The look of the pages, in the configuration of a MkDocs site and among its files."""

import logging
from collections.abc import Mapping
from typing import Any, Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from docgen.render.page import MARKDOWN_EXTENSIONS
from docgen.site.assets import (
    ASKS_OTHERS,
    THEME,
    assets,
    favicon,
    script,
    script_while_reading,
    style_sheet,
    without_inline_scripts,
)

_log: Final = logging.getLogger("mkdocs.plugins.docgen")
_FAVICON: Final = "assets/images/favicon.png"  # Material's own, which stands for no API


def apply_look(config: MkDocsConfig, written: Mapping[str, Any]) -> None:
    """Style, script and templates, behind those of the site's own and before those of the theme.

    `written` is what `mkdocs.yml` says itself, without the defaults.
    """
    if config.theme.name == "material":
        # After the user's own overrides, before the theme: theirs win.
        at = 1 if config.theme.custom_dir else 0
        config.theme.dirs.insert(at, str(THEME / "overrides"))
        config.extra["docgen_while_reading"] = script_while_reading()[0]
        if without_inline_scripts():
            config.theme.dirs.insert(at + 1, str(THEME / "scripts"))
        else:
            _log.info("a Material that docgen does not know: scripts stay in its pages, which the docs host forbids")
        if config.theme["favicon"] == _FAVICON:
            config.theme["favicon"] = favicon()[0]
    option = ASKS_OTHERS.get(config.theme.name or "")
    if option and (not isinstance(written.get("theme"), dict) or option not in written["theme"]):
        config.theme[option] = False
    sheet = style_sheet(config.theme.name)
    if sheet[0] not in config.extra_css:
        config.extra_css.insert(0, sheet[0])  # what the site sets in its own comes after, and wins
        config.extra_javascript.append(script()[0])
    for name in MARKDOWN_EXTENSIONS:
        if name not in config.markdown_extensions:
            config.markdown_extensions.append(name)


def add_look(files: Files, config: MkDocsConfig) -> None:
    """The files that the pages then ask for."""
    for path, content in assets(config.theme.name).items():
        files.append(File.generated(config, path, content=content))
