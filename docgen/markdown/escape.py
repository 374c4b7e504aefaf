"""Escapes text for Markdown that people and programs read unrendered.

What CommonMark takes for a mark where it stands gets a backslash, and nothing else does, so that `invalid_request`,
`2026.06.3` or `a < b` stay as they are. No entity is made, and none is left: `&lt;` is shown as `&lt;`.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from markupsafe import Markup

from docgen.wording import one_line

_MARK: Final = re.compile(
    r"[`\[\]|]"
    r"|\\(?=[!-/:-@\[-`{-~]|$)"  # before a letter it is itself; what follows the end is not known here
    r"|[*~](?!\s)|(?<!\s)[*~]"  # between spaces they are a star and a tilde
    r"|(?<!\w)_+|_+(?!\w)"  # within a word they are part of it
    r"|<(?=[A-Za-z/!?])|&(?=#?[A-Za-z0-9]+;)"
    r"|(?<=\s)#+$"  # the end of a heading
)
# CommonMark takes at most nine digits for the number of an item (section 5.2), and a space behind it
_START: Final = re.compile(r"(?P<number>[0-9]{1,9}(?=[.)](?!\S)))|#{1,6}(?!\S)|>|[+-](?!\S)|-[- ]*$|=+$")


@lru_cache(maxsize=8192)  # as on the pages, names and words are repeated
def text(raw: str) -> Markup:
    """One line of plain text, safe anywhere in a line of Markdown."""
    return fragment(one_line(raw), first=True)


@lru_cache(maxsize=8192)
def code(raw: str) -> Markup:
    """Inline code with more backticks around it than any run inside."""
    line = one_line(raw)
    if not line:
        return Markup()
    marks = "`" * (max(map(len, re.findall(r"`+", line)), default=0) + 1)
    space = " " if "`" in (line[0], line[-1]) else ""
    return Markup(f"{marks}{space}{line}{space}{marks}")  # noqa: S704 - nothing inside can end it


def cell(raw: str) -> Markup:
    """Inline code for a cell of a table, which a `|` would end even there."""
    return Markup(code(raw).replace("|", "\\|"))  # noqa: S704 - as code


def inline(raw: str) -> Markup:
    """One line of plain text with inline code between backticks, as people write in YAML and in descriptions."""
    return _inline(raw, code)


def cell_inline(raw: str) -> Markup:
    """`inline` for a cell of a table."""
    return _inline(raw, cell)


def _inline(raw: str, render_code: Callable[[str], Markup]) -> Markup:
    parts = one_line(raw).split("`")
    if len(parts) % 2 == 0:
        return text(raw)
    line = fragment(parts[0], first=True)
    for code_span, after in zip(parts[1::2], parts[2::2], strict=True):
        line += render_code(code_span) + fragment(after, first=False)
    return line.strip()


def fragment(part: str, *, first: bool) -> Markup:
    """A part of a line, escaped as by `text`, with the spaces at its ends; `first`: the line begins with it."""
    escaped = _MARK.sub(lambda marks: "".join(f"\\{mark}" for mark in marks[0]), part)
    if first and (start := _START.match(escaped)):
        number = start["number"] or ""
        escaped = f"{number}\\{escaped[len(number) :]}"
    return Markup(escaped)  # noqa: S704 - this is the escape
