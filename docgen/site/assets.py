"""The style sheet, the scripts and the icon of the pages, each under a name with a digest of its content."""

import hashlib
import re
from functools import cache
from importlib import resources
from importlib.util import find_spec
from typing import Final, Literal

from docgen.site.accent import accent_styles

THEME: Final = resources.files("docgen") / "theme"
_STYLES: Final = (
    "frame",
    "type",
    "chips",
    "timeline",
    "entry",
    "upgrade",
    "rows",
    "errors",
    "events",
    "steps",
    "tables",
    "reference",
    "pins",
    "align",
    "home",
    "foot",
    "copy",
    "search",
    "print",
)
REMOTE_ASSET_OPTIONS: Final = {"material": "font", "mkdocs": "highlightjs", "readthedocs": "highlightjs"}
"""The option of each theme that loads something from another host unless a site turns it off."""
_REM: Final = re.compile(r"(?<![\w.])(?<!\w-)(\d++(?:\.\d++)?|\.\d++)rem\b")
_MATERIAL_ROOT: Final = 20
"""The font size in pixels of the root element under Material, for which the style sheet is written."""
_DEFAULT_ROOT: Final = 16
_SCRIPTS: Final = (
    "landmarks",
    "clock",
    "filter",
    "checklist",
    "moved",
    "answers",
    "affects",
    "samples",
    "copy",
    "search_ranking",
    "missing",
    "search",
)
_SCRIPT_TEMPLATES: Final = "scripts/partials/javascripts"
"""Templates that replace those with which Material puts scripts into a page."""
_KNOWN_DIGESTS: Final = frozenset({"3cd06f8ed5f1fd8d"})
"""Digests of the templates of Material that ours replace: 9.7.7 to 9.8.2 have one."""


def theme_files(theme: str | None, accent: str | None = None) -> dict[str, str]:
    """All of them, by their path in the site."""
    return dict((style_sheet(theme, accent), script(), early_script(), favicon()))


@cache
def style_sheet(theme: str | None, accent: str | None = None) -> tuple[str, str]:
    """The path in the site and the text of the style sheet, its sizes scaled to the root of the theme."""
    text = "\n".join((_joined("css", _STYLES), *([accent_styles(accent)] if accent else ())))
    if theme == "material":
        return _versioned("css", text)
    return _versioned("css", _REM.sub(lambda size: f"{float(size[1]) * _MATERIAL_ROOT / _DEFAULT_ROOT:.5g}rem", text))


@cache
def favicon() -> tuple[str, str]:
    """The path in the site and the text of the icon of its tabs, for a site that has chosen none."""
    text = theme_text("favicon.svg")
    return f"assets/docgen.{_digest(text)}.svg", text


@cache
def script() -> tuple[str, str]:
    """The path in the site and the text of the script."""
    return _versioned("js", _joined("js", _SCRIPTS))


@cache
def early_script() -> tuple[str, str]:
    """The path in the site and the text of the script that runs before the page is drawn."""
    return _versioned("js", _joined("js", ("while_reading",)), "docgen-start")


@cache
def can_replace_scripts() -> bool:
    """Whether the script templates of the installed Material are among those that ours replace."""
    return find_spec("material") is not None and material_scripts_digest() in _KNOWN_DIGESTS


def material_scripts_digest() -> str:
    """The digest of the templates with which the installed Material puts scripts into a page."""
    folder = resources.files("material") / "templates" / "partials" / "javascripts"
    texts = [part.read_bytes() for part in sorted(folder.iterdir(), key=lambda part: part.name)]
    return hashlib.sha256(b"".join(texts)).hexdigest()[:16]


def script_templates() -> dict[str, str]:
    """The templates that replace Material's, by their path in a theme."""
    names = sorted(part.name for part in (THEME / _SCRIPT_TEMPLATES).iterdir())
    return {f"partials/javascripts/{name}": theme_text(f"{_SCRIPT_TEMPLATES}/{name}") for name in names}


def theme_text(path: str) -> str:
    """The text of a file of docgen's theme."""
    return (THEME / path).read_text(encoding="utf-8")


def _joined(kind: Literal["css", "js"], parts: tuple[str, ...]) -> str:
    separator = {"css": "\n", "js": ";\n"}[kind]  # a script without semicolons would go on into the next
    return separator.join(theme_text(f"{kind}/{part}.{kind}") for part in parts)


def _versioned(kind: Literal["css", "js"], text: str, name: str = "docgen") -> tuple[str, str]:
    """A path with a digest, so that browsers can cache the file for ever, and the text."""
    return f"assets/{name}.{_digest(text)}.{kind}", text


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
