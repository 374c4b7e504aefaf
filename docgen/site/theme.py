"""The styles, scripts and templates of the pages, in the configuration of a MkDocs site and among its files."""

import logging
from collections.abc import Mapping
from typing import Any, Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from docgen.render.page import MARKDOWN_EXTENSIONS
from docgen.site.assets import (
    REMOTE_ASSET_OPTIONS,
    THEME,
    can_replace_scripts,
    early_script,
    favicon,
    script,
    style_sheet,
    theme_files,
)

_log: Final = logging.getLogger("mkdocs.plugins.docgen")
_FAVICON: Final = "assets/images/favicon.png"  # Material's logo


def configure_theme(config: MkDocsConfig, settings: Mapping[str, Any], accent: str | None) -> None:
    """Add style sheet, scripts and templates, which replace those of the theme; the site's own replace them.

    `settings` is the content of `mkdocs.yml`, without the defaults.
    """
    if config.theme.name == "material":
        # MkDocs takes a template from the first folder that has it: the user's, then ours, then the theme's
        position = 1 if config.theme.custom_dir else 0
        config.theme.dirs.insert(position, str(THEME / "overrides"))
        config.extra["docgen_while_reading"] = early_script()[0]
        if can_replace_scripts():
            config.theme.dirs.insert(position + 1, str(THEME / "scripts"))
        else:
            _log.info(
                "unknown version of Material: its inline scripts stay, and the policy of the docs host blocks them"
            )
        if config.theme["favicon"] == _FAVICON:
            config.theme["favicon"] = favicon()[0]
    option = REMOTE_ASSET_OPTIONS.get(config.theme.name or "")
    if option and (not isinstance(settings.get("theme"), dict) or option not in settings["theme"]):
        config.theme[option] = False
    sheet = style_sheet(config.theme.name, accent)
    if sheet[0] not in config.extra_css:
        config.extra_css.insert(0, sheet[0])  # what the site sets in its own comes after, and wins
        config.extra_javascript.append(script()[0])
    for name in MARKDOWN_EXTENSIONS:
        if name not in config.markdown_extensions:
            config.markdown_extensions.append(name)


def add_theme_files(files: Files, config: MkDocsConfig, accent: str | None) -> None:
    """Add the files that `configure_theme` links."""
    for path, content in theme_files(config.theme.name, accent).items():
        files.append(File.generated(config, path, content=content))
