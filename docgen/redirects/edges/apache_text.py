"""Literal text in Apache's directives."""

import re
from collections.abc import Sequence
from typing import Final

from docgen.redirects.edges.files import double_quoted
from docgen.redirects.edges.headers import marked_repeats

_ESCAPES: Final = (
    ("\\", "\\\\"),
    ("%", "\\%"),
    ("${", "$\\{"),
    ("$", "\\$"),
    ("\n", "\\n"),
    ("\r", "\\r"),
    ("\t", "\\t"),
)
"""The special characters of an expression; `${` must not be in the file at all, since Apache expands it on reading."""


def header_lines(headers: Sequence[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """Action, name and quoted value of each field."""
    fields = marked_repeats(headers)
    return [("add" if repeated else "set", name, _header_value(value)) for repeated, name, value in fields]


def _header_value(value: str) -> str:
    """A value of mod_headers, which interprets `%` and some backslashes and cannot escape, as an expression can."""
    plain = not any(char in value for char in "\\%$") and not value.startswith("expr=")
    return quoted(value if plain else f"expr={expression(value)}")


def expression(text: str) -> str:
    """Literal text of an Apache expression."""
    for chars, escape in _ESCAPES:
        text = text.replace(chars, escape)
    return text


def substitution(text: str) -> str:
    """Literal text in a substitution or a flag of mod_rewrite, where the variables of the head are `,` and `"`."""
    text = re.sub(r"[\\%${]", r"\\\g<0>", text)
    return text.replace(",", "%{ENV:docgen_comma}").replace('"', "%{ENV:docgen_quote}")


def quoted(value: str) -> str:
    """One argument of a directive."""
    return double_quoted(value, {"\\": "\\\\", '"': '\\"'})
