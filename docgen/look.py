"""The look of the pages: one style sheet and one script, each under a name that its content gives it."""

import hashlib
from functools import cache
from importlib import resources
from typing import Final

THEME: Final = resources.files("docgen") / "theme"
_STYLES: Final = ("frame", "type", "chips", "timeline", "entry", "rows", "errors", "steps", "tables", "reference")
_SCRIPTS: Final = ("missing", "samples")


@cache
def style_sheet() -> tuple[str, str]:
    """The path in the site and the text of the style sheet."""
    return _named("css", _STYLES)


@cache
def script() -> tuple[str, str]:
    """The path in the site and the text of the script."""
    return _named("js", _SCRIPTS)


def override(name: str) -> str:
    """A template that stands before the theme's own."""
    return (THEME / "overrides" / name).read_text(encoding="utf-8")


def _named(kind: str, parts: tuple[str, ...]) -> tuple[str, str]:
    """A server may keep what it serves under such a name for ever: another content has another name."""
    between = ";\n" if kind == "js" else "\n"  # a script that begins with a bracket would call the one before it
    text = between.join((THEME / kind / f"{part}.{kind}").read_text(encoding="utf-8") for part in parts)
    return f"assets/docgen.{hashlib.sha256(text.encode()).hexdigest()[:8]}.{kind}", text
