"""The look of the pages: one style sheet, two scripts and an icon, each under a name that its content gives it."""

import hashlib
import re
from functools import cache
from importlib import resources
from importlib.util import find_spec
from typing import Final, Literal

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
    "print",
)
ASKS_OTHERS: Final = {"material": "font", "mkdocs": "highlightjs", "readthedocs": "highlightjs"}
"""The option by which a theme loads something from another host, unless a site says that it shall not."""
_REM: Final = re.compile(r"(?<![\w.])(?<!\w-)(\d*\.?\d+)rem\b")
_ROOT: Final = 20
"""The size in pixels of the root element under Material, for which the style sheet is written."""
_OTHER_ROOT: Final = 16
_SCRIPTS: Final = ("landmarks", "missing", "filter", "checklist", "affects", "samples", "copy")
_SCRIPTS_IN_PAGES: Final = THEME / "scripts" / "partials" / "javascripts"
"""Templates in place of those with which Material puts scripts into a page."""
_KNOWN: Final = frozenset({"3cd06f8ed5f1fd8d"})
"""Digests of Material's own, of which ours do the same: 9.7.6 to 9.8.2 have one."""


def assets(theme: str | None) -> dict[str, str]:
    """All of them, by their path in the site."""
    return dict((style_sheet(theme), script(), script_while_reading(), favicon()))


@cache
def style_sheet(theme: str | None) -> tuple[str, str]:
    """The path in the site and the text of the style sheet: sizes follow a theme's root, so that type is as large."""
    text = _joined("css", _STYLES)
    if theme == "material":
        return _named("css", text)
    return _named("css", _REM.sub(lambda size: f"{float(size[1]) * _ROOT / _OTHER_ROOT:.5g}rem", text))


@cache
def favicon() -> tuple[str, str]:
    """The path in the site and the text of the icon of its tabs, for a site that has chosen none."""
    text = (THEME / "favicon.svg").read_text(encoding="utf-8")
    return f"assets/docgen.{_digest(text)}.svg", text


@cache
def script() -> tuple[str, str]:
    """The path in the site and the text of the script."""
    return _named("js", _joined("js", _SCRIPTS))


@cache
def script_while_reading() -> tuple[str, str]:
    """The path in the site and the text of what must run before the page is drawn."""
    return _named("js", _joined("js", ("while_reading",)), "docgen-start")


@cache
def without_inline_scripts() -> bool:
    """Whether ours can stand in for Material's templates with scripts: only where those are ones that ours follow."""
    return find_spec("material") is not None and material_scripts() in _KNOWN


def material_scripts() -> str:
    """The digest of the templates with which the installed Material puts scripts into a page."""
    folder = resources.files("material") / "templates" / "partials" / "javascripts"
    texts = [part.read_bytes() for part in sorted(folder.iterdir(), key=lambda part: part.name)]
    return hashlib.sha256(b"".join(texts)).hexdigest()[:16]


def script_templates() -> dict[str, str]:
    """The templates that stand before Material's, by their path in a theme."""
    names = sorted(part.name for part in _SCRIPTS_IN_PAGES.iterdir())
    return {f"partials/javascripts/{name}": (_SCRIPTS_IN_PAGES / name).read_text(encoding="utf-8") for name in names}


def override(name: str) -> str:
    """A template that stands before the theme's own."""
    return (THEME / "overrides" / name).read_text(encoding="utf-8")


def _joined(kind: Literal["css", "js"], parts: tuple[str, ...]) -> str:
    between = {"css": "\n", "js": ";\n"}[kind]  # a script without semicolons would go on into the next
    return between.join((THEME / kind / f"{part}.{kind}").read_text(encoding="utf-8") for part in parts)


def _named(kind: Literal["css", "js"], text: str, name: str = "docgen") -> tuple[str, str]:
    """A server may keep what it serves under such a name for ever: another content has another name."""
    return f"assets/{name}.{_digest(text)}.{kind}", text


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
