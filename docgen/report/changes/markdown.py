"""Changes as the Markdown of a comment on a pull request or a merge request."""

from collections.abc import Iterator, Sequence
from typing import Final

from docgen.differ.wording import LEVELS, group_by_level, reach_phrases, summary, unnamed_selector
from docgen.model.change import Change, Level
from docgen.positions.source import Source
from docgen.report.inline import code, prose

LIMIT: Final = 63_500
"""Bytes of the bullets: GitHub takes 65,536 characters, headings and what a caller writes around them included."""

_OPEN: Final = 10


def report(changes: Sequence[Change], source: Source | None = None) -> str:
    """A heading for each level and a bullet a cause, within GitHub's length; what does not fit is counted.

    Many changes of the level info are folded away, so that the others are seen.
    """
    lines = [f"**{summary(changes)}**" if changes else "No changes."]
    left: list[Change] = []
    room = LIMIT
    for level, group in group_by_level(changes):
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
    said = f"{code(unnamed_selector(change))}: {prose(change.text)}" if unnamed_selector(change) else prose(change.text)
    return f"- {'; '.join([said, *reach_phrases(change, code)])} ({code(change.id)})"
