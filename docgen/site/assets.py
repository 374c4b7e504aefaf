"""The style sheet, the scripts and the icon, each under a name with a digest of its content; and what links them."""

import hashlib
import logging
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from importlib.util import find_spec
from operator import attrgetter
from typing import Any, Final, Literal

import msgspec
from mkdocs.config import config_options
from mkdocs.config.base import ValidationError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from docgen.answers.pasted import script_table
from docgen.openapi.nodes import as_mapping
from docgen.render.page import MARKDOWN_EXTENSIONS

_HEX: Final = re.compile(r"#[0-9A-Fa-f]{6}")
_READABLE: Final = 4.5
"""The least contrast of text (WCAG 2.2, success criterion 1.4.3)."""
_SCHEMES: Final = (
    (':root, [data-md-color-scheme="default"]', (0xE5, 0xEE, 0xFE), (0, 0, 0)),
    ('[data-md-color-scheme="slate"]', (0x26, 0x2C, 0x3D), (255, 255, 255)),
)
"""Each scheme with the ground on which text is read worst (`--dg-blue-bg`, `--dg-grey-bg`), and what makes it darker
or lighter."""
_STEPS: Final = 20
_Rgb = tuple[int, int, int]
_log: Final = logging.getLogger("mkdocs.plugins.docgen")
_FAVICON: Final = "assets/images/favicon.png"  # Material's logo
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
    "scroll",
    "clock",
    "filter",
    "checklist",
    "moved",
    "answers",
    "affects",
    "samples",
    "fields",
    "copy",
    "search_ranking",
    "missing",
    "search",
)
_SCRIPT_TEMPLATES: Final = "scripts/partials/javascripts"
"""Templates that replace those with which Material puts scripts into a page."""
_KNOWN_DIGESTS: Final = frozenset({"3cd06f8ed5f1fd8d"})
"""Digests of the templates of Material that ours replace: 9.7.7 to 9.8.2 have one."""


def theme_files(theme: str | None, accent: str | None) -> dict[str, str]:
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
    return _versioned("svg", theme_text("favicon.svg"))


@cache
def script() -> tuple[str, str]:
    """The path in the site and the text of the script."""
    table = msgspec.json.encode(script_table()).decode()
    return _versioned("js", f"const docgenAnswerTable = {table};\n{_joined('js', _SCRIPTS)}")


@cache
def early_script() -> tuple[str, str]:
    """The path in the site and the text of the script that runs before the page is drawn."""
    return _versioned("js", _joined("js", ("while_reading", "clock")), "docgen-start")


@cache
def can_replace_scripts() -> bool:
    """Whether the script templates of the installed Material are among those that ours replace."""
    return find_spec("material") is not None and material_scripts_digest() in _KNOWN_DIGESTS


def material_scripts_digest() -> str:
    """The digest of the templates with which the installed Material puts scripts into a page."""
    folder = resources.files("material") / "templates" / "partials" / "javascripts"
    texts = [part.read_bytes() for part in sorted(folder.iterdir(), key=attrgetter("name"))]
    return hashlib.sha256(b"".join(texts)).hexdigest()[:16]


def script_templates() -> dict[str, str]:
    """The templates that replace Material's, by their path in a theme."""
    texts = {}
    for part in sorted((THEME / _SCRIPT_TEMPLATES).iterdir(), key=attrgetter("name")):
        texts[f"partials/javascripts/{part.name}"] = part.read_text(encoding="utf-8")
    return texts


def theme_text(path: str) -> str:
    """The text of a file of docgen's theme."""
    return (THEME / path).read_text(encoding="utf-8")


def _joined(kind: Literal["css", "js"], parts: tuple[str, ...]) -> str:
    separator = {"css": "\n", "js": ";\n"}[kind]  # a script without semicolons would go on into the next
    return separator.join(theme_text(f"{kind}/{part}.{kind}") for part in parts)


def _versioned(kind: Literal["css", "js", "svg"], text: str, name: str = "docgen") -> tuple[str, str]:
    """A path with a digest, so that browsers can cache the file for ever, and the text."""
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    return f"assets/{name}.{digest}.{kind}", text


def configure_theme(config: MkDocsConfig, settings: Mapping[str, Any], accent: str | None) -> None:
    """Add style sheet, scripts and templates, which replace those of the theme; the site's own replace them.

    `settings` is the content of `mkdocs.yml`, without the defaults.
    """
    # MkDocs takes a template from the first folder that has it: the user's, then ours, then the theme's
    position = int(bool(config.theme.custom_dir))
    config.theme.dirs.insert(position, str(THEME / "any"))
    if config.theme.name == "material":
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
    if option and option not in as_mapping(settings.get("theme")):
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


class Colour(config_options.Type[str]):
    """A colour as `#4338ca`."""

    def __init__(self) -> None:
        super().__init__(str)

    def run_validation(self, value: object) -> str:
        """The colour; ValidationError for anything else."""
        text = super().run_validation(value)
        if not _HEX.fullmatch(text):
            raise ValidationError(f'`{text}` is not a colour; expected six hexadecimal digits, as "#4338ca"')
        return text


def accent_styles(colour: str) -> str:
    """The rules that set the colour, darker or lighter where it would not be readable."""
    red, green, blue = bytes.fromhex(colour[1:])
    return "\n".join(
        "{} {{ --dg-link: #{:02x}{:02x}{:02x}; }}".format(selector, *_readable((red, green, blue), surface, extreme))
        for selector, surface, extreme in _SCHEMES
    )


def _readable(wanted: _Rgb, surface: _Rgb, extreme: _Rgb) -> _Rgb:
    mixed = (_mixed(wanted, extreme, step / _STEPS) for step in range(_STEPS + 1))
    return next((colour for colour in mixed if contrast(colour, surface) >= _READABLE), extreme)


def _mixed(one: _Rgb, other: _Rgb, share: float) -> _Rgb:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def contrast(one: _Rgb, other: _Rgb) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: _Rgb) -> float:
    red, green, blue = map(_linear, colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: int) -> float:
    """A part of a colour of sRGB as an amount of light (WCAG 2.2, definition of relative luminance)."""
    share = part / 255
    if share <= 0.04045:
        return share / 12.92
    return float(((share + 0.055) / 1.055) ** 2.4)
