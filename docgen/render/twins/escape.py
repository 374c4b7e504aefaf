"""Escapes text from a contract for Markdown that people and programs read unrendered.

What CommonMark could take for a mark gets a backslash, and nothing else does, so that `invalid_request` or `a < b`
stay as they are. No entity is made, and none is left: `&lt;` is shown as `&lt;`.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from markupsafe import Markup

from docgen.render.escape import fence
from docgen.wording import visible

__all__ = ["cell", "cell_inline", "code", "fence", "fragment", "inline", "text"]

# `_` within a word, `<` before a space, `&` without an entity and `!` without a bracket mean nothing in Markdown.
_MARK: Final = re.compile(r"[\\`*\[\]|~]|(?<![^\W_])_|_(?![^\W_])|<(?=[A-Za-z/!?])|&(?=#?[A-Za-z0-9]+;)")
# CommonMark takes at most nine digits for the number of an item (section 5.2)
_START: Final = re.compile(r"(?:[#>=+-]|\d{1,9}(?=[.)])(?P<number>))")


@lru_cache(maxsize=8192)  # as on the pages, names and words are repeated
def text(raw: str) -> Markup:
    """One line of plain text, safe anywhere in a line of Markdown."""
    line = " ".join(visible(raw).split())
    return Markup(_escape_start(_MARK.sub(r"\\\g<0>", line)))  # noqa: S704 - this is the escape


def _escape_start(line: str) -> str:
    """Escape a start that makes a block: `#` a heading, `-` a list or a rule, `1.` a list (CommonMark, section 5.2)."""
    found = _START.match(line)
    if found is None:
        return line
    return f"{found[0]}\\{line[found.end() :]}" if found["number"] is not None else f"\\{line}"


@lru_cache(maxsize=8192)
def code(raw: str) -> Markup:
    """Inline code with more backticks around it than any run inside."""
    line = " ".join(visible(raw).split())
    if not line:
        return Markup()
    marks = "`" * (max((len(run) for run in re.findall(r"`+", line)), default=0) + 1)
    space = " " if line[0] == "`" or line[-1] == "`" else ""
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
    parts = " ".join(visible(raw).split()).split("`")
    if len(parts) % 2 == 0:
        return text(raw)
    spans = (render_code(part) if index % 2 else fragment(part, first=not index) for index, part in enumerate(parts))
    return Markup("").join(spans).strip()


def fragment(part: str, *, first: bool) -> Markup:
    """A part of a line, escaped as by `text`, with the spaces at its ends; `first`: the line begins with it."""
    escaped = _MARK.sub(r"\\\g<0>", part)
    return Markup(_escape_start(escaped) if first else escaped)  # noqa: S704 - as text
