"""Untrusted text in the Markdown of a comment or an issue, escaped: no mentions, no links, no line breaks."""

import re
from typing import Final

from docgen.markdown import escape
from docgen.wording import printable

_LONGEST_TEXT: Final = 400
_LONGEST_NAME: Final = 120
_BREAK: Final = "&#8203;"
"""A zero-width space, which keeps GitHub and GitLab from turning the text after it into a mention or a link."""

_ACTED_ON: Final = re.compile(r"\$|[@#!%](?=\w|\\_)|GH-(?=\d)|:(?=//)|www(?=\.)", re.I)
"""What GitHub and GitLab make a formula, a mention or a link of, in text that is escaped for CommonMark."""


def prose(text: str) -> str:
    """Text that renders literally, except that text in backticks is a code span."""
    words = ""
    # odd parts are those between backticks
    for number, part in enumerate(re.split(r"`([^`]+)`", _clipped(printable(text).strip(), _LONGEST_TEXT))):
        if number % 2:
            words += code(part)
        else:
            words += _ACTED_ON.sub(_broken, escape.fragment(part, first=not number))
    return words


def _broken(acted_on: re.Match[str]) -> str:
    return "\\$" if acted_on[0] == "$" else f"{acted_on[0]}{_BREAK}"


def code(text: str, limit: int = _LONGEST_NAME) -> str:
    """A code span of at most `limit` characters, between one backtick more than the text has in a row."""
    return str(escape.code(_clipped(printable(text), limit))) or "` `"


def _clipped(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest]}…"
