"""The look of the pages: one style sheet and one script, each under a name that its content gives it."""

import hashlib
from functools import cache
from importlib import resources
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
    "steps",
    "tables",
    "home",
    "foot",
    "print",
)
_ICON: Final = "assets/docgen.svg"
_SCRIPTS: Final = ("landmarks", "missing", "filters", "checklist", "affects")


@cache
def style_sheet() -> tuple[str, str]:
    """The path in the site and the text of the style sheet."""
    return _named("css", _STYLES)


@cache
def favicon() -> tuple[str, str]:
    """The path in the site and the text of the icon of its tabs, for a site that has chosen none."""
    return _ICON, (THEME / "favicon.svg").read_text(encoding="utf-8")


@cache
def script() -> tuple[str, str]:
    """The path in the site and the text of the script."""
    return _named("js", _SCRIPTS)


def override(name: str) -> str:
    """A template that stands before the theme's own."""
    return (THEME / "overrides" / name).read_text(encoding="utf-8")


def _named(kind: Literal["css", "js"], parts: tuple[str, ...]) -> tuple[str, str]:
    """A server may keep what it serves under such a name for ever: another content has another name."""
    between = {"css": "\n", "js": ";\n"}[kind]  # a script without semicolons would go on into the next
    text = between.join((THEME / kind / f"{part}.{kind}").read_text(encoding="utf-8") for part in parts)
    return f"assets/docgen.{hashlib.sha256(text.encode()).hexdigest()[:8]}.{kind}", text
