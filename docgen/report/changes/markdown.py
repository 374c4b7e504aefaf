"""Changes as the Markdown of a comment on a pull request or a merge request."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from docgen.model.change import Change, Level
from docgen.model.source import Source
from docgen.report.changes.wording import LEVELS, by_level, place, printable, reach, summary

LIMIT: Final = 63_500
"""Bytes of the bullets: GitHub takes 65,536 characters, headings and what a caller writes around them included."""

_OPEN: Final = 10
_LONGEST_TEXT: Final = 400
_LONGEST_NAME: Final = 120
_BREAK: Final = "&#8203;"
"""A space without width, where GitHub or GitLab would make a mention or a link of what follows."""

_SPECIAL: Final = re.compile(r"[&<>]|[\\`*_\[\]()~|$]|[@#!%](?=\w)|GH-(?=\d)|://|www(?=\.)", re.I)
_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def report(changes: Sequence[Change], source: Source | None = None) -> str:
    """A heading for each level and a bullet a cause, within GitHub's length; what does not fit is counted.

    Many changes of the level info are folded away, so that the others are seen.
    """
    lines = [f"**{summary(changes)}**" if changes else "No changes."]
    left: list[Change] = []
    room = LIMIT
    for level, group in by_level(changes):
        bullets: list[str] = []
        for change in group:
            bullet = _bullet(change) if room > 0 else ""
            room -= len(bullet.encode("utf-8", "surrogatepass")) + 1
            if room > 0:
                bullets.append(bullet)
            else:
                left.append(change)
        lines += [f"\n### {level.capitalize()} ({len(group):,})\n", *_foldable(level, bullets)]
    return "\n".join([*lines, *_more(left)]) + "\n"


def _foldable(level: Level, bullets: list[str]) -> list[str]:
    if level != "info" or len(bullets) <= _OPEN:
        return bullets
    return ["<details><summary>what they are</summary>\n", *bullets, "\n</details>"]


def _more(left: Sequence[Change]) -> Iterator[str]:
    if left:
        counts = {level: sum(change.level == level for change in left) for level in LEVELS}
        named = ", ".join(f"{count:,} {level}" for level, count in counts.items() if count)
        yield f"\n*and {len(left):,} more ({named}): `docgen diff` prints them all*"


def _bullet(change: Change) -> str:
    """`- selector: text; whom it reaches (id)`, whatever the contract's own words are."""
    said = f"{_code(place(change))}: {_prose(change.text)}" if place(change) else _prose(change.text)
    return f"- {'; '.join([said, *reach(change, _code)])} ({_code(change.id)})"


def _prose(text: str) -> str:
    """Words that render as they are; what stands in backticks stays code."""
    parts = re.split(r"`([^`]+)`", _clipped(printable(text).strip(), _LONGEST_TEXT))
    return "".join(_code(part) if number % 2 else _plain(part, not number) for number, part in enumerate(parts))


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


def _code(text: str) -> str:
    """A code span, fenced by one backtick more than the text has in a row."""
    inside = _clipped(printable(text), _LONGEST_NAME).strip() or " "
    fence = "`" * (max(map(len, re.findall("`+", inside)), default=0) + 1)
    padding = " " if inside.startswith("`") or inside.endswith("`") else ""
    return f"{fence}{padding}{inside}{padding}{fence}"


def _clipped(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest]}…"
