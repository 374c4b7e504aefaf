"""Untrusted text in the Markdown of a comment or an issue, escaped: no mentions, no links, no line breaks."""

import re
from typing import Final

from docgen.wording import printable

_LONGEST_TEXT: Final = 400
_LONGEST_NAME: Final = 120
_BREAK: Final = "&#8203;"
"""A zero-width space, which keeps GitHub and GitLab from turning the text after it into a mention or a link."""

_SPECIAL: Final = re.compile(r"[&<>]|[\\`*_\[\]()~|$]|[@#!%](?=\w)|GH-(?=\d)|://|www(?=\.)", re.I)
_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def prose(text: str) -> str:
    """Text that renders literally, except that text in backticks is a code span."""
    parts = re.split(r"`([^`]+)`", _clipped(printable(text).strip(), _LONGEST_TEXT))
    return "".join(code(part) if number % 2 else _plain(part, not number) for number, part in enumerate(parts))


def _plain(text: str, first: bool) -> str:
    escaped = _SPECIAL.sub(_escape, text)
    # at the start of a list item, these characters would begin another block
    return re.sub(r"^(\s*\d*)([-+#=.)])", r"\1\\\2", escaped) if first else escaped


def _escape(match: re.Match[str]) -> str:
    special = match[0]
    if special in _ENTITIES:
        return _ENTITIES[special]
    if special == "://":
        return f":{_BREAK}//"
    return f"\\{special}" if special in "\\`*_[]()~|$" else f"{special}{_BREAK}"


def code(text: str, limit: int = _LONGEST_NAME) -> str:
    """A code span of at most `limit` characters, between one backtick more than the text has in a row."""
    inside = _clipped(printable(text), limit).strip() or " "
    fence = "`" * (max(map(len, re.findall("`+", inside)), default=0) + 1)
    padding = " " if inside.startswith("`") or inside.endswith("`") else ""
    return f"{fence}{padding}{inside}{padding}{fence}"


def _clipped(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest]}…"
