"""Markdown as a reader sees it, where marks split a token: `2026-**09**-04` and `2026&#45;09&#45;04` are dates."""

import html
import re
from collections.abc import Sequence
from typing import Final, NamedTuple

_MARKS: Final = re.compile(
    r"(?P<code>(?<!`)(`+)(?!`).+?(?<!`)\2(?!`))|(?P<entity>&(?:#\d+|#[xX][\da-fA-F]+|[A-Za-z]\w*);)"
    r"|(?<=[\w./-])(\*{1,3})(?P<last>[^\s*]+)\4|(\*{1,3})(?P<first>[^\s*]+)\6(?=[\w/-])",
    re.S,
)


class Visible(NamedTuple):
    """The text that is seen, and the offset in what was written of each of its characters and of its end."""

    text: str
    origins: Sequence[int]


def visible(written: str) -> Visible:
    """A text without the entities and the marks of emphasis inside of its tokens; code stays as it is."""
    parts: list[str] = []
    origins: list[int] = []
    end = 0
    for match in _MARKS.finditer(written):
        if match["code"]:
            continue
        group = next(name for name in ("entity", "last", "first") if match[name])
        shown = html.unescape(match[0]) if match["entity"] else match[group]
        parts += [written[end : match.start()], shown]
        origins += [*range(end, match.start()), *range(match.start(group), match.start(group) + len(shown))]
        end = match.end()
    return Visible("".join((*parts, written[end:])), [*origins, *range(end, len(written) + 1)])
