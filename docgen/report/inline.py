"""What others wrote, in the Markdown of a comment or an issue: it mentions nobody, links nowhere, leaves no line."""

import re
from typing import Final

from docgen.wording import printable

_LONGEST_TEXT: Final = 400
_LONGEST_NAME: Final = 120
_BREAK: Final = "&#8203;"
"""A space without width, where GitHub or GitLab would make a mention or a link of what follows."""

_SPECIAL: Final = re.compile(r"[&<>]|[\\`*_\[\]()~|$]|[@#!%](?=\w)|GH-(?=\d)|://|www(?=\.)", re.I)
_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def prose(text: str) -> str:
    """Words that render as they are; what stands in backticks stays code."""
    parts = re.split(r"`([^`]+)`", _clipped(printable(text).strip(), _LONGEST_TEXT))
    return "".join(code(part) if number % 2 else _plain(part, not number) for number, part in enumerate(parts))


def _plain(text: str, first: bool) -> str:
    escaped = _SPECIAL.sub(_escape, text)
    # a bullet that starts like a block would be one
    return re.sub(r"^(\s*\d*)([-+#=.)])", r"\1\\\2", escaped) if first else escaped


def _escape(match: re.Match[str]) -> str:
    special = match[0]
    if special in _ENTITIES:
        return _ENTITIES[special]
    if special == "://":
        return f":{_BREAK}//"
    return f"\\{special}" if special in "\\`*_[]()~|$" else f"{special}{_BREAK}"


def code(text: str) -> str:
    """A code span, fenced by one backtick more than the text has in a row."""
    inside = _clipped(printable(text), _LONGEST_NAME).strip() or " "
    fence = "`" * (max(map(len, re.findall("`+", inside)), default=0) + 1)
    padding = " " if inside.startswith("`") or inside.endswith("`") else ""
    return f"{fence}{padding}{inside}{padding}{fence}"


def _clipped(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest]}…"
