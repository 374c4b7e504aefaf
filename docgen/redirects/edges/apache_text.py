"""How Apache's directives hold literal text."""

from collections.abc import Sequence
from typing import Final

_ESCAPES: Final = (
    ("\\", "\\\\"),
    ("%", "\\%"),
    ("${", "$\\{"),
    ("$", "\\$"),
    ("\n", "\\n"),
    ("\r", "\\r"),
    ("\t", "\\t"),
)
"""What is special in an expression; `${` must not stand in the file at all, which expands it as it is read."""


def header_lines(headers: Sequence[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """Action, name and quoted value: the first of a name replaces what the host sets, the others are added to it."""
    seen: set[str] = set()
    fields = []
    for name, value in headers:
        fields.append(("add" if name.lower() in seen else "set", name, _header_value(value)))
        seen.add(name.lower())
    return fields


def _header_value(value: str) -> str:
    """A value of mod_headers, which reads `%` and some backslashes as its own, and knows no way to write them."""
    plain = not any(char in value for char in "\\%$") and not value.startswith("expr=")
    return quoted(value if plain else f"expr={expression(value)}")


def expression(text: str) -> str:
    """Literal text of an Apache expression."""
    for chars, escape in _ESCAPES:
        text = text.replace(chars, escape)
    return text


def quoted(value: str) -> str:
    """One argument of a directive."""
    for char, escape in (("\\", "\\\\"), ('"', '\\"')):
        value = value.replace(char, escape)
    return f'"{value}"'
